"""Reaches: on which records, seen from where a person sits.

Each compares one column of the record with values that come from the asker. Because it is nothing
else, the same line answers for one record in memory and, as a condition, for a whole table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from renkei.core.rights.askers import Asker, Seat
from renkei.core.rights.circles import circles_of
from renkei.core.sides import OTHER, Side

Values = frozenset[str | bool]


class Reach(TextChoices):
    OWN_UNIT = "own_unit", _("自分の部署の記録")
    RECEIVED = "received", _("自分の部署が受け取る記録")
    OWN_ORGANISATION = "own_organisation", _("自分の組織の記録")
    APPLICANT = "applicant", _("自分の組織が申し込む側の記録")
    OWN_SIDE = "own_side", _("自分の側(道または市)と共同の記録")
    JOINT = "joint", _("道市共同の記録")
    OTHER_SIDE = "other_side", _("相手側(市または道)の記録")
    OWN_PLACE = "own_place", _("自分の地域の記録")
    ASSIGNED = "assigned", _("自分に割り当てられた記録")
    SELF = "self", _("自分についての記録")
    OPENED = "opened", _("理由を付けて開いた記録")
    SHARED = "shared", _("自分の部署に渡された記録")
    CIRCLE = "circle", _("自分が委員である会議の記録")
    KEPT_CIRCLE = "kept_circle", _("自分が事務局である会議の記録")
    PUBLIC = "public", _("公表された記録")
    ANY = "any", _("すべての記録")


@dataclass(frozen=True, slots=True)
class Comparison:
    column: str  # a name of `Columns`
    values: Callable[[Asker, Seat | None, str], Values]  # of asker, seat and kind of record


def _of_seat(values: Callable[[Seat], frozenset[str]]) -> Callable[..., frozenset[str]]:
    return lambda _asker, seat, _kind: values(seat) if seat else frozenset()


def _own_organisation(seat: Seat) -> frozenset[str]:
    """Of a firm or a town; nobody at a desk of a government speaks for the whole government."""
    return frozenset() if seat.side else frozenset({seat.organisation})


def _own_side(seat: Seat) -> frozenset[str]:
    return frozenset({seat.side, Side.JOINT}) if seat.side else frozenset()


def _joint(seat: Seat) -> frozenset[str]:
    """What both governments own together, seen from either of them."""
    return frozenset({Side.JOINT}) if seat.side in OTHER else frozenset()


def _other_side(seat: Seat) -> frozenset[str]:
    return frozenset({OTHER[Side(seat.side)]}) if seat.side in OTHER else frozenset()


# `ANY` compares nothing.
COMPARISONS: dict[Reach, Comparison] = {
    Reach.OWN_UNIT: Comparison("unit", _of_seat(lambda seat: seat.units)),
    Reach.RECEIVED: Comparison("receiver", _of_seat(lambda seat: seat.units)),
    Reach.OWN_ORGANISATION: Comparison("organisation", _of_seat(_own_organisation)),
    Reach.APPLICANT: Comparison("applicant", _of_seat(_own_organisation)),
    Reach.OWN_SIDE: Comparison("side", _of_seat(_own_side)),
    Reach.JOINT: Comparison("side", _of_seat(_joint)),
    Reach.OTHER_SIDE: Comparison("side", _of_seat(_other_side)),
    Reach.OWN_PLACE: Comparison("place", _of_seat(lambda seat: seat.places)),
    Reach.ASSIGNED: Comparison("assigned", lambda asker, _seat, _kind: frozenset({asker.person})),
    Reach.SELF: Comparison("person", lambda asker, _seat, _kind: frozenset({asker.person})),
    Reach.OPENED: Comparison("key", lambda asker, seat, kind: asker.handed.opened(kind, seat)),
    Reach.SHARED: Comparison("key", lambda asker, seat, kind: asker.handed.shared(kind, seat)),
    Reach.CIRCLE: Comparison("circle", lambda asker, _seat, _kind: circles_of(asker).joined),
    Reach.KEPT_CIRCLE: Comparison("circle", lambda asker, _seat, _kind: circles_of(asker).kept),
    Reach.PUBLIC: Comparison("public", lambda _asker, _seat, _kind: frozenset({True})),
}
