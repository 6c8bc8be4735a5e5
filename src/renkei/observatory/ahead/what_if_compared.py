"""Up to four saved what-ifs beside each other, seen at one place."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import COMPARED, Caption, Lines, Series, line_chart
from renkei.core.charts.lettering import text_width
from renkei.core.figures import Chart, Figure
from renkei.core.tables import Cell, Column, Table
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number, with_unit
from renkei.observatory.ahead.scenarios import Question
from renkei.observatory.ahead.what_if import MEASURES, Answer, years_of
from renkei.observatory.ahead.what_if_figures import (
    BASE,
    MEASURE,
    NAMES,
    PLACE,
    UNIT,
    YEAR,
    decimals,
    definition,
    sources,
    unit,
    unit_of_change,
)
from renkei.observatory.ahead.what_if_words import conditions, said
from renkei.observatory.models import Scenario

KEY = "scenarios"
LETTERS = "ABCD"
SHORT = 12.0  # wide letters of a name that stand at a line
SCENARIO = Column("scenario", Text("もしも", "What if"))


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    saved: Scenario
    asked: Question
    answer: Answer


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What-ifs and the place, measure and year in which they are looked at."""

    compared: tuple[Compared, ...]
    of: str
    measure: str
    year: int
    places: Sequence[tuple[str, Text]]

    @property
    def name(self) -> Text:
        return dict(self.places)[self.of]

    def lettered(self, i: int) -> str:
        return f"{LETTERS[i]} {self.compared[i].saved.name}"


@dataclass(frozen=True, slots=True)
class Row:
    """One what-if in the table: what it supposes and what it says of the place in the year."""

    letter: str
    tone: str
    saved: Scenario
    conditions: str
    about: str
    cells: tuple[str, ...]


def rows(found: Comparison) -> list[Row]:
    names = {code: localized(name) for code, name in found.places}
    return [
        Row(
            LETTERS[i],
            tone.value,
            one.saved,
            said(conditions(one.asked)),
            said([names[code] for code in one.asked.areas]),
            _cells(one.answer, found.year),
        )
        for i, (one, tone) in enumerate(zip(found.compared, COMPARED, strict=False))
    ]


def _cells(found: Answer, year: int) -> tuple[str, ...]:
    cells = [number(found.here.at(key, year)[1], decimals(key)) for key in MEASURES]
    changes = [found.here, found.elsewhere, found.hokkaido]
    cells += [
        number(side.change("people", year) if side else None, signed=True) for side in changes
    ]
    return tuple(cells)


def figure(found: Comparison) -> Figure:
    """The chosen measure over years, a line for each what-if and one for no change."""
    table = _table(found)
    measure = _("%(place)sの%(measure)s、変えない場合との差") % {
        "place": localized(found.name),
        "measure": with_unit(NAMES[found.measure], unit_of_change(found.measure)),
    }
    finding = _finding(found)
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=_reading(table, found.measure),
        sources=sources(),
        definition=definition(),
        chart=_chart(found, finding, measure),
    )


def _finding(found: Comparison) -> str:
    """Which of them leaves the most; of one, what it says."""
    values = [one.answer.here.at(found.measure, found.year)[1] for one in found.compared]
    base = found.compared[0].answer.here.at(found.measure, found.year)[0]
    places = decimals(found.measure)
    most = values.index(max(values))
    words = {
        "year": found.year,
        "name": found.compared[most].saved.name,
        "most": _spoken(number(values[most], places), found.measure),
        "base": _spoken(number(base, places), found.measure),
    }
    if len(values) == 1:
        return _("「%(name)s」では%(year)s年に%(most)s、何も変えなければ%(base)s") % words
    return _("%(year)s年に最も大きいのは「%(name)s」の%(most)s。何も変えなければ%(base)s") % words


def _spoken(written: str, measure: str) -> str:
    """With a unit of one sign; a longer one stands under the finding."""
    sign = localized(unit(measure))
    return written + sign if len(sign) == 1 else written


def _chart(found: Comparison, finding: str, measure: str) -> Chart:
    """What each of them changes: beside a whole population the stocks would be one line."""
    years = years_of(found.measure, found.year)
    return line_chart(
        Lines(
            Caption(KEY, finding, measure),
            [
                Series(_short(found.lettered(i)), _differences(one, found.measure, years), tone)
                for i, (one, tone) in enumerate(zip(found.compared, COMPARED, strict=False))
            ],
            unit=localized(unit_of_change(found.measure)),
            decimals=decimals(found.measure),
            signed=True,
        )
    )


def _differences(
    one: Compared, measure: str, years: Sequence[int]
) -> list[tuple[float, float | None]]:
    here = one.answer.here
    found = here.other[measure] - here.base[measure]
    return [(year, float(value)) for year, value in zip(years, found, strict=True)]


def _short(name: str) -> str:
    if text_width(name, 1.0) <= SHORT:
        return name
    fits = [end for end in range(len(name)) if text_width(name[:end] + "…", 1.0) <= SHORT]
    return name[: fits[-1]].rstrip() + "…"


def _table(found: Comparison) -> Table:
    value = Column("value", Text("値", "Value"))
    columns = (PLACE, SCENARIO, MEASURE, YEAR, UNIT, value)
    base = found.compared[0].answer.here.base
    series: list[tuple[Cell, dict[str, object]]] = [(BASE, dict(base))]
    series += [
        (found.lettered(i), dict(one.answer.here.other)) for i, one in enumerate(found.compared)
    ]
    rows: list[tuple[Cell, ...]] = [
        (found.name, name, NAMES[key], year, unit(key), _rounded(key, values[key][i]))  # type: ignore[index]
        for name, values in series
        for key in MEASURES
        for i, year in enumerate(years_of(key, found.year))
    ]
    return Table(Text("もしもの比較", "What-ifs compared"), columns, rows)


def _rounded(measure: str, value: float) -> float | int:
    return round(float(value), 2) if measure == "aged_share" else round(float(value))


def _reading(table: Table, measure: str) -> Table:
    """The chosen measure alone, a column for each what-if."""
    with_units = Column("value", NAMES[measure], unit(measure))
    rows = [(row[1], row[3], row[5]) for row in table.rows if row[2] == NAMES[measure]]
    one = Table(table.title, (SCENARIO, YEAR, with_units), rows)
    return spread(one, down=["year"], across="scenario", value="value", sort=True)
