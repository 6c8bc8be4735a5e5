"""How many people: counted since 1980, projected to 2050."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Series, Tone, line_chart
from renkei.core.figures import Figure
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number, rounded
from renkei.observatory import queries
from renkei.observatory.arrays import Subject
from renkei.observatory.portraits.parts import PERSONS, SERIES, YEAR, long_table, sources

KEY = "population"
# Quantity, name, tone, whether it is an official projection.
DRAWN = (
    ("census", Text("国勢調査", "Census"), Tone.TOTAL, False),
    ("register", Text("住民基本台帳", "Register"), Tone.SECOND, False),
    ("projection_2018", Text("2018年推計", "2018 edition"), Tone.OFFICIAL_EARLIER, True),
    ("projection_2023", Text("2023年推計", "2023 edition"), Tone.OFFICIAL, True),
)
TABLES = (
    "census",
    "census_2020_totals",
    "register_flows",
    "register_population",
    "projection_2018",
    "projection_2023",
)


def population_figure(subject: Subject) -> Figure:
    found = {key: queries.series(key, subject) for key, *_rest in DRAWN}
    table = long_table(
        Text("人口の推移と公的な将来推計", "Population and official projections"),
        subject,
        (YEAR, SERIES, PERSONS),
        [
            (year, name, round(value))
            for key, name, *_rest in DRAWN
            for year, value in found[key].items()
        ],
    )
    finding = _finding(found)
    measure = _("人口の推移と公的な将来推計（人）")
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year"], across="series", value="persons", sort=True),
        sources=sources(*TABLES),
        definition=_(
            "国勢調査と将来推計は10月1日に常住する人、住民基本台帳は1月1日に登録されている人。"
            "いずれも外国人を含む。2015年までの国勢調査は2016年の境域による。"
        ),
        chart=line_chart(
            Lines(
                Caption(KEY, finding, measure),
                [
                    Series(localized(name), sorted(found[key].items()), tone, is_projection)
                    for key, name, tone, is_projection in DRAWN
                    if found[key]
                ],
                unit=_("人"),
            )
        ),
        notes=(
            _("国勢調査と住民基本台帳は数える人が違うため、線をつないでいません。"),
            _(
                "推計は、それぞれの時点までの出生・死亡・移動の傾向が続く場合の値で、目標ではありません。"
            ),
        ),
    )


def _finding(found: dict[str, dict[int, float]]) -> str:
    census, projected = found["census"], found["projection_2023"]
    end = max(projected)
    future = {"year": end, "n": rounded(projected[end]), "base": min(projected)}
    loss = 100 * (projected[end] / projected[min(projected)] - 1)
    future["percent"] = number(abs(loss), 0)
    if len(census) < 3:
        return (
            _("%(year)s年の推計人口は%(n)s人で、%(base)s年より%(percent)s%%少なくなります")
            if loss < 0
            else _("%(year)s年の推計人口は%(n)s人で、%(base)s年より%(percent)s%%多くなります")
        ) % future
    peak = max(census, key=lambda year: census[year])
    # Many towns had more people before the first census that is held: the sentence says since when.
    past = {"first": min(census), "peak": peak, "most": rounded(census[peak])}
    if peak == max(census):
        return _(
            "%(first)s年以降で最も多いのは%(peak)s年の%(most)s人。%(year)s年には%(n)s人と推計されています"
        ) % (past | future)
    past |= {"last": max(census), "now": rounded(census[max(census)])}
    if peak == min(census):
        return _(
            "%(peak)s年の%(most)s人から%(last)s年は%(now)s人に。%(year)s年には%(n)s人と推計されています"
        ) % (past | future)
    return _(
        "%(first)s年以降で最も多いのは%(peak)s年の%(most)s人、%(last)s年は%(now)s人。%(year)s年には%(n)s人と推計されています"
    ) % (past | future)
