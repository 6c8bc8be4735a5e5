"""A figure told apart by side, unit, place, people or time, so that the cells sum to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from renkei.charter.counts import Count
from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.core.suppression import THRESHOLD, suppress
from renkei.journal import tallies
from renkei.programme.figures.counting import Part, Row, add_up, count, rows_for
from renkei.programme.figures.entries import Scope, behind
from renkei.programme.figures.reading import parts_of, ratio, waits_for
from renkei.programme.figures.results import ZERO, Cell, Sided
from renkei.programme.figures.splits import SIDES, Split, months, split_by
from renkei.programme.periods import Period

SEVERAL, OUTSIDE = "several", "outside"
ON_BOTH_SIDES = Text("道と市の両方（1回だけ数える分を引く）", "On both sides, taken off once")
IN_SEVERAL = Text("複数の区分で数えた分を引く", "Counted in several, taken off")
NO_SIDE = Text("道・市の別の記録がないもの（合計の外）", "Without a side, outside the total")
WHOLE, GROSS = "the total", "all cells added"  # beside the keys of cells
OF_PEOPLE = ("sex", "age_band")


@dataclass(slots=True)
class Told:
    """One count told apart: `several` is how much the cells hold more than the total."""

    total: Decimal | None
    cells: dict[str, Decimal | None] = field(default_factory=dict)
    several: Decimal = ZERO
    outside: Decimal | None = ZERO


def broken_down(
    indicator: Indicator,
    period: Period,
    by: str,
    *,
    known_at: datetime | None = None,
    public: bool = False,
    place: str | None = None,
) -> list[Cell]:
    """The cells of a figure by "side", "unit", "bureau", "municipality" (or "place"), "sex",
    "age_band", "fiscal_year", "month" or a fact; none where nothing is counted yet.

    Who is counted in several cells is taken off in a cell of its own. For the `public` small
    cells of people are withheld, with those from which they could be worked out.

    Errors  ValueError for what no entry of the indicator tells
    """
    definition = indicator.count
    if definition is None or waits_for(indicator):
        return []
    scope = Scope(period, known_at, place)
    if by == "side":
        told = [_by_side(sided) for sided in count(parts_of(indicator), scope)]
        return _written(definition, told, SIDES, ON_BOTH_SIDES, is_public=public, by=by)
    split = split_by(indicator, by, scope)
    told = [_by(split, part, scope) for part in parts_of(indicator)]
    if by == "month" and definition.measure != "level":
        for one in told:
            one.cells = {key: one.cells.get(key, ZERO) for key in months(period)}
    names = _names(indicator, split, told, by, scope)
    return _written(definition, told, names, IN_SEVERAL, is_public=public, by=by)


def _by_side(sided: Sided) -> Told:
    cells = {"prefecture": sided.prefecture, "city": sided.city}
    # Of a median nothing is taken off: it is no sum.
    is_sum = None not in cells.values() and sided.total == sum(
        map(_plain, cells.values())
    ) - _plain(sided.joint)
    return Told(sided.total, cells, _plain(sided.joint) if is_sum else ZERO, sided.no_side)


def _by(split: Split, part: Part, scope: Scope) -> Told:
    return _different(split, part, scope) if part.distinct else _added(split, part, scope)


def _added(split: Split, part: Part, scope: Scope) -> Told:
    rows = rows_for(part, scope, {"cell": split.value})
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["side"]:
            grouped[split.key(row["cell"])].append(row)
    whole = add_up(part, rows, scope.gazetteer)
    cells = {key: add_up(part, found, scope.gazetteer).total for key, found in grouped.items()}
    told = Told(whole.total, cells, outside=whole.no_side)
    if part.counted.measure != "median":
        told.several = sum(map(_plain, cells.values()), ZERO) - _plain(whole.total)
    return told


def _different(split: Split, part: Part, scope: Scope) -> Told:
    found = behind(part.counted, part.reference, scope)
    members: dict[str, set[str]] = defaultdict(set)
    for key, cell in tallies.pairs(found.filter(side__gt=""), part.distinct, split.value):
        members[split.key(cell)].add(key)
    (whole,) = count([part], scope)
    cells: dict[str, Decimal | None] = {key: Decimal(len(one)) for key, one in members.items()}
    several = sum(map(_plain, cells.values()), ZERO) - _plain(whole.total)
    return Told(whole.total, cells, several, whole.no_side)


def _names(
    indicator: Indicator, split: Split, told: Iterable[Told], by: str, scope: Scope
) -> dict[str, Text]:
    keys = sorted({key for one in told for key in one.cells}, key=_order)
    if by != "unit":
        return {key: split.label(key) for key in keys}
    found = [behind(part.counted, part.reference, scope) for part in parts_of(indicator)]
    names = {key: name for one in found for key, name in tallies.names_of_units(one)}
    return {key: Text(name, name) for key in keys if (name := names.get(key) or key or "—")}


def _order(key: str) -> tuple[bool, int, str]:
    """Numbers by their size, and what is unknown last."""
    return key == "", int(key) if key.isdecimal() else 0, key


# --- cells ------------------------------------------------------------------------------------


def _written(
    definition: Count,
    told: list[Told],
    names: Mapping[str, Text],
    in_several: Text,
    *,
    is_public: bool,
    by: str,
) -> list[Cell]:
    hides = is_public and (definition.is_about_people or by in OF_PEOPLE)
    withheld = set().union(*(_withheld(one) for one in told)) if hides else set()
    made = [
        _cell(definition, told, key, label, kind="part" if key else "unknown")
        for key, label in names.items()
    ]
    if any(one.several for one in told):
        made.append(_cell(definition, told, SEVERAL, in_several, kind="several"))
    if any(one.outside for one in told):
        made.append(_cell(definition, told, OUTSIDE, NO_SIDE, kind="outside"))
    return [_closed(cell) if cell.key in withheld else cell for cell in made]


def _cell(definition: Count, told: list[Told], key: str, label: Text, *, kind: Any) -> Cell:
    values = [_value(one, key) for one in told]
    if len(values) == 1:
        return Cell(key=key, label=label, value=values[0], kind=kind)
    numerator, denominator = values
    value = None if key == SEVERAL else ratio(numerator, denominator, definition.times)
    return Cell(
        key=key, label=label, value=value, numerator=numerator, denominator=denominator, kind=kind
    )


def _value(told: Told, key: str) -> Decimal | None:
    if key == SEVERAL:
        return -told.several
    return told.outside if key == OUTSIDE else told.cells.get(key, ZERO)


def _closed(cell: Cell) -> Cell:
    return Cell(key=cell.key, label=cell.label, value=None, kind=cell.kind, is_withheld=True)


def _withheld(told: Told) -> set[str]:
    """The cells that the public may not read. The total stands elsewhere, so where only hiding it
    would protect a cell, every cell is withheld."""
    counts = {key: int(_plain(value)) for key, value in told.cells.items()}
    parts = tuple(counts)
    whole = {WHOLE: int(_plain(told.total))}
    sums = [(WHOLE, parts)]
    if told.several:
        whole |= {SEVERAL: int(told.several), GROSS: sum(counts.values())}
        sums = [(GROSS, parts), (GROSS, (WHOLE, SEVERAL))]
    shown = suppress({**counts, **whole}, sums)
    outside = {OUTSIDE} if 0 < _plain(told.outside) < THRESHOLD else set()
    if shown[WHOLE] is None:
        return {*parts, SEVERAL, OUTSIDE}
    return {key for key in (*parts, SEVERAL) if key in shown and shown[key] is None} | outside


def _plain(value: Decimal | None) -> Decimal:
    return value if value is not None else ZERO
