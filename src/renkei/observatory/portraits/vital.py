"""Births and marriages by year."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Series, Tone, line_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.observatory import queries
from renkei.observatory.arrays import Subject
from renkei.observatory.parts import (
    SERIES,
    YEAR,
    long_table,
    sources,
)

KEY = "births-and-marriages"
# Of fewer births than these a few more or less would make a large percentage.
ENOUGH_FOR_PERCENT = 100
EVENTS = Column("events", Text("件数", "Number"), Text("件", "events"))
DRAWN = (
    ("births_vital", Text("出生", "Births"), Tone.BIRTHS),
    ("marriages", Text("婚姻", "Marriages"), Tone.JOINT),
)


def births_figure(subject: Subject) -> Figure | None:
    found = {key: queries.series(key, subject) for key, *_rest in DRAWN}
    if not all(found.values()):
        return None
    title = Text("出生数と婚姻件数", "Births and marriages")
    rows = [
        (year, name, round(value))
        for key, name, _tone in DRAWN
        for year, value in sorted(found[key].items())
    ]
    table = long_table(title, subject, (YEAR, SERIES, EVENTS), rows)
    finding = _births_finding(found["births_vital"], found["marriages"])
    measure = _("1年間の出生数（人）と婚姻件数（件）")
    return Figure(
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year"], across="series", value="events", sort=True),
        sources=sources("vital_municipal", "vital_summary"),
        definition=_("日本における日本人の出生と婚姻。住所地による。1～12月。"),
        chart=line_chart(
            Lines(
                Caption(KEY, finding, measure),
                [
                    Series(localized(name), sorted(found[key].items()), tone)
                    for key, name, tone in DRAWN
                ],
            )
        ),
        notes=(
            _(
                "住民基本台帳による出生数は外国人を含み、集計のしかたも違うため、ここの値とは一致しません。"
            ),
        ),
    )


def _births_finding(births: dict[int, float], marriages: dict[int, float]) -> str:
    first, last = min(births), max(births)
    words = {
        "first": first,
        "last": last,
        "then": number(births[first]),
        "now": number(births[last]),
    }
    words["weddings"] = number(marriages[max(marriages)])
    if births[first] < ENOUGH_FOR_PERCENT:
        return (
            _(
                "出生は%(first)s年に%(then)s人、%(last)s年に%(now)s人。%(last)s年の婚姻は%(weddings)s件"
            )
            % words
        )
    change = 100 * (births[last] / births[first] - 1)
    words["percent"] = number(abs(change), 0)
    if change < 0:
        return (
            _(
                "出生は%(first)s年の%(then)s人から%(last)s年の%(now)s人へ%(percent)s%%減少。%(last)s年の婚姻は%(weddings)s件"
            )
            % words
        )
    return (
        _(
            "出生は%(first)s年の%(then)s人から%(last)s年の%(now)s人へ%(percent)s%%増加。%(last)s年の婚姻は%(weddings)s件"
        )
        % words
    )
