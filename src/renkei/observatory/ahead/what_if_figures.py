"""The answer to a what-if as tables and charts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Break, Caption, Lines, Series, Tone
from renkei.core.charts.lines import line_marks
from renkei.core.charts.svg import NARROW, document
from renkei.core.figures import Source
from renkei.core.tables import Column, Table
from renkei.core.writing import localized, number
from renkei.engines.demography.axes import FloatArray
from renkei.observatory.ahead.base import START
from renkei.observatory.ahead.runs import newest_run
from renkei.observatory.ahead.what_if import MEASURES, Answer, Side, years_of
from renkei.observatory.catalogue import source_of
from renkei.places import codes

KEY = "what-if"
Names = dict[str, Text]

NAMES = {
    "people": Text("人口", "Population"),
    "working": Text("働く世代（15～64歳）", "Working age (15-64)"),
    "births": Text("1年間の出生", "Births in a year"),
    "aged_share": Text("65歳以上の割合", "Share aged 65 and over"),
}
PERSONS, PERCENT = Text("人", "persons"), Text("%", "%")
POINTS = Text("ポイント", "points")
ELSEWHERE = Text("ほかの市町村", "All other municipalities")
HOKKAIDO = Text("北海道全体", "All of Hokkaido")
BASE, OTHER = Text("変えない", "No change"), Text("もしも", "What if")


def definition() -> str:
    return _(
        "「変えない」は、住民基本台帳の%(start)s年1月1日の人口（外国人を含む）から、最近の出生・死亡・移動の傾向が続くとして市町村・区ごとに計算した値です。"
        "「もしも」は、同じ計算で条件だけを変えた値です。どちらも目標や予言ではありません。"
    ) % {"start": START}


def unit(measure: str) -> Text:
    return PERCENT if measure == "aged_share" else PERSONS


def unit_of_change(measure: str) -> Text:
    return POINTS if measure == "aged_share" else PERSONS


def decimals(measure: str) -> int:
    return 1 if measure == "aged_share" else 0


def sources() -> tuple[Source, ...]:
    """The tables of official figures that the base projection is computed from."""
    keys = dict.fromkeys(table.table for table in newest_run().manifest.tables)
    return tuple(source_of(key) for key in keys)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of one side in the year of the answer, written; `change_unit` only of points."""

    side: str
    base: str
    other: str
    change: str
    percent: str
    change_unit: str


@dataclass(frozen=True, slots=True)
class Block:
    """A measure for the place, the others and Hokkaido."""

    key: str
    name: str
    unit: str
    year: int
    lines: tuple[Line, ...]
    chart: SafeString

    @property
    def here(self) -> Line:
        return self.lines[0]


def blocks(found: Answer, name: Text) -> list[Block]:
    """All measures of an answer, each with its chart of the place."""
    return [_block(found, name, measure) for measure in MEASURES]


def _block(found: Answer, name: Text, measure: str) -> Block:
    year = found.asked.horizon
    return Block(
        measure,
        localized(NAMES[measure]),
        localized(unit(measure)),
        year - 1 if measure == "births" else year,
        tuple(_line(side, label, measure, year) for label, side in sides(found, name)),
        _chart(found, measure),
    )


def sides(found: Answer, name: Text) -> Iterator[tuple[Text, Side]]:
    """The place first; the others and Hokkaido where it is not Hokkaido itself."""
    yield name, found.here
    if found.elsewhere is not None:
        yield ELSEWHERE, found.elsewhere
        yield HOKKAIDO, found.hokkaido


def _line(side: Side, name: Text, measure: str, year: int, *, finely: bool = False) -> Line:
    before, after = side.at(measure, year)
    places = decimals(measure)
    is_share = measure == "aged_share"
    # Of shares the difference of what is shown, which a reader can check; persons are many.
    change = round(after, places) - round(before, places) if is_share else after - before
    return Line(
        localized(name),
        number(before, places),
        number(after, places),
        number(change, places, signed=True),
        # A share has changed by points; by how many per cent of itself nobody wants to know.
        ""
        if is_share or not before
        else number(100 * (after / before - 1), 2 if finely else 1, signed=True) + "%",
        localized(POINTS) if is_share else "",
    )


@dataclass(frozen=True, slots=True)
class Towns:
    """Some of the other municipalities, by their people."""

    name: str
    lines: tuple[Line, ...]


def towns(found: Answer, names: Names) -> list[Towns]:
    """Those that change most, and those nearby; nothing of a list that is empty."""
    year = found.asked.horizon
    listed = ((_("ほかで最も変わる市町村"), found.most), (_("近くの市町村"), found.near))
    return [
        Towns(name, tuple(_line(t.side, names[t.code], "people", year, finely=True) for t in some))
        for name, some in listed
        if some
    ]


def _chart(found: Answer, measure: str) -> SafeString:
    """Small enough for four of them on a desk, so drawn for a phone alone."""
    year, name = found.asked.horizon, localized(NAMES[measure])
    years = years_of(measure, year)
    base = _series(years, found.here.base[measure])
    other = _series(years, found.here.other[measure])
    lines = [Series(localized(BASE), base, Tone.TOTAL, dashed=True)]
    if not found.asked.changes_nothing:
        lines.append(Series(localized(OTHER), other, Tone.OURS))
    begins = found.asked.number("begins")
    begun = begins < year and not found.asked.changes_nothing
    caption = _("%(start)s年から%(end)s年まで") % {"start": START, "end": year}
    spec = Lines(
        Caption(f"{KEY}-{measure}", name, caption),
        lines,
        decimals=decimals(measure),
        from_zero=False,
        breaks=[Break(begins, _("%(year)s年から") % {"year": round(begins)})] if begun else (),
    )
    return document(spec.caption, NARROW, NARROW.height, line_marks(spec, NARROW))


def _series(years: tuple[int, ...], values: FloatArray) -> list[tuple[float, float | None]]:
    return [(year, float(value)) for year, value in zip(years, values, strict=True)]


# --- tables ---------------------------------------------------------------------------------

CODE = Column("area_code", Text("地域コード", "Area code"))
PLACE = Column("place", Text("地域", "Area"))
MEASURE = Column("measure", Text("項目", "Measure"))
UNIT = Column("unit", Text("単位", "Unit"))
YEAR = Column("year", Text("年", "Year"))
CONDITIONS = Column("conditions", Text("条件", "Conditions"))
TITLE = Text("もしもの推計", "What-if projection")


def long_table(found: Answer, name: Text, names: Names, stated: str) -> Table:
    """Every year and measure of each side and of the towns that are named, both ways."""
    columns = (CODE, PLACE, MEASURE, YEAR, UNIT, Column("base", BASE), Column("what_if", OTHER))
    rows = [
        (code, label, NAMES[measure], year, unit(measure), *_rounded(side, measure, i), stated)
        for code, label, side in _coded(found, name, names)
        for measure in MEASURES
        for i, year in enumerate(years_of(measure, found.asked.horizon))
    ]
    return Table(TITLE, (*columns, CONDITIONS), rows)


def _coded(found: Answer, name: Text, names: Names) -> Iterator[tuple[str | None, Text, Side]]:
    """With the codes of areas; several that are one place are joined, the others have none."""
    of_sides = ("+".join(found.asked.areas), None, codes.HOKKAIDO)
    for code, (label, side) in zip(of_sides, sides(found, name), strict=False):
        yield code, label, side
    for town in (*found.most, *found.near):
        yield town.code, names[town.code], town.side


def reading_table(found: Answer) -> Table:
    """The place by year up to the year of the answer, the measures side by side."""
    columns = [YEAR]
    for measure in MEASURES:
        for key, which in (("base", BASE), ("what_if", OTHER)):
            label = Text(
                f"{NAMES[measure].ja} {which.ja}", f"{NAMES[measure].en}, {which.en.lower()}"
            )
            columns.append(Column(f"{measure}_{key}", label, unit(measure)))
    years = range(START, found.asked.horizon + 1)
    return Table(TITLE, columns, [(year, *_cells(found.here, year)) for year in years])


def _cells(side: Side, year: int) -> Iterator[float | int | None]:
    for measure in MEASURES:
        i = year - START
        known = i < len(side.base[measure])
        yield from _rounded(side, measure, i) if known else (None, None)


def _rounded(side: Side, measure: str, i: int) -> tuple[float | int, float | int]:
    both = float(side.base[measure][i]), float(side.other[measure][i])
    if measure == "aged_share":
        return round(both[0], 2), round(both[1], 2)
    return round(both[0]), round(both[1])


def file_definition(stated: str) -> str:
    """What the file rests on and under which conditions it was computed."""
    return _("条件：%(stated)s。") % {"stated": stated} + definition()
