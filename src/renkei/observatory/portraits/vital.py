"""Births, deaths and marriages by year, and the fertility of the prefecture."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Series, Tone, line_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.observatory import queries
from renkei.observatory.arrays import Subject
from renkei.observatory.measures import measures
from renkei.observatory.portraits.parts import (
    SERIES,
    YEAR,
    long_table,
    sources,
)
from renkei.places.codes import HOKKAIDO, JAPAN

BIRTHS, FERTILITY = "births-and-marriages", "fertility"
EVENTS = Column("events", Text("件数", "Number"), Text("件", "events"))
RATE = Column("rate", Text("合計特殊出生率", "Total fertility rate"))
DRAWN = (
    ("births_vital", Text("出生", "Births"), Tone.BIRTHS),
    ("marriages", Text("婚姻", "Marriages"), Tone.JOINT),
)
JAPAN_AS_SUBJECT = Subject(JAPAN, Text("全国", "Japan"), (JAPAN,))


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
        key=BIRTHS,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year"], across="series", value="events", sort=True),
        sources=sources("vital_municipal", "vital_summary"),
        definition=_("日本における日本人の出生と婚姻。住所地による。1～12月。"),
        chart=line_chart(
            Lines(
                Caption(BIRTHS, finding, measure),
                [
                    Series(localized(name), sorted(found[key].items()), tone)
                    for key, name, tone in DRAWN
                ],
            )
        ),
        notes=(_("住民基本台帳による出生数は外国人を含むため、ここの値より多くなります。"),),
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
    if births[first] == 0:
        return _("%(last)s年の出生は%(now)s人、婚姻は%(weddings)s件") % words
    change = 100 * (births[last] / births[first] - 1)
    words["percent"] = number(abs(change), 0)
    if change < 0:
        return (
            _(
                "出生は%(first)s年の%(then)s人から%(last)s年の%(now)s人へ%(percent)s%%減少。婚姻は%(weddings)s件"
            )
            % words
        )
    return (
        _(
            "出生は%(first)s年の%(then)s人から%(last)s年の%(now)s人へ%(percent)s%%増加。婚姻は%(weddings)s件"
        )
        % words
    )


def fertility_figure(subject: Subject) -> Figure | None:
    """Only for the prefecture: the rate is published for it and for Japan every year."""
    if subject.code != HOKKAIDO:
        return None
    tfr = measures()["tfr"]
    drawn = (
        (subject, queries.series("tfr", subject, additive=False), Tone.PREFECTURE),
        (JAPAN_AS_SUBJECT, queries.series("tfr", JAPAN_AS_SUBJECT, additive=False), Tone.OFFICIAL),
    )
    rows = [
        (year, of.name, round(rate, 4))
        for of, found, _tone in drawn
        for year, rate in found.items()
    ]
    table = long_table(tfr.name, subject, (YEAR, SERIES, RATE), rows)
    finding = _fertility_finding(drawn[0][1], drawn[1][1])
    measure = _("合計特殊出生率（女性1人あたりの子ども数）")
    return Figure(
        key=FERTILITY,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year"], across="series", value="rate", sort=True),
        sources=sources("vital_summary", "fertility_schedule"),
        definition=localized(tfr.definition),
        chart=line_chart(
            Lines(
                Caption(FERTILITY, finding, measure),
                [
                    Series(localized(of.name), sorted(found.items()), tone)
                    for of, found, tone in drawn
                ],
                decimals=2,
            )
        ),
    )


def _fertility_finding(own: dict[int, float], japan: dict[int, float]) -> str:
    last = max(set(own) & set(japan))
    low = min(own, key=lambda year: own[year])
    words = {
        "year": max(own),
        "rate": number(own[max(own)], 2),
        "low": low,
        "common": last,
        "own": number(own[last], 2),
        "japan": number(japan[last], 2),
    }
    if low == max(own):
        return (
            _("合計特殊出生率は%(year)s年に%(rate)sで最低。%(common)s年は%(own)s、全国は%(japan)s")
            % words
        )
    return _("合計特殊出生率は%(year)s年に%(rate)s。%(common)s年は%(own)s、全国は%(japan)s") % words
