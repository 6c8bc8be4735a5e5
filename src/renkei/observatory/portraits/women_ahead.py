"""When the women aged 20-39 will be half as many as today, and how probable that is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Panels, Series, Tone, panel_chart
from renkei.core.figures import Chart, Figure
from renkei.core.tables import Cell, Column, Table
from renkei.core.writing import number
from renkei.engines.demography.axes import FloatArray
from renkei.observatory.ahead.runs import Fan
from renkei.observatory.arrays import Subject
from renkei.observatory.parts import YEAR, long_table
from renkei.observatory.portraits import forecast

KEY = "women-ahead"
SPOKEN = 2050  # the last year of the official projection
TITLE = Text(
    "20～39歳の女性の将来の人数と、半分以下になる確率",
    "Women aged 20-39 ahead, and the probability that they are half as many",
)
PERSONS = Text("人", "persons")
COLUMNS = (
    Column("women", Text("20～39歳の女性（中央値）", "Women aged 20-39 (median)"), PERSONS),
    Column("low", Text("下限（10%点）", "Low (10% quantile)"), PERSONS),
    Column("high", Text("上限（90%点）", "High (90% quantile)"), PERSONS),
    Column("halved", Text("半分以下の確率", "Probability of half or fewer"), Text("%", "%")),
)


def women_ahead_figure(subject: Subject) -> Figure | None:
    run = forecast.run_with(subject)
    if run is None:
        return None
    fan = run.people(subject.code, "women_20_39")
    years, share = run.halved(subject.code)
    start = run.manifest.start
    finding = _finding(start, years, share)
    rows = list(_rows(fan, years, share))
    measure = _("20～39歳の女性の数と、%(start)s年の半分以下になっている確率") % {"start": start}
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=long_table(TITLE, subject, (YEAR, *COLUMNS), rows),
        reading=Table(TITLE, (YEAR, *COLUMNS), rows),
        sources=forecast.sources_of(run),
        definition=_(
            "各年1月1日の20～39歳の女性が%(start)s年1月1日の%(n)s人の半分以下である推計の割合。"
            "%(draws)s通りの推計のうちの数による。"
        )
        % {
            "start": start,
            "n": number(float(fan.median[0])),
            "draws": number(run.manifest.draws),
        },
        chart=_chart(Caption(KEY, finding, measure), fan, years, share),
        notes=(
            _(
                "多くの子どもがこの年代の母親から生まれることから、地域の人口の見通しを語るときによく使われる目安です。2014年と2024年に民間の会議が公表した市町村の分析でも、この年代の女性が半分以下になるかどうかが基準とされました。"
            ),
            _(
                "まちがなくなるかどうかを示すものでも、だれかに何かを求めるものでもありません。減り方の多くは、すでに生まれている人の数と、進学や就職での転出で決まります。"
            ),
        ),
    )


def _chart(caption: Caption, fan: Fan, years: tuple[int, ...], share: FloatArray) -> Chart:
    """How many there may be beside half of today's, and how probable it is to be below that."""
    start, half = fan.years[0], float(fan.median[0]) / 2
    bands = [
        forecast.band(fan, low, high, tone=Tone.OURS, depth=depth)
        for depth, (low, high, _name) in enumerate(forecast.INTERVALS, start=1)
    ]
    women = Lines(
        Caption(f"{KEY}-women", _("20～39歳の女性（人）"), ""),
        [
            Series("", forecast.line(fan), Tone.OURS),
            Series(
                _("半分"),
                [(start, half), (fan.years[-1], half)],
                Tone.TOTAL,
                dashed=True,
                shows_last=False,
            ),
        ],
        bands=bands,
    )
    chances = zip(years, (100 * share).tolist(), strict=True)
    probability = Lines(
        Caption(f"{KEY}-probability", _("半分以下になっている確率（%）"), ""),
        [Series("", [(start, 0.0), *chances], Tone.OURS)],
        also=(0, 100),
    )
    return panel_chart(Panels(caption, [women, probability], one_scale=False))


def _rows(fan: Fan, years: tuple[int, ...], share: FloatArray) -> Iterator[tuple[Cell, ...]]:
    chances = dict(zip(years, (100 * share).tolist(), strict=True))
    for i, year in enumerate(fan.years):
        low, middle, high = (
            int(fan.at(level)[i]) for level in (forecast.LOW, forecast.MEDIAN, forecast.HIGH)
        )
        yield year, middle, low, high, round(chances.get(year, 0.0), 1)


def _finding(start: int, years: tuple[int, ...], share: FloatArray) -> str:
    by_year = dict(zip(years, share.tolist(), strict=True))
    words = {
        "start": start,
        "year": SPOKEN,
        "chance": forecast.chance(by_year[SPOKEN]),
        "end": years[-1],
        "late": forecast.chance(by_year[years[-1]]),
    }
    even = next((year for year in years if by_year[year] >= 0.5), None)
    if even is None:
        return (
            _(
                "20～39歳の女性が%(start)s年の半分以下になる確率は、%(year)s年に%(chance)s、%(end)s年でも%(late)s"
            )
            % words
        )
    return _(
        "20～39歳の女性が%(start)s年の半分以下になる確率は、%(even)s年に5割に達し、%(year)s年に%(chance)s"
    ) % (words | {"even": even})
