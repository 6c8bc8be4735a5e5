"""Writes of postings: enter, change, check, publish, renew, close, copy.

Each time that a posting is published or ends is an entry of the journal with its days: grants are
paid by it, so that nothing can be changed afterwards.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, may, must
from renkei.core.search import index_record
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.journal.actions import record
from renkei.opportunities.events import postings as events
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.places import region_of
from renkei.opportunities.queries.postings import desk_for
from renkei.opportunities.rules.offering import verb_to_renew
from renkei.opportunities.states import CloseReason, PostingState
from renkei.paperwork.sheets.reading import Given, Values, answers_to_what_is_asked, problems
from renkei.places.queries import UnknownPlace

LONGEST_DAYS = 366
FROM_HOME = ("some", "full")  # of where somebody works


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a posting says, in the words of whoever offers something."""

    organisation: str  # key
    title_ja: str
    place: str
    valid_until: date
    title_en: str = ""
    answers: Values = field(default_factory=dict)
    capacity: int = 1
    minimum: int = 0
    first_day: date | None = None
    last_day: date | None = None
    partners: tuple[str, ...] = ()  # organisations that offer it together with the first


def enter_posting(market: str, what: Offered, *, by: Asker, on: date, token: str = "") -> Posting:
    """Enter a posting as a draft. A desk keeps its own; that of a firm or a town goes to the desk
    that the place decides. A token seen before answers what it made.

    Errors  NotPermitted; Refused when nobody is in charge of the market, a place is none in
            Hokkaido, or days and numbers do not fit
    """
    if token and (made := Posting.objects.filter(token=token, entered_by=by.person).first()):
        return made
    try:
        return _enter(_market(market), what, by, on, token)
    except IntegrityError:
        # The same form sent twice at once: the second finds what the first made.
        made = Posting.objects.filter(token=token, entered_by=by.person).first() if token else None
        if made is None:
            raise
        return made


@transaction.atomic
def _enter(market: Market, what: Offered, by: Asker, on: date, token: str) -> Posting:
    version = market.version_on(on)
    if version is None:
        raise Refused(_("この市場は、いま募集を受け付けていません。"))
    posting = Posting(
        market=market.key,
        version=version.version,
        token=token,
        unit_id=_unit_for(market, what, by, on),
        entered_by=by.person,
    )
    posting.side = posting.unit.side
    _put_down(posting, what, on)
    must(by, Verb.WRITE, posting)
    posting.save()
    record(events.PostingEntered(**told(posting)), by=by, on=on)
    index_record(posting)
    return posting


@transaction.atomic
def change_posting(
    posting: Posting, what: Offered, *, by: Asker, on: date, revision: int | None = None
) -> Posting:
    """What is published and changes is checked anew by the desk when a firm changed it.

    Errors  NotPermitted; WrongState when it has ended, or was changed meanwhile; Refused as above,
            or when fewer places are left than people have accepted
    """
    posting = locked(posting)
    must(by, Verb.WRITE, posting)
    if posting.state == PostingState.CLOSED:
        raise WrongState(_("終わった募集です。更新すると、また直せます。"))
    if revision is not None and revision != posting.revision:
        raise WrongState(_("ほかの人が先に直しました。いまの内容を確かめてください。"))
    if what.capacity < posting.taken:
        raise Refused(
            _("すでに%(n)s人が決まっています。定員はそれ以上にしてください。")
            % {"n": posting.taken}
        )
    _put_down(posting, what, on)
    posting.revision += 1
    if not may(by, Verb.PUBLISH, posting) and posting.state != PostingState.DRAFT:
        _back_to_draft(posting)
    posting.save()
    record(
        events.PostingChanged(**told(posting), revision=posting.revision),
        by=by,
        on=on,
    )
    if posting.is_public:
        _record_open(posting, by=by, on=on)
    index_record(posting)
    return posting


@transaction.atomic
def check_posting(posting: Posting, *, by: Asker, on: date) -> Posting:
    """Say for the desk that it is right and complete.

    Errors  NotPermitted; WrongState; Refused with the first question that lacks an answer
    """
    posting = locked(posting)
    must(by, Verb.DECIDE, posting)
    _refuse_incomplete(posting)
    move(posting, to=PostingState.CHECKED, shown_to=posting.side, changed_at=timezone.now())
    record(events.PostingChecked(**told(posting)), by=by, on=on)
    index_record(posting)
    return posting


@transaction.atomic
def return_posting(posting: Posting, *, by: Asker, on: date, reason: str) -> Posting:
    """Errors  NotPermitted; WrongState when it is not checked; Refused without a reason"""
    posting = locked(posting)
    must(by, Verb.DECIDE, posting)
    move(posting, to=PostingState.DRAFT, shown_to="", changed_at=timezone.now())
    record(events.PostingReturned(**told(posting), reason=_required(reason)), by=by, on=on)
    index_record(posting)
    return posting


@transaction.atomic
def open_posting(posting: Posting, *, by: Asker, on: date) -> Posting:
    """Publish what is checked.

    Errors  NotPermitted; WrongState; Refused when its last day is over
    """
    posting = locked(posting)
    must(by, Verb.PUBLISH, posting)
    if posting.state == PostingState.CLOSED:
        raise WrongState(_("終わった募集です。新しい期限で更新してください。"))
    _refuse_over(posting.valid_until, on)
    move(posting, to=PostingState.OPEN, is_public=True, changed_at=timezone.now())
    _record_open(posting, by=by, on=on)
    index_record(posting)
    return posting


@transaction.atomic
def renew_posting(posting: Posting, *, valid_until: date, by: Asker, on: date) -> Posting:
    """Publish for longer, or again; what is soon over, whoever has it keeps open as it is.

    Errors  NotPermitted; WrongState when it never was published; Refused for a day that is over
            or more than a year ahead, or when every place is taken
    """
    posting = locked(posting)
    must(by, verb_to_renew(posting, valid_until, on), posting)
    _refuse_over(valid_until, on)
    if posting.state == PostingState.CLOSED:
        if not posting.places_left:
            raise Refused(
                _("定員がすべて決まっています。定員を増やして、新しい募集にしてください。")
            )
        move(
            posting,
            to=PostingState.OPEN,
            is_public=True,
            close_reason="",
            valid_until=valid_until,
            changed_at=timezone.now(),
        )
    elif posting.is_public:
        posting.valid_until = valid_until
        posting.save(update_fields=["valid_until", "changed_at"])
    else:
        raise WrongState(_("まだ公開していない募集です。"))
    _record_open(posting, by=by, on=on, is_renewed=True)
    index_record(posting)
    return posting


@transaction.atomic
def close_posting(posting: Posting, *, reason: str, by: Asker, on: date) -> Posting:
    """End it; who was introduced stays introduced.

    Errors  NotPermitted; WrongState; Refused for a reason that there is not
    """
    posting = locked(posting)
    must(by, Verb.WRITE, posting)
    if reason not in CloseReason.values:
        raise Refused(_("終える理由を選んでください。"))
    end_posting(posting, CloseReason(reason), by=by, on=on)
    return posting


def end_posting(posting: Posting, reason: CloseReason, *, by: Asker, on: date) -> None:
    """The end itself; whoever calls it has asked whether it may be."""
    shown = posting.shown_to or posting.side
    move(
        posting,
        to=PostingState.CLOSED,
        is_public=False,
        shown_to=shown,
        close_reason=reason,
        changed_at=timezone.now(),
    )
    record(events.PostingClosed(**told(posting), reason=reason), by=by, on=on)
    index_record(posting)


@transaction.atomic
def copy_posting(posting: Posting, *, by: Asker, on: date, token: str = "") -> Posting:
    """Last year's as this year's draft: the same words, no days, nobody placed.

    Errors  as `enter_posting`
    """
    must(by, Verb.READ, posting)
    what = Offered(
        organisation=posting.organisation_id,
        title_ja=posting.title_ja,
        title_en=posting.title_en,
        place=posting.place,
        answers=posting.answers,
        capacity=posting.capacity,
        minimum=posting.minimum,
        partners=tuple(posting.partners),
        valid_until=on + timedelta(days=90),
    )
    return enter_posting(posting.market, what, by=by, on=on, token=token)


@transaction.atomic
def adopt_proposal(posting: Posting, *, what: str, by: Asker, on: date) -> Posting:
    """What came of the work was taken up by whoever asked for it.

    Errors  NotPermitted; WrongState while nobody has taken part; Refused without saying what
    """
    posting = locked(posting)
    must(by, Verb.WRITE, posting)
    if not posting.taken:
        raise WrongState(_("まだだれも参加していません。"))
    record(events.ProposalAdopted(**told(posting), what=_required(what)), by=by, on=on)
    return posting


# --- what follows from what ---------------------------------------------------------------------


def told(posting: Posting) -> dict[str, Any]:
    """What every entry about a posting says."""
    return {
        "subject_kind": "posting",
        "subject_key": posting.key,
        "market": posting.market,
        "side": posting.side,
        "organisation": posting.unit_id,
        "initiatives": posting.references,
        "place": posting.place,
        "organisations": organisations_of(posting),
    }


def organisations_of(posting: Posting) -> tuple[str, ...]:
    """Whose it is, and who offers it together with them: the firms of a course."""
    return (posting.organisation_id, *posting.partners)


def _market(key: str) -> Market:
    found = markets().get(key)
    if found is None:
        raise Refused(_("そのような市場はありません。"))
    return found


def _unit_for(market: Market, what: Offered, by: Asker, on: date) -> str:
    own = next((seat.unit for seat in by.seats if seat.side and seat.role in market.runs), "")
    if own:
        return own
    try:
        unit = desk_for(market, what.place, on)
    except UnknownPlace:
        raise Refused(_("北海道の市町村を選んでください。")) from None
    if not unit:
        raise Refused(_("この市場を担当する窓口が、まだ決まっていません。"))
    return unit


def _put_down(posting: Posting, what: Offered, on: date) -> None:
    try:
        posting.region = region_of(what.place)
    except UnknownPlace:
        raise Refused(_("北海道の市町村を選んでください。")) from None
    if not what.title_ja.strip():
        raise Refused(_("題名を書いてください。"))
    if what.capacity < 1 or what.minimum < 0 or what.minimum > what.capacity:
        raise Refused(_("定員は1人以上、最少の人数は定員以下にしてください。"))
    if what.last_day and (what.first_day is None or what.last_day < what.first_day):
        raise Refused(_("終わりの日が始まりの日より前です。日付を直してください。"))
    _refuse_over(what.valid_until, on)
    posting.organisation_id = what.organisation
    partners = organisations_by_keys(key for key in what.partners if key != what.organisation)
    posting.partners = [one.key for one in partners.values()]
    posting.title_ja, posting.title_en = what.title_ja.strip(), what.title_en.strip()
    posting.place, posting.valid_until = what.place, what.valid_until
    posting.capacity = what.capacity
    posting.minimum = what.minimum if posting.asked_by.minimum else 0
    posting.first_day, posting.last_day = what.first_day, what.last_day
    sheet = posting.asked_by.sheet("posting")
    posting.answers = answers_to_what_is_asked(sheet, what.answers)
    posting.is_remote = posting.answers.get("remote") in FROM_HOME
    posting.initiatives = f" {' '.join(_served(posting))} "


def _served(posting: Posting) -> list[str]:
    """The market's initiatives, and those to which an answer opens the posting."""
    also = [
        reference
        for one in posting.asked_by.also
        if _is(posting.answers.get(one.question), one.equals)
        for reference in one.initiatives
    ]
    return list(dict.fromkeys([*posting.of_market.initiatives, *also]))


def _is(value: object, wanted: str) -> bool:
    if isinstance(value, bool):
        return value == (wanted == "yes")
    return wanted in value if isinstance(value, list) else value == wanted


def _refuse_over(valid_until: date, on: date) -> None:
    if valid_until < on:
        raise Refused(_("掲載の期限が過ぎています。新しい期限にしてください。"))
    if valid_until > on + timedelta(days=LONGEST_DAYS):
        raise Refused(_("掲載の期限は1年以内にしてください。"))


def _refuse_incomplete(posting: Posting) -> None:
    sheet = posting.asked_by.sheet("posting")
    for problem in problems(sheet, Given(dict(posting.answers))):
        raise Refused(
            _("「%(question)s」:%(problem)s")
            % {"question": problem.question.label.ja, "problem": problem.message}
        )


def _back_to_draft(posting: Posting) -> None:
    """A firm's change is looked at before everybody reads it."""
    if posting.state == PostingState.FILLED or posting.taken:
        raise NotPermitted(
            _("すでに決まった人がいます。内容を変えるには、窓口に連絡してください。")
        )
    posting.state, posting.shown_to, posting.is_public = PostingState.DRAFT, "", False


def _record_open(posting: Posting, *, by: Asker, on: date, is_renewed: bool = False) -> None:
    served = set(posting.references) - set(posting.of_market.initiatives)
    event = events.PostingOpened(
        **told(posting),
        industry=posting.organisation.industry[:1],
        revision=posting.revision,
        places=posting.capacity,
        quantity=posting.capacity,
        unit="places",
        valid_until=posting.valid_until,
        is_shared=bool(served),
        is_renewed=is_renewed,
    )
    record(event, by=by, on=on)


def _required(text: str) -> str:
    if not text.strip():
        raise Refused(_("理由を書いてください。"))
    return text.strip()[:300]
