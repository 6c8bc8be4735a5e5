"""The answer to how many it would take: the fan with and without them, and each town's part."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Band, Caption, Lines, Series, Target, Tone, line_chart
from renkei.core.figures import Chart, Figure
from renkei.core.tables import Column, Table
from renkei.core.writing import localized, number
from renkei.observatory.ahead.base import START
from renkei.observatory.ahead.goals import GoalAnswer, Part, begins, quantile
from renkei.observatory.ahead.what_if_figures import BASE, CODE, PERSONS, YEAR, sources
from renkei.observatory.cartogram import Shading, cartogram
from renkei.observatory.measures import Measure, Quantity
from renkei.places.codes import SAPPORO
from renkei.places.queries import Area

KEY, PARTS = "goal", "parts"
NAME = Column("area_name", Text("地域名", "Area name"))
YEARLY = Text("人／年", "persons a year")
AMOUNT = Column("amount", Text("毎年の人数", "Each year"), YEARLY)
WEIGHTS = {
    True: Text("15～29歳の人口", "People aged 15-29"),
    False: Text("人口", "Population"),
}


def definition() -> str:
    return _(
        "今の出生・死亡・移動の傾向と、その不確かさをくり返し計算した推計（幅のある推計）から、求める確率で下回らない人口を読み、足りない分を「毎年1人で何人増えるか」で割った値です。"
        "1人あたりの効果は、中央の傾向によるもので、すべての場合に同じとしています。毎年の人数は%(begins)s年から求める年まで続くとします。"
    ) % {"begins": begins()}


def figure(found: GoalAnswer, finding: str, name: str) -> Figure:
    """The people of the place with no change and with the persons a year."""
    measure = _("%(name)sの1月1日の人口（人）") % {"name": name}
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=_table(found),
        sources=sources(),
        definition=definition(),
        chart=_chart(found, finding, measure),
    )


def _chart(found: GoalAnswer, finding: str, measure: str) -> Chart:
    years = range(START, found.asked.year + 1)
    series = [
        Series(
            localized(BASE),
            [(year, quantile(found.fan, 0.5, year)) for year in years],
            Tone.TOTAL,
            dashed=True,
        )
    ]
    bands = []
    if found.verdict != "already reached":
        more = {year: found.amount * float(found.response.here[year - START]) for year in years}
        with_them = [(year, quantile(found.fan, 0.5, year) + more[year]) for year in years]
        series.append(Series(_label(found), with_them, Tone.OURS))
        bands = _bands(found, more)
    else:
        bands = _bands(found, dict.fromkeys(years, 0.0))
    text = _("目標 %(n)s") % {"n": number(found.asked.target)}
    return line_chart(
        Lines(
            Caption(KEY, finding, measure),
            series,
            unit=localized(PERSONS),
            from_zero=False,
            bands=bands,
            target=Target(found.asked.year, found.asked.target, text),
        )
    )


def _label(found: GoalAnswer) -> str:
    words = {"n": number(found.amount)}
    if found.leaving:
        return _("毎年%(n)s人とどまる") % words
    return _("毎年%(n)s人増える") % words


def _bands(found: GoalAnswer, more: dict[int, float]) -> list[Band]:
    """Between what is passed, and what is not passed, with the probability asked for."""
    low, high = 1 - found.asked.probability, found.asked.probability
    if low >= high:
        return []
    edges = [
        (
            float(year),
            quantile(found.fan, low, year) + add,
            quantile(found.fan, high, year) + add,
        )
        for year, add in more.items()
    ]
    name = _("%(sure)s%%の確率で上回る範囲") % {"sure": found.asked.sure}
    return [Band(edges, depth=2, name=name)]


def _table(found: GoalAnswer) -> Table:
    sure = found.asked.sure
    columns = (
        YEAR,
        Column("median", Text("変えない（中央値）", "No change, median"), PERSONS),
        Column("surely", Text(f"変えない（{sure}%の確率）", f"No change, {sure}% sure"), PERSONS),
        Column(
            "reached", Text(f"とどく人口（{sure}%の確率）", f"With them, {sure}% sure"), PERSONS
        ),
    )
    rows = []
    for year in range(START, found.asked.year + 1):
        surely = quantile(found.fan, 1 - found.asked.probability, year)
        more = found.amount * float(found.response.here[year - START])
        rows.append(
            (year, round(quantile(found.fan, 0.5, year)), round(surely), round(surely + more))
        )
    return Table(Text("何人いれば足りるか", "How many it would take"), columns, rows)


# --- what it means for each municipality ------------------------------------------------------


def towns(found: GoalAnswer, areas: Sequence[Area]) -> list[Part]:
    """The parts of municipalities: Sapporo as one, unless it is the place itself."""
    wards = {area.code for area in areas if area.parent_code == SAPPORO}
    inside = [part for part in found.parts if part.code in wards]
    others = [part for part in found.parts if part.code not in wards]
    if not others or not inside:
        return [*others, *inside]
    city = Part(SAPPORO, sum(p.amount for p in inside), sum(p.weight for p in inside))
    return sorted([*others, city], key=lambda part: part.code)


def parts_table(found: GoalAnswer, areas: Sequence[Area]) -> Table:
    names = {area.code: Text(area.full_name_ja, area.full_name_en) for area in areas}
    weight = Column("weight", WEIGHTS[found.leaving], PERSONS)
    rows = [
        (part.code, names[part.code], round(part.weight), round(part.amount, 1))
        for part in towns(found, areas)
    ]
    title = Text("市町村ごとの毎年の人数", "Persons a year in each municipality")
    return Table(title, (CODE, NAME, weight, AMOUNT), rows)


def parts_reading(found: GoalAnswer, areas: Sequence[Area]) -> Table:
    """The same without codes, which nobody reads."""
    table = parts_table(found, areas)
    return Table(table.title, table.columns[1:], [row[1:] for row in table.rows])


def parts_chart(found: GoalAnswer, areas: Sequence[Area]) -> Chart:
    """The municipalities of the place by their part; all others faintly."""
    amounts = {part.code: part.amount for part in found.parts}
    amounts |= {part.code: part.amount for part in towns(found, areas)}
    values = {area.code: amounts.get(area.code) for area in areas}
    name = Text("毎年の人数", "Each year")
    measure = Measure(PARTS, name, YEARLY, name, Quantity(PARTS, ()), "sequential", decimals=1)
    title = _("市町村ごとの毎年の人数")
    shown = Shading(measure, found.asked.year, values)
    return cartogram(PARTS, shown, areas, title=title, within=frozenset(amounts))
