"""Who is in charge: of an initiative, of all of them on both sides, and what a unit has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Max, Q, QuerySet, When
from django.utils import timezone

from renkei.charter.reader import programme
from renkei.charter.terms import Initiative
from renkei.core.periods import not_over
from renkei.core.rights import NOBODY, Asker, RuledQuerySet, Verb, may
from renkei.core.sides import OTHER, Side
from renkei.core.writing import long_date
from renkei.directory.models import Charge, Organisation, Unit
from renkei.directory.states import ChargeRole, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class InCharge:
    """A unit at an initiative, as a page shows it."""

    key: str
    initiative: str
    side: str
    unit: str  # its key
    name: str
    role: str
    is_lead: bool
    since: str
    until: str  # empty while no end is set
    is_coming: bool  # begins after the day that is asked about
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """An initiative with both sides beside one another."""

    initiative: Initiative
    prefecture: tuple[InCharge, ...]
    city: tuple[InCharge, ...]


def in_charge_of(reference: str, on: date, *, asker: Asker = NOBODY) -> list[InCharge]:
    """Of both sides on a day, the prefecture and whoever leads first; one query."""
    found = _visible(asker).filter(_on(on), initiative=reference)
    return [_shown(charge, on) for charge in found]


def charges_of(unit: Unit, *, asker: Asker = NOBODY) -> RuledQuerySet[Charge]:
    """All that a unit was, is and will be in charge of, the present ones first."""
    return _visible(asker).filter(unit=unit).order_by("-valid_to", "initiative", "valid_from")


def charges_by_unit(units: Collection[str], on: date, asker: Asker) -> dict[str, list[InCharge]]:
    """Of each unit what it is in charge of on a day, in the order of the agreement; one query."""
    by_unit = defaultdict[str, list[InCharge]](list)
    for charge in in_order(_visible(asker).filter(_on(on), unit__in=units)):
        by_unit[charge.unit_id].append(_shown(charge, on))
    return by_unit


def led_by(units: Collection[str], on: date, asker: Asker) -> RuledQuerySet[Charge]:
    """What units lead on a day, each charge with its unit and initiative."""
    found = Charge.objects.visible_to(asker)
    return found.filter(_on(on), unit__in=units, role=ChargeRole.LEAD)


def matrix(on: date, asker: Asker, *, theme: str = "", missing: str = "") -> list[Row]:
    """All initiatives, or those of a theme, or those without anybody on a side; one query.

    What begins later stands there too, so that a change is seen coming.
    """
    by_place = defaultdict[tuple[str, str], list[InCharge]](list)
    for charge in _visible(asker).filter(not_over(on)):
        by_place[charge.initiative, charge.side].append(_shown(charge, on))
    rows = (
        Row(
            one,
            tuple(by_place[one.reference, Side.PREFECTURE]),
            tuple(by_place[one.reference, Side.CITY]),
        )
        for one in programme().initiatives
        if not theme or one.theme_reference == theme
    )
    return [row for row in rows if not missing or _is_missing(row, missing)]


def all_charges(asker: Asker, *, theme: str = "") -> RuledQuerySet[Charge]:
    """Of all times, for a file."""
    found = _visible(asker)
    wanted = [one.reference for one in programme().initiatives if one.theme_reference == theme]
    return found.filter(initiative__in=wanted) if theme else found


def initiatives_without(side: str, on: date) -> list[str]:
    """References of those of which nobody of the side is in charge on a day."""
    known = set(Charge.objects.filter(_on(on), side=side).values_list("initiative", flat=True))
    return [one.reference for one in programme().initiatives if one.reference not in known]


def without_since(side: str, references: Collection[str], on: date) -> date:
    """Since when the first of them has been so: the day after a charge, else since the side is
    entered here."""
    ended = Charge.objects.filter(side=side, initiative__in=references, valid_to__lt=on)
    last = dict(ended.order_by().values_list("initiative").annotate(Max("valid_to")))
    if len(last) == len(references):
        return min(last.values()) + timedelta(days=1)
    entered = Organisation.objects.filter(side=side).order_by("made_at").first()
    return min(on, timezone.localdate(entered.made_at)) if entered else on


def sides_to_charge(asker: Asker) -> list[Side]:
    """Of which sides the person says who is in charge."""
    return [side for side in OTHER if may(asker, Verb.WRITE, Charge(side=side))]


def units_to_charge(sides: Iterable[str]) -> QuerySet[Unit, Unit]:
    """Which may be put in charge."""
    found = Unit.objects.filter(side__in=list(sides), closed_on=None)
    return found.select_related("organisation").order_by("-side", "lineage")


def units_with_charges(sides: Iterable[str], on: date) -> QuerySet[Unit, Unit]:
    """Which have something to hand over; also those that were closed meanwhile."""
    busy = Charge.objects.filter(not_over(on)).values("unit")
    found = Unit.objects.filter(side__in=list(sides), pk__in=busy)
    return found.select_related("organisation").order_by("-side", "lineage")


def n_open_charges(unit: Unit, on: date) -> int:
    return Charge.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit=unit).count()


def in_order(charges: Iterable[Charge]) -> list[Charge]:
    """In the order of the agreement: II-10 after II-2."""
    places = {reference: place for place, reference in enumerate(programme().titles)}
    last = len(places)
    return sorted(
        charges, key=lambda one: (places.get(one.initiative, last), one.role, one.valid_from)
    )


def shown(charges: Iterable[Charge], on: date) -> Iterator[InCharge]:
    return (_shown(charge, on) for charge in charges)


def _visible(asker: Asker) -> RuledQuerySet[Charge]:
    return Charge.objects.visible_to(asker).select_related("unit__organisation")


def _on(day: date) -> Q:
    return Q(valid_from__lte=day) & not_over(day)


def _is_missing(row: Row, side: str) -> bool:
    there = row.prefecture if side == Side.PREFECTURE else row.city
    return side in OTHER and all(one.is_coming for one in there)


def _shown(charge: Charge, on: date) -> InCharge:
    return InCharge(
        key=charge.key,
        initiative=charge.initiative,
        side=charge.side,
        unit=charge.unit_id,
        name=charge.unit.name,
        role=str(charge.get_role_display()),
        is_lead=charge.role == ChargeRole.LEAD,
        since=long_date(charge.valid_from),
        until=long_date(charge.valid_to) if charge.valid_to else "",
        is_coming=charge.valid_from > on,
        note=charge.note,
    )


def initiatives_at(unit: str, *days: date) -> list[str]:
    """References of those of which a unit, or one above it, is in charge on any of the days, in
    the order of the agreement."""
    lineage = Unit.objects.filter(pk=unit).values_list("lineage", flat=True).first() or ""
    on_any = Q(pk__in=[])
    for day in days:
        on_any |= _on(day)
    found = Charge.objects.filter(on_any, unit__in=lineage.split("/")[:-1])
    known = set(found.order_by().values_list("initiative", flat=True))
    return [one.reference for one in programme().initiatives if one.reference in known]


def lead_of(initiative: str, side: str, on: date) -> str:
    """The key of the unit that leads on a side, else of one that supports; empty where none."""
    found = Charge.objects.filter(_on(on), initiative=initiative, side=side)
    return found.order_by("role", "valid_from").values_list("unit", flat=True).first() or ""


def desk_of(initiative: str, side: str, on: date) -> str:
    """The key of the desk in charge on a side; where it has none, of the unit that leads, or
    supports; empty where nobody is in charge."""
    found = Charge.objects.filter(_on(on), initiative=initiative, side=side)
    desks_first = Case(When(unit__kind=UnitKind.DESK, then=0), default=1)
    ordered = found.order_by(desks_first, "role", "valid_from")
    return ordered.values_list("unit", flat=True).first() or ""


def leading_units(on: date) -> dict[tuple[str, str], str]:
    """Of each initiative and side the unit that leads on a day, whoever may see it; one query."""
    found = Charge.objects.filter(_on(on), role=ChargeRole.LEAD)
    rows = found.order_by().values_list("initiative", "side", "unit_id")
    return {(initiative, side): unit for initiative, side, unit in rows}
