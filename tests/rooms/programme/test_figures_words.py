"""A definition in words, and official figures."""

from dataclasses import replace
from datetime import date

import pytest

from renkei.charter.counts import Filter
from renkei.charter.reader import programme
from renkei.programme.figures import entries_behind, figure, figures, in_words
from renkei.programme.periods import Period
from tests.rooms.programme.indicators import counted, indicator

YEAR = Period.year(2025)


def told(*, language: str = "ja", **more: object) -> list[str]:
    measure = str(more.pop("measure", "entries"))
    return [one.in_language(language) for one in in_words(indicator(measure, **more))]


def test_words_are_made_from_the_definition() -> None:
    words = told(
        where=(
            Filter("level", one_of=("first", "second")),
            Filter("side", none_of=("joint",)),
            Filter("is_open", one_of=(True,)),
            Filter("rating", is_known=True),
        )
    )

    assert words == [
        "試し。",
        "「試しの開催」の記録を1件ずつ数えます。",
        "段階が一つ星または二つ星のものに限ります。",
        "側が道市共同以外と分かるものに限ります。",
        "`is_open`が「はい」のものに限ります。",
        "評価の分かるものに限ります。",
        "取組I-2のための記録だけを数えます。",
        "試し。",
        "試し。",
        "取り消された記録は数えません。",
    ]


def test_words_of_a_level_say_how_it_ends() -> None:
    words = told(
        measure="level",
        language="en",
        ended_by=("trial.cancelled",),
        until="until",
        of="organisations",
        within_months=6,
    )

    assert words[1:5] == [
        "Counts the organisations (the same one counts once) that stand on the last day of the "
        "period. They begin with “Trial held”.",
        "They end with “Trial cancelled”.",
        "What is past its `until` does not count.",
        "Only those with an entry in the 6 months up to the last day.",
    ]


def test_words_of_a_rate_say_what_it_is_divided_by() -> None:
    words = told(language="en", per=counted("sum", of="visitors"), times=100)

    assert words[1:5] == [
        "Each entry of the kind “Trial held” counts as one.",
        "Divided by: A trial.",
        "Adds up visitors over entries of the kind “Trial held”.",
        "Times 100.",
    ]


def test_places_are_called_by_their_names() -> None:
    words = told(where=(Filter("place", none_of=("011002",)),))

    assert words[2] == "地域が札幌市以外と分かるものに限ります。"


def test_every_journal_indicator_of_the_charter_has_words() -> None:
    for one in programme().every_indicator:
        sentences = in_words(one)
        assert bool(sentences) == (one.source == "journal")
        for sentence in sentences:
            assert "{" not in sentence.ja + sentence.en


@pytest.mark.django_db
@pytest.mark.usefixtures("places_loaded")
def test_statistics_give_the_newest_value_up_to_the_period() -> None:
    fertility = programme().indicator("P.02")

    now, before = figure(fertility, YEAR), figure(fertility, Period.year(2020))

    assert (str(now.total), now.reference and now.reference.year) == ("1.06", 2023)
    assert before.reference
    assert before.reference.year == 2020
    assert "人口動態" in before.reference.source.ja
    assert now.state == "computed"


@pytest.mark.django_db
@pytest.mark.usefixtures("places_loaded")
def test_statistics_count_in_the_direction_of_the_agreement() -> None:
    assert figure(programme().indicator("P.04"), YEAR).total == 5162


@pytest.mark.django_db
def test_statistics_of_an_area_that_is_not_held_are_unknown() -> None:
    found = figure(replace(programme().indicator("P.02"), area="999999"), YEAR)

    assert (found.state, found.total, found.reference) == ("computed", None, None)


@pytest.mark.django_db
def test_indicators_without_a_count_have_no_definition() -> None:
    agreed = programme()
    asked = [agreed.indicator(key) for key in ("P.01", "P.26", "II-1.1")]

    found = figures(asked, YEAR)

    assert {key: (one.state, one.total) for key, one in found.items()} == dict.fromkeys(
        ("P.01", "P.26", "II-1.1"), ("no_definition", None)
    )
    with pytest.raises(ValueError, match=r"P\.01"):
        entries_behind(asked[0], YEAR)


@pytest.mark.django_db
def test_two_definitions_of_people_who_moved_name_each_other() -> None:
    agreed = programme()

    narrow, wide = agreed.indicator("II-1.7"), agreed.indicator("II-1.10")

    assert (narrow.same_thing_as, wide.same_thing_as) == (wide.id, narrow.id)
    assert figure(narrow, Period(date(2025, 4, 1), date(2025, 4, 30), "x")).waits_for == (
        "move.made",
    )
