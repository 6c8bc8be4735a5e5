"""Births, deaths and moves of the years ahead, after those of the years counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Break, Caption, Lines, Panels, Series, Tone, panel_chart
from renkei.core.figures import Figure
from renkei.core.tables import Cell, Column
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.observatory.ahead.runs import Fan, Run
from renkei.observatory.arrays import Subject, quantity
from renkei.observatory.measures import Part, Quantity
from renkei.observatory.parts import PERSONS, SERIES, YEAR, long_table
from renkei.observatory.portraits import forecast

KEY = "change-ahead"
SHOWN = 2045
TABLE = "register_flows"
TITLE = Text("出生・死亡・移動の実績と推計", "Births, deaths and moves, counted and projected")
EVENT = Column("event", Text("区分", "Event"))
COUNTED = Text("実績（住民基本台帳）", "Counted (register)")


@dataclass(frozen=True, slots=True)
class Event:
    key: str  # of the run
    column: str  # of the register
    name: Text
    tone: Tone


SHOWN_EVENTS = (
    Event("births", "births", Text("出生", "Births"), Tone.BIRTHS),
    Event("deaths", "deaths", Text("死亡", "Deaths"), Tone.DEATHS),
    Event(
        "balance", "social_change", Text("転入－転出", "Arrivals less departures"), Tone.ARRIVALS
    ),
)
Known = tuple[Event, dict[int, float], Fan]


def change_ahead_figure(subject: Subject) -> Figure | None:
    run = forecast.run_with(subject)
    if run is None:
        return None
    shown = [_known(event, subject, run) for event in SHOWN_EVENTS]
    finding = _finding(shown)
    measure = _("1年間の出生、死亡、転入と転出の差（人）。帯は80%の確率で入る範囲")
    columns = (YEAR, EVENT, SERIES, PERSONS)
    table = long_table(TITLE, subject, columns, list(_rows(shown, forecast.LEVELS)))
    reading = long_table(TITLE, subject, columns, list(_side_by_side(shown)))
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(reading, down=["year"], across="series", value="persons", sort=True),
        sources=forecast.sources_of(run, TABLE),
        definition=_(
            "実績は住民基本台帳の1～12月の出生、死亡、社会増減（その他の記載・消除を含む）。"
            "本推計は同じ期間の出生、死亡と、転入から転出を引いた数の中央値。"
        ),
        chart=panel_chart(
            Panels(Caption(KEY, finding, measure), [_panel(known) for known in shown])
        ),
        notes=(
            _(
                "転入と転出の差の中央値は、差を1通りごとに計算してから求めた値で、転入と転出それぞれの中央値の差ではありません。"
            ),
        ),
    )


def _known(event: Event, subject: Subject, run: Run) -> Known:
    asked = Quantity(event.column, (Part(TABLE, event.column),))
    return event, quantity(asked).by_year(subject), run.events(subject.code, event.key)


def _panel(known: Known) -> Lines:
    event, counted, fan = known
    name = localized(event.name)
    return Lines(
        Caption(f"{KEY}-{event.key}", name, ""),
        [
            Series("", _with_gaps(counted), event.tone, shows_last=False),
            Series("", forecast.line(fan), event.tone),
        ],
        signed=event.key == "balance",
        bands=[forecast.band(fan, forecast.LOW, forecast.HIGH, tone=event.tone, depth=2)],
        breaks=[Break(fan.years[0] - 0.5, _("推計"))],
    )


def _with_gaps(counted: dict[int, float]) -> list[tuple[float, float | None]]:
    """A year that is not held interrupts the line."""
    return [(year, counted.get(year)) for year in range(min(counted), max(counted) + 1)]


def _rows(shown: list[Known], levels: tuple[float, ...]) -> Iterator[tuple[Cell, ...]]:
    for event, counted, fan in shown:
        for year, value in counted.items():
            yield year, event.name, COUNTED, round(value)
        for year, name, value in forecast.level_rows(fan, levels):
            yield year, event.name, name, value


def _side_by_side(shown: list[Known]) -> Iterator[tuple[Cell, ...]]:
    """For reading: one column for what was counted and the median, then the bounds."""
    for event, counted, fan in shown:
        middle = {year: round(value) for year, value in counted.items()}
        middle |= dict(zip(fan.years, fan.median.tolist(), strict=True))
        for year, value in sorted(middle.items()):
            yield year, event.name, event.name, value
        for level, ja, en in ((forecast.LOW, "下限", "low"), (forecast.HIGH, "上限", "high")):
            head = Text(f"{event.name.ja} {ja}", f"{event.name.en}, {en}")
            for year, value in zip(fan.years, fan.at(level).tolist(), strict=True):
                yield year, event.name, head, value


def _finding(shown: list[Known]) -> str:
    (_births, born, births), (_deaths, died, deaths), _moves = shown
    year = max(set(born) & set(died))
    return _(
        "%(ahead)s年に生まれるのは80%%の確率で%(births)s人、亡くなるのは%(deaths)s人（%(year)s年は%(born)s人と%(died)s人）"
    ) % {
        "ahead": SHOWN,
        "births": forecast.within(births, SHOWN),
        "deaths": forecast.within(deaths, SHOWN),
        "year": year,
        "born": number(born[year]),
        "died": number(died[year]),
    }
