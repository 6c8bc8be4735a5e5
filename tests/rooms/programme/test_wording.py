from typing import get_args

import pytest
from django.utils.translation import override

from renkei.charter.terms import Confidence, Direction, Level, Period, Side, Source, Value
from renkei.programme import wording
from renkei.programme.queries import overview as queries


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Level, wording.LEVELS),
        (Direction, wording.DIRECTIONS),
        (Source, wording.SOURCES),
        (Confidence, wording.CONFIDENCES),
        (Confidence, wording.CONFIDENCES_EXPLAINED),
    ],
)
def test_every_term_of_the_charter_has_words(terms: object, words: dict[str, object]) -> None:
    assert list(words) == list(get_args(terms))


def test_every_side_has_its_column() -> None:
    sides = [side for _key, _title, members in queries.COLUMNS for side in members]

    assert sorted(sides) == sorted(get_args(Side))


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        (Value(13844), "13,844", "13,844"),
        (Value(1.14), "1.14", "1.14"),
        (Value(-34478), "−34,478", "−34,478"),
        (Value(400, approximate=True), "約400", "about 400"),
    ],
)
def test_value_is_written_as_exactly_as_its_source(
    value: Value, japanese: str, english: str
) -> None:
    with override("ja"):
        assert wording.value(value) == japanese
    with override("en"):
        assert wording.value(value) == english


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        (Value(1, year=2018), "2018年（平成30年）", "2018"),
        (Value(1, year=2018, fiscal=True), "2018年度（平成30年度）", "fiscal 2018"),
        (Value(1), "時点の記載なし", "no date given"),
    ],
)
def test_value_says_when(value: Value, japanese: str, english: str) -> None:
    with override("ja"):
        assert wording.when(value) == japanese
    with override("en"):
        assert wording.when(value) == english


def test_period_of_one_year_is_written_once() -> None:
    with override("ja"):
        assert wording.period(Period(2020, 2020)) == "2020年度（令和2年度）"
