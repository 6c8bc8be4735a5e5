"""How many children a woman has, and why fewer children are born: for the prefecture."""

import polars as pl
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.charts import Caption, Lines, Row, Rows, Series, Side, Tone, line_chart, row_chart
from renkei.core.figures import Figure
from renkei.core.tables import Column
from renkei.core.tables.spread import spread
from renkei.core.writing import localized, number
from renkei.engines.demography.axes import FEMALE
from renkei.engines.demography.decomposition import births_difference
from renkei.observatory import queries, tables
from renkei.observatory.arrays import AGES, Subject, Values, counted
from renkei.observatory.measures import measures
from renkei.observatory.parts import PERSONS, SERIES, YEAR, long_table, sources
from renkei.places.codes import HOKKAIDO, JAPAN

KEY, WHY = "fertility", "why-fewer-births"
RATE = Column("rate", Text("合計特殊出生率", "Total fertility rate"))
JAPAN_AS_SUBJECT = Subject(JAPAN, Text("全国", "Japan"), (JAPAN,))
FACTOR = Column("factor", Text("要因", "Factor"))
FROM, TO = (
    Column("from_year", Text("はじめの年", "From")),
    Column("to_year", Text("終わりの年", "To")),
)
BIRTHS_TABLE = "births_by_mother_age"
CHILDBEARING = AGES.span(15, 50)
EFFECTS = {
    "women": Text("15～49歳の女性の数", "Number of women aged 15-49"),
    "structure": Text("その年齢の構成", "Their ages"),
    "fertility": Text("年齢ごとの出生率", "Birth rates at each age"),
}


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
        key=KEY,
        finding=finding,
        measure=measure,
        table=table,
        reading=spread(table, down=["year"], across="series", value="rate", sort=True),
        sources=sources("vital_summary", "fertility_schedule"),
        definition=localized(tfr.definition),
        chart=line_chart(
            Lines(
                Caption(KEY, finding, measure),
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
        "first": min(own),
        "year": max(own),
        "rate": number(own[max(own)], 2),
        "low": low,
        "common": last,
        "own": number(own[last], 2),
        "japan": number(japan[last], 2),
    }
    if low == max(own):
        return (
            _(
                "合計特殊出生率は%(year)s年に%(rate)sで、%(first)s年以降で最低。%(common)s年は%(own)s、全国は%(japan)s"
            )
            % words
        )
    return _("合計特殊出生率は%(year)s年に%(rate)s。%(common)s年は%(own)s、全国は%(japan)s") % words


def why_fewer_births_figure(subject: Subject) -> Figure | None:
    """Only for the prefecture: births by mother's age are held for no smaller place."""
    if subject.code != HOKKAIDO:
        return None
    first, last = _census_years_with_births()
    before, after = _women_and_births(subject, first), _women_and_births(subject, last)
    found = births_difference((before[0], before[1] / before[0]), (after[0], after[1] / after[0]))
    effects = {name: float(effect) for name, effect in found.effects.items()}
    measure = _("%(first)s年から%(last)s年までの出生数の差を三つの要因に分けた値（人）") % {
        "first": first,
        "last": last,
    }
    finding = _why_finding(first, last, effects, float(found.difference))
    return Figure(
        key=WHY,
        finding=finding,
        measure=measure,
        table=long_table(
            Text("出生数の差の要因分解", "Decomposition of the difference in births"),
            subject,
            (FROM, TO, FACTOR, PERSONS),
            [(first, last, EFFECTS[name], round(effect)) for name, effect in effects.items()],
        ),
        sources=sources(BIRTHS_TABLE, "census"),
        definition=_(
            "母の年齢5歳階級別の出生数と国勢調査の女性人口による。要因を入れ替えるすべての順序の平均で分け、"
            "合計は出生数の差に等しい。15歳未満と50歳以上の母の出生は両端の階級に含める。"
        ),
        chart=row_chart(
            Rows(
                Caption(WHY, finding, measure),
                [
                    Row(localized(EFFECTS[name]), max(-effect, 0), max(effect, 0), effect)
                    for name, effect in effects.items()
                ],
                Side(_("減らした"), Tone.DEATHS),
                Side(_("増やした"), Tone.BIRTHS),
                net=_("差引"),
            )
        ),
    )


def _census_years_with_births() -> tuple[int, int]:
    births = set(tables.table(BIRTHS_TABLE)["year"])
    years = [year for year in counted("census").known.years if year in births]
    return years[0], years[-1]


def _women_and_births(subject: Subject, year: int) -> tuple[Values, Values]:
    """(age,) of women aged 15-49 and of the births they had."""
    found = counted("census").of(subject, year)
    assert found, f"there is no census of {year}"
    frame = tables.table(BIRTHS_TABLE).filter(
        (pl.col("year") == year) & (pl.col("age") != "unknown")
    )
    lower = frame["age"].str.extract(r"^(\d+)").cast(pl.Int64).clip(15, 45)
    births = frame.with_columns(lower=lower).group_by("lower").agg(pl.col("births").sum())
    ordered = births.sort("lower")["births"].to_numpy().astype(float)
    return found[0][FEMALE, CHILDBEARING], ordered


def _why_finding(first: int, last: int, effects: dict[str, float], difference: float) -> str:
    most = min(effects, key=lambda name: effects[name])
    name = localized(EFFECTS[most])
    return _(
        "%(first)s年から%(last)s年に出生は%(n)s人。最も減らしたのは「%(most)s」の変化（%(m)s人）"
    ) % {
        "first": first,
        "last": last,
        "n": number(difference, signed=True),
        "most": name[0].lower() + name[1:],
        "m": number(effects[most], signed=True),
    }
