"""Units inside an organisation, and what keeps one from being closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from renkei.core.periods import not_over
from renkei.core.rights import Role, kinds
from renkei.core.writing import localized
from renkei.directory.models import Membership, Organisation, Person, Term, Unit
from renkei.directory.queries.charges import n_open_charges


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the table of units, with its depth below the organisation, from 0."""

    unit: Unit
    depth: int

    @property
    def indent(self) -> range:
        return range(self.depth)


def units_of(organisation: Organisation, *, with_closed: bool = False) -> QuerySet[Unit, Unit]:
    """All units of an organisation, each after the one it belongs to."""
    units = organisation.units.order_by("lineage")
    return units if with_closed else units.filter(closed_on=None)


def branches(units: QuerySet[Unit, Unit]) -> list[Branch]:
    """The units as a tree, written line by line; names decide among those of one parent."""
    by_parent: dict[str | None, list[Unit]] = {}
    found = list(units)
    keys = {unit.key for unit in found}
    for unit in found:
        above = unit.parent_id if unit.parent_id in keys else None
        by_parent.setdefault(above, []).append(unit)
    return list(_below(None, by_parent, 0))


def _below(
    parent: str | None, by_parent: dict[str | None, list[Unit]], depth: int
) -> Iterator[Branch]:
    for unit in sorted(by_parent.get(parent, ()), key=lambda one: (one.name_kana, one.name_ja)):
        yield Branch(unit, depth)
        yield from _below(unit.key, by_parent, depth + 1)


def reasons_to_stay_open(unit: Unit, *, on: date) -> list[str]:
    """What still hangs on a unit, in words; closing it would leave that without an owner."""
    below = unit.children.filter(closed_on=None).count()
    seats = Membership.objects.filter(unit=unit).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    terms = Term.objects.filter(unit=unit, valid_to__gt=on)
    told = [
        (below, _("下位の部署が%(n)d件")),
        (seats.count(), _("席が%(n)d件")),
        (terms.count(), _("受託期間が%(n)d件")),
        (n_open_charges(unit, on), _("取組の担当が%(n)d件")),
    ]
    reasons = [text % {"n": n} for n, text in told if n]
    return reasons + [
        _("終わっていない「%(kind)s」が%(n)d件") % {"kind": label, "n": n}
        for label, n in _open_records(unit)
    ]


def _open_records(unit: Unit) -> Iterator[tuple[str, int]]:
    """Records of every room that the unit owns and that can still move."""
    for kind in kinds():
        moves = getattr(kind.table, "MOVES", None)
        if not moves or not kind.columns.unit:
            continue
        at_rest: frozenset[str] = getattr(kind.table, "AT_REST", frozenset())
        open_states = [
            state for state, further in moves.items() if further and state not in at_rest
        ]
        owned = kind.table._base_manager.filter(
            **{kind.columns.unit: unit.key, "state__in": open_states}
        )
        if n := owned.values("pk").distinct().count():
            yield localized(kind.label), n


def officers_at(unit: Unit, *, on: date) -> list[Person]:
    """Whoever decides at the unit on a day; where nobody does, those of the units above."""
    roles = (Role.OFFICER, Role.BUREAU_OFFICER, Role.PROGRAMME_OFFICE)
    seats = Membership.objects.filter(role__in=roles, valid_from__lte=on).filter(not_over(on))
    for key in reversed(unit.lineage.rstrip("/").split("/")):
        people = Person.objects.filter(
            pk__in=seats.filter(unit=key).values("person"), is_active=True
        )
        if found := list(people):
            return found
    return []
