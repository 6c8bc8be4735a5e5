"""Reviews that wait: for a decision, for a signature, for another proposal."""

from collections.abc import Callable

from django.db.models import Case, CharField, DateTimeField, F, Q, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.rights import Asker, Role, Verb
from renkei.core.sides import OTHER, Side
from renkei.core.waiting import Columns, Head, Sort, Waiting, Waits
from renkei.programme.models import Decision, Review
from renkei.programme.states import DecisionState, ReviewState

TO_SIGN = (DecisionState.PROPOSED, DecisionState.SIGNED)


def _sorts(asker: Asker) -> list[Sort]:
    """To sign where one's own side has not, to watch where the other has not; to propose where a
    finding has no decision, to change what came back."""
    offices = {seat.side: seat.unit for seat in asker.seats if seat.role == Role.PROGRAMME_OFFICE}
    if not offices:
        return []
    unit = next(iter(offices.values()))
    decisions = Decision.objects.visible_to(asker, Verb.DECIDE)
    to_sign = decisions.filter(state__in=TO_SIGN)
    returned = decisions.filter(state=DecisionState.RETURNED)
    without = Review.objects.visible_to(asker, Verb.DECIDE).filter(state=ReviewState.FOUND)
    without = without.exclude(decisions__in=Decision.objects.exclude(state="withdrawn"))
    of_sides = [
        sort
        for side in OTHER
        if side in offices
        for sort in (
            Sort(
                to_sign.filter(_lacks(side)), _tell(_("結論に署名する"), offices[side]), _of(side)
            ),
            Sort(
                to_sign.filter(~_lacks(side), _lacks(OTHER[side])),
                _tell(_("相手側の署名を待つ"), ""),
                _of(side),
            ),
        )
    ]
    return [
        *of_sides,
        Sort(returned, _tell(_("結論を書き直す"), unit), _columns("review__", F("proposed_at"))),
        Sort(without, _tell(_("結論を提案する"), unit), _columns("", F("made_at"))),
    ]


def _lacks(side: Side) -> Q:
    return Q(**{f"{side.value}_at": None})


def _of(side: Side) -> Columns:
    """Since the other side signed where it has, else since it was proposed."""
    other = f"{OTHER[side].value}_at"
    since = Case(
        When(**{f"{other}__isnull": False}, then=F(other)),
        default=F("proposed_at"),
        output_field=DateTimeField(),
    )
    return _columns("review__", since)


def _columns(prefix: str, since: Case | F) -> Columns:
    """The key of the review stands in `note`: it is the page on which all is done."""
    title = Concat(
        F(f"{prefix}initiative"),
        Value(" "),
        Cast(f"{prefix}fiscal_year", CharField()),
        output_field=CharField(),
    )
    return {"title": title, "note": Cast(f"{prefix}key", CharField()), "since": since}


def _tell(step: str, unit: str) -> Callable[[Head], Waiting]:
    address = addresses_of("programme:review")

    def tell(one: Head) -> Waiting:
        reference, _space, year = one.title.partition(" ")
        return Waiting(
            title=_("%(initiative)sの見直し（%(year)s年度）")
            % {"initiative": reference, "year": year},
            step=step,
            address=address(one.note),
            since=one.since_day,
            unit=unit,
            is_elsewhere=not unit,
        )

    return tell


REVIEWS = Waits(_sorts)
