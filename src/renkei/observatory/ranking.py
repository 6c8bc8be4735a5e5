"""The municipalities beside each other, sorted by any column."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from renkei.charter.text import Text
from renkei.core.tables import Column, Table
from renkei.core.writing import number
from renkei.observatory.cartogram import Shading
from renkei.observatory.parts import AREA_CODE, AREA_NAME, YEAR
from renkei.places.queries import Area

# What `sort` in the address may be; a minus sign before it turns the order round.
ORDERS = ("name", "value", "people")


@dataclass(frozen=True, slots=True)
class Row:
    area: Area
    rank: int | None  # among all municipalities, from the largest figure
    people: float | None
    value: float | None
    written: str

    @property
    def people_written(self) -> str:
        return number(self.people)

    @property
    def url(self) -> str:
        return reverse("observatory:area", args=[self.area.code])


def ranking(areas: Sequence[Area], shading: Shading, people: Shading, order: str) -> list[Row]:
    """One row for each area, in `order`; what is unknown stands last in either direction."""
    ranks = _ranks(areas, shading)
    rows = [
        Row(
            area,
            ranks.get(area.code),
            people.values[area.code],
            shading.values[area.code],
            shading.written(area.code),
        )
        for area in areas
    ]
    return _sorted(rows, order)


def _ranks(areas: Sequence[Area], shading: Shading) -> dict[str, int]:
    known = {area.code: shading.values[area.code] for area in areas}
    ordered = sorted(value for value in known.values() if value is not None)
    return {
        code: len(ordered) - _last_position(ordered, value)
        for code, value in known.items()
        if value is not None
    }


def _last_position(ordered: Sequence[float], value: float) -> int:
    return bisect_right(ordered, value) - 1


def _sorted(rows: list[Row], order: str) -> list[Row]:
    column, falls = order.removeprefix("-"), order.startswith("-")
    if column in {"people", "value"}:
        known = [row for row in rows if getattr(row, column) is not None]
        unknown = [row for row in rows if getattr(row, column) is None]
        known.sort(key=lambda row: (getattr(row, column), row.area.code), reverse=falls)
        return known + unknown
    return sorted(rows, key=lambda row: row.area.name_kana, reverse=falls)


def ranking_table(rows: Sequence[Row], shading: Shading) -> Table:
    """The ranking as a file: every municipality, one year, one measure."""
    measure = shading.measure
    value = Column("value", measure.name, measure.unit)
    return Table(
        Text(f"{measure.name.ja} {shading.year}年", f"{measure.name.en}, {shading.year}"),
        (AREA_CODE, AREA_NAME, YEAR, value),
        [
            (
                row.area.code,
                Text(row.area.full_name_ja, row.area.full_name_en),
                shading.year,
                None if row.value is None else round(row.value, measure.decimals + 2),
            )
            for row in rows
        ],
    )
