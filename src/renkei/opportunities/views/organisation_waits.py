"""What waits for an organisation: drafts that came back, people to answer, openings soon over."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renkei.core.rights import Asker, Verb, may
from renkei.core.writing import long_date, number
from renkei.journal.facts import read
from renkei.journal.kinds import kind_called
from renkei.opportunities.models import Placement, Posting
from renkei.opportunities.queries.of_organisations import soon_over
from renkei.opportunities.rules.offering import USUAL_DAYS
from renkei.opportunities.rules.placements import address as address_of_placement
from renkei.opportunities.rules.placements import is_hers, may_reply
from renkei.opportunities.rules.postings import address
from renkei.opportunities.rules.rounds import sides_to_answer
from renkei.opportunities.states import PostingState, Step, Whose
from renkei.opportunities.views.placements import name_for
from renkei.paperwork.sheets.reading import Given, problems

TO_ANSWER = (Step.INTRODUCED, Step.APPLIED)
ALL_PEOPLE = "#people"  # where there are several, they stand further down


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that somebody here has to do; `keep` is the key of what is kept open by a press."""

    what: str
    about: str
    address: str
    step: str
    keep: str = ""


def waits_of(
    postings: Iterable[Any], people: Sequence[Placement], asker: Asker, today: date
) -> Iterator[Waits]:
    """`postings` as `postings_with_people` tells them. What a desk writes down is its own work;
    what it does not, the organisation says."""
    for posting in postings:
        yield from _waits_of_posting(posting, asker, today)
    written = {one.key for one in people if may(asker, Verb.WRITE, one)}
    for one in people:
        if one.key not in written and is_hers(asker, one):
            yield from _waits_of_applicant(one, asker, today)
    people = [one for one in people if one.key in written or not is_hers(asker, one)]
    for some in _by_posting(one for one in people if _is_asked_by_a_round(one, asker, today)):
        if some[0].key not in written:
            yield _to_say_yes(some, asker)
    for some in _by_posting(one for one in people if _is_to_meet(one)):
        yield _to_meet(some, asker, writes=some[0].key in written)
    for one in people:
        if one.key in written and _is_to_ask(one, today):
            step = _("その後の様子を伺う")
            there = address_of_placement(one)
            yield Waits(one.posting.title, name_for(asker, one), there, step)


def _waits_of_applicant(one: Placement, asker: Asker, today: date) -> Iterator[Waits]:
    """The firm itself was introduced, or a round gave it a place."""
    there, told = address_of_placement(one), {"who": one.organisation.name}
    if may_reply(asker, one):
        about = _("%(who)sに紹介されました。関心があるかどうかを返事してください。") % told
        yield Waits(one.posting.title, about, there, _("返事する"))
    elif _is_given_a_place(one, asker, today):
        assert one.answer_by
        told |= {"by": long_date(one.answer_by)}
        about = _("%(who)sへの参加を受けるかどうかを、%(by)sまでに返事してください。") % told
        yield Waits(one.posting.title, about, there, _("返事する"))


def _is_given_a_place(one: Placement, asker: Asker, today: date) -> bool:
    if one.answer_by is None or one.answer_by < today or one.seeker_yes_on is not None:
        return False
    return Whose.SEEKER in sides_to_answer(asker, one)


def note_of(one: Any) -> str:
    if one.state == PostingState.CHECKED:
        return _("公開を待っています")
    if one.state != PostingState.DRAFT:
        return ""
    if _reason(one):
        return _("差し戻された")
    return _("書きかけ") if _is_incomplete(one) else pgettext("posting", "確認を待っています")


def _reason(one: Any) -> str:
    """Why the desk gave it back, until it was changed."""
    if one.last_kind != "posting.returned":
        return ""
    return str(read(kind_called(one.last_kind), one.last_facts)["reason"])


def _is_incomplete(one: Posting) -> bool:
    found = problems(one.asked_by.sheet("posting"), Given(dict(one.answers)))
    return any(found)


def _waits_of_posting(one: Any, asker: Asker, today: date) -> Iterator[Waits]:
    if not may(asker, Verb.WRITE, one):
        return
    change = reverse("opportunities:change_posting", args=[one.key])
    if one.state == PostingState.DRAFT and (reason := _reason(one)):
        yield Waits(one.title, _("窓口から：%(reason)s") % {"reason": reason}, change, _("直す"))
    elif one.state == PostingState.DRAFT and _is_incomplete(one):
        yield Waits(one.title, _("書きかけです。"), change, _("続きを書く"))
    elif one.is_open and one.valid_until <= soon_over(today):
        about = _("%(until)sに公開を終えます。") % {"until": long_date(one.valid_until)}
        step = _("このまま%(n)s日延ばす") % {"n": USUAL_DAYS}
        yield Waits(one.title, about, address(one), step, keep=one.key)
    elif may(asker, Verb.DECIDE, one) and not one.is_public and one.state != PostingState.CLOSED:
        is_draft = one.state == PostingState.DRAFT
        yield Waits(
            one.title, note_of(one), address(one), _("確かめる") if is_draft else _("公開する")
        )


def _by_posting(people: Iterable[Placement]) -> list[list[Placement]]:
    found: dict[str, list[Placement]] = {}
    for one in people:
        found.setdefault(one.posting_id, []).append(one)
    return list(found.values())


def _is_to_meet(one: Placement) -> bool:
    """In a market in which both meet; elsewhere a round decides."""
    return one.state in TO_ANSWER and Step.MET in one.asked_by.steps and one.answer_by is None


def _is_asked_by_a_round(one: Placement, asker: Asker, today: date) -> bool:
    if one.answer_by is None or one.answer_by < today or one.posting_yes_on is not None:
        return False
    is_asked = one.of_market.confirms != "seeker"
    return is_asked and Whose.POSTING in sides_to_answer(asker, one)


def _to_meet(some: Sequence[Placement], asker: Asker, *, writes: bool) -> Waits:
    told = {"who": _who(some, asker), "since": long_date(some[0].introduced_on)}
    about = _("%(who)sの紹介が届いています（%(since)s）。会うかどうかを、窓口に知らせてください。")
    if writes:
        about = _("%(who)sを紹介しました（%(since)s）。返事を聞いて記録してください。")
    return Waits(some[0].posting.title, about % told, _where(some), _("紹介を見る"))


def _to_say_yes(some: Sequence[Placement], asker: Asker) -> Waits:
    by = min(one.answer_by for one in some if one.answer_by)
    told = {"who": _who(some, asker), "by": long_date(by)}
    about = _("%(who)sを受け入れるかどうかを、%(by)sまでに返事してください。") % told
    return Waits(some[0].posting.title, about, _where(some), _("返事する"))


def _who(some: Sequence[Placement], asker: Asker) -> str:
    if len(some) == 1:
        return name_for(asker, some[0])
    return pgettext("several", "%(n)s件") % {"n": number(len(some))}


def _where(some: Sequence[Placement]) -> str:
    return address_of_placement(some[0]) if len(some) == 1 else ALL_PEOPLE


def _is_to_ask(one: Placement, today: date) -> bool:
    return one.state == Step.STARTED and one.ask_on is not None and one.ask_on <= today
