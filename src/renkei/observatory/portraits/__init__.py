"""Portraits: the figures of one place, each with its finding as a sentence.

A section is a function from a subject to a `Figure`, or None where its data do not exist for the
place. The page of an area, its downloads and its navigation all follow from `SECTIONS`.
"""

from collections.abc import Callable
from functools import lru_cache

from renkei.charter.text import Text
from renkei.core.figures import Figure
from renkei.core.writing import language
from renkei.observatory import tables
from renkei.observatory.arrays import Subject
from renkei.observatory.portraits import (
    age_groups,
    ages_ahead,
    change,
    change_ahead,
    fertility,
    flows,
    forecast,
    foreign,
    lifetime,
    migration,
    population,
    pyramid,
    vital,
    women_ahead,
)

Section = Callable[[Subject], Figure | None]

# In the order of the page; what a reader can jump to has a short name.
SECTIONS: dict[str, tuple[Text, Section]] = {
    population.KEY: (Text("人口の推移と推計", "Past and future"), population.population_figure),
    ages_ahead.KEY: (Text("2045年の年齢構成", "Ages in 2045"), ages_ahead.ages_ahead_figure),
    change_ahead.KEY: (
        Text("これからの出生・死亡・移動", "Births, deaths, moves ahead"),
        change_ahead.change_ahead_figure,
    ),
    women_ahead.KEY: (
        Text("20～39歳の女性", "Women aged 20-39"),
        women_ahead.women_ahead_figure,
    ),
    change.NATURAL: (Text("出生と死亡", "Births and deaths"), change.natural_change_figure),
    change.SOCIAL: (Text("転入と転出", "Arrivals and departures"), change.social_change_figure),
    migration.KEY: (
        Text("だれが、いつ出ていくか", "Who leaves, and when in life"),
        migration.leaving_figure,
    ),
    migration.SINCE: (Text("1980年からの変化", "Since 1980"), migration.leaving_since_figure),
    flows.KEY: (Text("相手の都道府県", "Which prefectures"), flows.prefectures_figure),
    pyramid.KEY: (Text("年齢の構成", "Ages"), pyramid.pyramid_figure),
    age_groups.KEY: (
        Text("子ども・働く世代・高齢者", "Young, working, old"),
        age_groups.age_groups_figure,
    ),
    vital.KEY: (Text("出生と結婚", "Births and marriages"), vital.births_figure),
    fertility.KEY: (Text("合計特殊出生率", "Fertility"), fertility.fertility_figure),
    fertility.WHY: (
        Text("出生が減った理由", "Why fewer births"),
        fertility.why_fewer_births_figure,
    ),
    lifetime.KEY: (Text("平均寿命", "Length of life"), lifetime.lifetime_figure),
    foreign.KEY: (Text("外国人住民", "Foreign residents"), foreign.foreign_figure),
}


def figure(key: str, subject: Subject) -> Figure | None:
    """A section of a portrait, drawn once for each language as long as the figures stay the same.

    Errors  KeyError when there is no such section
    """
    return _figure(key, subject, language(), (tables.version(), forecast.version()))


@lru_cache(maxsize=256)
def _figure(
    key: str, subject: Subject, _language: str, _versions: tuple[str, str]
) -> Figure | None:
    return SECTIONS[key][1](subject)
