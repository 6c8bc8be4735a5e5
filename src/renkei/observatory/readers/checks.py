"""Is a file complete, and do its figures agree with each other? What is not true is refused."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from renkei.core.tables.cells import Value
from renkei.core.tables.intake import Intake, Row
from renkei.core.writing import localized, number
from renkei.observatory import tables
from renkei.observatory.catalogue import editions
from renkei.observatory.readers.layouts import Account, Layout
from renkei.places import queries
from renkei.places.codes import HOKKAIDO
from renkei.places.kinds import Kind

Cell = tuple[Value, ...]


def check(intake: Intake, layout: Layout, *, edition: str, on: date) -> None:
    """Add every problem of the rows to the intake.

    edition  that is being loaded: its own earlier rows may be there already
    on       the reference date; areas are those of that day
    """
    names = {area.code: area.name for area in queries.areas(on=on)}
    _refuse_negative(intake, layout)
    _refuse_false_accounts(intake, layout)
    _refuse_held_years(intake, layout, edition)
    _refuse_wrong_areas(intake, layout, names, expected_areas(layout, on=on))
    _refuse_false_sums(intake, layout, names, on)


def expected_areas(layout: Layout, *, on: date) -> list[str]:
    """The areas of the table's latest year, each as what it was on a day."""
    frame = tables.table(layout.entry.key)
    latest = frame.filter(frame["year"] == frame["year"].max())
    valid = set(queries.areas(on=on).values_list("code", flat=True))
    codes = latest["area"].unique(maintain_order=True)
    return list(
        dict.fromkeys(
            code if code in valid else queries.place_valid_on(code, on).code for code in codes
        )
    )


# --- inside a row ---------------------------------------------------------------------------


def _refuse_negative(intake: Intake, layout: Layout) -> None:
    frame = tables.table(layout.entry.key)
    for name in layout.counts:
        if (frame[name].drop_nulls() >= 0).all():
            for row in intake.rows:
                if isinstance(value := row.values[name], int) and value < 0:
                    intake.refuse_cell(_("人数や件数が0より小さくなっています。"), row.number, name)


def _refuse_false_accounts(intake: Intake, layout: Layout) -> None:
    for account in layout.accounts:
        for row in intake.rows:
            stated = row.values[account.total]
            computed = _computed(account, row)
            if None not in (stated, computed) and stated != computed:
                text = _("%(stated)sですが、%(account)sから計算すると%(computed)sです。")
                shown = {"account": _in_words(account, layout), **_written(stated, computed)}
                intake.refuse_cell(text % shown, row.number, account.total)


def _computed(account: Account, row: Row) -> int | None:
    values = [(sign, row.values[name]) for sign, name in account.terms]
    if any(value is None for _sign, value in values):
        return None
    return sum(sign * int(value or 0) for sign, value in values)


def _in_words(account: Account, layout: Layout) -> str:
    signs = {1: " + ", -1: " − "}
    labels = {one.column.key: one.column.label for one in layout.wanted()}
    words = "".join(signs[sign] + localized(labels[name]) for sign, name in account.terms)
    return words.removeprefix(signs[1])


def _written(stated: Value, computed: Value) -> dict[str, str]:
    return {
        name: number(value) if isinstance(value, int | float) else str(value)
        for name, value in (("stated", stated), ("computed", computed))
    }


# --- across rows ----------------------------------------------------------------------------


def _refuse_held_years(intake: Intake, layout: Layout, edition: str) -> None:
    """A row of another edition must not come a second time: which of the two would be true?"""
    frame = tables.table(layout.entry.key)
    own = [one for one in editions(layout.entry.key) if one.edition == edition]
    held = set(frame["year"].unique())
    for one in own:
        held -= set(tables.read_parquet(one)["year"].unique())
    for year in sorted(_years(intake) & held):
        first = next(row for row in intake.rows if row.values["year"] == year)
        text = _("%(year)d年の数値は別の版で読み込み済みです。")
        intake.refuse_cell(text % {"year": year}, first.number, "year")


def _refuse_wrong_areas(
    intake: Intake, layout: Layout, names: dict[str, str], expected: list[str]
) -> None:
    for row in intake.rows:
        if row.values["area"] not in expected:
            text = _(
                "%(area)sはこの表の地域ではありません。行を削除するか、コードを直してください。"
            )
            shown = {"area": _named(row.values["area"], names)}
            intake.refuse_cell(text % shown, row.number, "area")
    found = {_cell(row, layout) for row in intake.rows}
    needed = _needed(layout)
    for year in sorted(_years(intake)):
        for area in expected:
            missing = [rest for rest in needed if (area, year, *rest) not in found]
            if missing:
                intake.refuse(_missing(names, area, year, missing, layout))


def _years(intake: Intake) -> set[int]:
    return {year for row in intake.rows if isinstance(year := row.values["year"], int)}


def _missing(
    names: dict[str, str], area: str, year: Value, missing: list[Cell], layout: Layout
) -> str:
    shown = {"area": _named(area, names), "year": year, "n": len(missing)}
    if not _others(layout):
        return _("%(year)d年の%(area)sの行がありません。") % shown
    shown["first"] = ", ".join(str(part) for part in missing[0])
    return _("%(year)d年の%(area)sの行が%(n)d行足りません（最初は%(first)s）。") % shown


def _others(layout: Layout) -> tuple[str, ...]:
    """What tells the rows of one area and year apart: sex and age; a date of the year does not."""
    names = layout.entry.dimensions
    return tuple(one for one in names if one not in ("area", "year") and not one.endswith("_date"))


def _cell(row: Row, layout: Layout) -> Cell:
    values = row.values
    return values["area"], values["year"], *(values[name] for name in _others(layout))


def _needed(layout: Layout) -> list[Cell]:
    """The rows that every area of the table's latest year has."""
    frame = tables.table(layout.entry.key)
    latest = frame.filter(frame["year"] == frame["year"].max())
    if not _others(layout):
        return [()]
    of_area: dict[str, set[Cell]] = defaultdict(set)
    for area, *rest in latest.select("area", *_others(layout)).iter_rows():
        of_area[area].add(tuple(rest))
    shared = set.intersection(*of_area.values())
    order = latest.select(_others(layout)).unique(maintain_order=True).rows()
    return [cell for cell in order if cell in shared]


# --- parts and wholes -----------------------------------------------------------------------


def _refuse_false_sums(intake: Intake, layout: Layout, names: dict[str, str], on: date) -> None:
    rows = {_cell(row, layout): row for row in intake.rows}
    needed = _needed(layout)
    for whole, parts in _wholes(on):
        for (area, *rest), row in rows.items():
            if area != whole:
                continue
            found = [rows[part, *rest] for part in parts if (part, *rest) in rows]
            # A row that only some areas have (a sex not recorded) is a 0 for the others; a row
            # that all should have and some lack was refused already.
            if not found or (len(found) < len(parts) and tuple(rest[1:]) in needed):
                continue
            for name, total in _false_totals(row, found, layout):
                text = _("%(whole)sは%(stated)sですが、%(n)dの市区町村の合計は%(computed)sです。")
                shown = {"whole": _named(whole, names), "n": len(parts)}
                shown |= _written(row.values[name], total)
                intake.refuse_cell(text % shown, row.number, name)


def _wholes(on: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield HOKKAIDO, queries.members(queries.area(HOKKAIDO, on=on), on=on)
    for city in queries.areas(on=on).filter(kind=Kind.DESIGNATED_CITY):
        yield city.code, tuple(ward.code for ward in queries.children(city, on=on))


def _false_totals(row: Row, parts: list[Row], layout: Layout) -> Iterator[tuple[str, int]]:
    for name in layout.counts:
        values = [part.values[name] for part in parts]
        if row.values[name] is None or None in values:
            continue
        total = sum(int(value or 0) for value in values)
        if total != row.values[name]:
            yield name, total


def _named(code: Value, names: dict[str, str]) -> str:
    name = names.get(str(code))
    return f"{name}({code})" if name else str(code)
