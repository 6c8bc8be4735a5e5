"""The programme that is shipped, held against the agreement of 31 March 2020."""

from datetime import date

import pytest

from renkei.charter.reader import programme
from renkei.charter.terms import Indicator, Neighbour, Period, Value

TITLES = [
    ("I-1", "働き方改革優良事例の普及啓発とハンズオン支援を通じた全道展開"),
    ("I-2", "優良企業認定制度の普及展開"),
    ("I-3", "ワーク・ライフ・バランスなど働き方改革に関する企業への普及啓発"),
    ("I-4", "働き方改革を加速させる仕組みづくり"),
    ("I-5", "女性活躍のモデルづくり"),
    ("I-6", "女性活躍に向けた意識改革の推進"),
    ("I-7", "結婚・出産後の女性の継続的な就労と復職の支援"),
    ("I-8", "子育て支援情報の連携した発信"),
    ("II-1", "道と市が有する拠点の連携強化"),
    ("II-2", "道外での移住イベント等における連携"),
    ("II-3", "道外大学とのUIターン就職協定に関する連携"),
    ("II-4", "石狩振興局における若者の地元定着の促進に向けた事業との連携"),
    ("II-5", "企業と大学生を結ぶインターンシップ事業における連携"),
    ("II-6", "さっぽろ圏「ひとづくり」プロジェクトに関する連携"),
    ("II-7", "人材の地元定着に向けた企業誘致"),
    ("II-8", "人口移動に関する調査・分析"),
    ("III-1", "「北海道創生プラットフォーム事業」における連携"),
    ("III-2", "大学生等の道内定着と地域還流の促進"),
    ("III-3", "札幌市と道内市町村との連携推進"),
    ("III-4", "関係人口の創出・拡大に向けた連携"),
    ("III-5", "多文化共生社会の実現に向けた連携の強化"),
    ("III-6", "海外拠点によるアジアマーケット開拓"),
]
N_INDICATORS = {
    "I": [5, 8, 3, 5, 3, 4, 7, 5],
    "II": [10, 5, 6, 4, 6, 10, 6, 3],
    "III": [4, 6, 3, 7, 6, 7],
}
COMPUTED = {
    "P.02": ("tfr", "010006", 1),
    "P.04": ("net_migration_all", "010006", -1),
    "P.05": ("net_migration_japanese", "010006", -1),
    "P.10": ("natural_change_vital", "010006", 1),
    "P.12": ("births_vital", "010006", 1),
    "P.13": ("marriages", "010006", 1),
}


def all_indicators() -> list[Indicator]:
    ours = [
        indicator for initiative in programme().initiatives for indicator in initiative.indicators
    ]
    return [*programme().indicators, *ours]


def indicator(identifier: str) -> Indicator:
    return next(found for found in all_indicators() if found.id == identifier)


def test_programme_is_the_one_of_march_2020():
    agreed = programme()

    assert agreed.key == "hokkaido_sapporo_2020"
    assert agreed.agreed_on == date(2020, 3, 31)
    assert agreed.period == Period(2020, 2024)
    assert agreed.predecessor == Neighbour(2018, 2019)
    assert agreed.successor == Neighbour(2025, 2029)


def test_initiatives_stand_in_the_order_of_the_agreement():
    titles = [(found.reference, found.title.ja) for found in programme().initiatives]

    assert titles == TITLES


def test_themes_hold_eight_eight_and_six_initiatives():
    held = [(theme.reference, len(theme.initiatives)) for theme in programme().themes]

    assert held == [("I", 8), ("II", 8), ("III", 6)]


def test_indicators_number_150_and_none_stands_twice():
    identifiers = [found.id for found in all_indicators()]

    assert len(identifiers) == 150
    assert len(set(identifiers)) == 150


def test_each_initiative_carries_its_indicators():
    counts = {
        theme.reference: [len(initiative.indicators) for initiative in theme.initiatives]
        for theme in programme().themes
    }

    assert counts == N_INDICATORS
    assert len(programme().indicators) == 27


@pytest.mark.parametrize("initiative", programme().initiatives, ids=lambda found: found.reference)
def test_initiative_names_a_part_for_both_governments(initiative):
    sides = {partner.side for partner in initiative.partners}

    assert {"prefecture", "city"} <= sides or "joint" in sides


@pytest.mark.parametrize(
    ("identifier", "baseline", "target"),
    [
        ("P.01", Value(1.14, 2018), None),
        ("P.10", Value(-34478, 2019), None),
        ("P.19", None, None),
        ("I-7.1", Value(323, 2018, fiscal=True), None),
        (
            "II-6.4",
            Value(10_260_000, 2020, fiscal=True),
            Value(10_000_000, 2020, fiscal=True),
        ),
        ("II-6.5", None, Value(1_000_000_000)),
        ("III-3.2", Value(9), None),
        ("III-6.1", Value(176_800_000_000, 2022), Value(150_000_000_000, 2023)),
    ],
)
def test_indicator_carries_the_published_figures(identifier, baseline, target):
    found = indicator(identifier)

    assert (found.baseline, found.target) == (baseline, target)


def test_measures_are_named_only_where_the_definition_is_the_same():
    computed = {
        found.id: (found.measure, found.area, found.sign)
        for found in all_indicators()
        if found.measure
    }

    assert computed == COMPUTED


def test_verified_indicators_state_a_figure():
    silent = [
        found.id
        for found in all_indicators()
        if found.confidence == "verified" and not (found.baseline or found.target)
    ]

    assert silent == []


def test_only_verified_indicators_state_a_baseline():
    invented = [
        found.id for found in all_indicators() if found.baseline and found.confidence != "verified"
    ]

    assert invented == []
