"""What waits of the markets: postings to check, forms left half-way, placements that stand still or
of which it is time to ask."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.core.addresses import addresses_of
from renkei.core.rights import Asker, Role, Verb
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits, named
from renkei.opportunities.desks import OF_AN_ORGANISATION, works_at_a_desk
from renkei.opportunities.models import Placement, Posting, Round, Seeker
from renkei.opportunities.queries.placements import WAITING
from renkei.opportunities.states import PostingState, RoundState, SeekerState, Step

# Whoever began a form today may be at it still; a placement in which nothing is heard for two
# weeks is asked after.
LEFT_AFTER = timedelta(days=1)
STILL_AFTER = timedelta(days=14)
ON_THE_WAY = (Step.INTRODUCED, Step.APPLIED, Step.MET, Step.OFFERED, Step.ACCEPTED)


def _sorts(asker: Asker) -> list[Sort]:
    if not asker.is_somebody:
        return []
    on = asker.on or timezone.localdate()
    if not works_at_a_desk(asker):
        return [
            _own_forms(asker),
            _own_replies(asker, on),
            _own_answers(asker, on),
            _answers_of_firms(asker, on),
        ]
    return [
        _unchecked(asker),
        _left_forms(asker, on),
        _to_ask(asker, on),
        _still(asker, on),
        _rounds(asker, on),
    ]


def _unchecked(asker: Asker) -> Sort:
    found = Posting.objects.visible_to(asker, Verb.DECIDE).filter(
        unit__in=asker.units, state=PostingState.DRAFT
    )
    columns: Columns = {"title": named("title"), "since": "made_at", "unit": "unit"}
    return Sort(found, _told(_("募集を確かめる"), "opportunities:posting"), columns)


def _left_forms(asker: Asker, on: date) -> Sort:
    found = Seeker.objects.visible_to(asker, Verb.WRITE).filter(
        unit__in=asker.units, state=SeekerState.DRAFT, made_at__lt=_moment(on - LEFT_AFTER)
    )
    columns: Columns = {"title": "name", "since": "made_at", "unit": "unit"}
    return Sort(found, _told(_("続きを書いて登録する"), "opportunities:change_seeker"), columns)


def _own_forms(asker: Asker) -> Sort:
    """Of whoever looks for herself, or for her firm."""
    found = Seeker.objects.visible_to(asker, Verb.WRITE).filter(state=SeekerState.DRAFT)
    columns: Columns = {"title": "name", "since": "made_at", "person": "person"}
    return Sort(found, _told(_("続きを書いて登録する"), "opportunities:change_seeker"), columns)


def _own_replies(asker: Asker, on: date) -> Sort:
    """What she, or her firm, was introduced to by a desk and has said nothing to."""
    firms = {seat.organisation for seat in asker.seats if seat.role == Role.REPRESENTATIVE}
    is_hers = Q(person=asker.person) | Q(seeker__organisation__in=firms)
    asking = [
        key
        for key, one in markets().items()
        if (version := one.version_on(on)) and {Step.INTRODUCED, Step.APPLIED} <= {*version.steps}
    ]
    found = Placement.objects.visible_to(asker).filter(
        is_hers, state=Step.INTRODUCED, market__in=asking, answer_by=None
    )
    columns = {**_of_a_placement("made_at"), "person": "person"}
    return Sort(found, _told(_("紹介に返事をする"), "opportunities:placement"), columns)


def _own_answers(asker: Asker, on: date) -> Sort:
    """A place that a round gave: whether it is taken."""
    found = Placement.objects.visible_to(asker).filter(
        person=asker.person, state__in=WAITING, answer_by__gte=on, seeker_yes_on=None
    )
    columns = {**_of_a_placement("made_at"), "due": "answer_by", "person": "person"}
    step = _("受けるかどうかを返事する")
    return Sort(found, _told(step, "opportunities:placement"), columns)


def _answers_of_firms(asker: Asker, on: date) -> Sort:
    """Of firms and towns, where their market asks them too."""
    own = {seat.organisation for seat in asker.seats if seat.role in OF_AN_ORGANISATION}
    asked = [key for key, one in markets().items() if one.confirms != "seeker"]
    found = Placement.objects.visible_to(asker).filter(
        organisation__in=own,
        market__in=asked,
        state__in=WAITING,
        answer_by__gte=on,
        posting_yes_on=None,
    )
    columns = {**_of_a_placement("made_at"), "due": "answer_by"}
    step = _("受け入れるかどうかを返事する")
    return Sort(found, _told(step, "opportunities:placement"), columns)


def _rounds(asker: Asker, on: date) -> Sort:
    """A round whose wishes have closed, a proposal that nobody was told, answers that are in."""
    is_due = (
        Q(state=RoundState.OPEN, closes_on__lt=on)
        | Q(state=RoundState.PROPOSED)
        | Q(state=RoundState.PUBLISHED, answer_by__lt=on)
    )
    found = Round.objects.visible_to(asker, Verb.DECIDE).filter(is_due, unit__in=asker.units)
    columns: Columns = {
        "title": named("title"),
        "state": "state",
        "since": "closes_on",
        "unit": "unit",
    }
    steps = {
        RoundState.OPEN: _told(_("割り当ての案を作る"), "opportunities:round"),
        RoundState.PROPOSED: _told(_("割り当ての案を確かめて発表する"), "opportunities:round"),
        RoundState.PUBLISHED: _told(_("空きを埋めるか、割り当てを終える"), "opportunities:round"),
    }
    return Sort(found, lambda head: steps[RoundState(head.state)](head), columns)


def _to_ask(asker: Asker, on: date) -> Sort:
    found = Placement.objects.visible_to(asker, Verb.WRITE).filter(
        unit__in=asker.units, state=Step.STARTED, ask_on__lte=on
    )
    step = _("その後の様子を伺う")
    return Sort(found, _told(step, "opportunities:placement"), _of_a_placement("ask_on"))


def _still(asker: Asker, on: date) -> Sort:
    found = Placement.objects.visible_to(asker, Verb.WRITE).filter(
        unit__in=asker.units, state__in=ON_THE_WAY, changed_at__lt=_moment(on - STILL_AFTER)
    )
    step = _("どうなったかを聞いて記録する")
    return Sort(found, _told(step, "opportunities:placement"), _of_a_placement("changed_at"))


def _of_a_placement(since: str) -> Columns:
    return {
        "title": named("posting__title"),
        "note": "seeker",
        "since": since,
        "unit": "unit",
    }


def _told(step: str, page: str) -> Callable[[Head], Waiting]:
    address = addresses_of(page)

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=" / ".join(part for part in (one.title, _number(one.note)) if part)
            or _number(one.key),
            step=step,
            address=address(one.key),
            since=one.since_day,
            due=one.due_day,
            person=one.person,
            unit=one.unit,
        )

    return tell


def _number(key: str) -> str:
    """By what people speak of a registration without saying whose it is."""
    return f"No. {key[-6:].upper()}" if key else ""


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


OPPORTUNITIES = Waits(_sorts)
