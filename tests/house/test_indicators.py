"""Every kind and fact that a definition names exists, or its room is not open yet."""

from collections.abc import Iterator

import pytest

from renkei.charter.counts import BREAKDOWNS, COLUMNS, Counted
from renkei.charter.reader import programme
from renkei.charter.terms import Indicator
from renkei.core.sides import Side
from renkei.journal.kinds import Fact, kind_called, kinds
from renkei.programme.figures import in_words, rooms_of_kinds, waits_for
from tools.indicators_page import page

COUNTED = [one for one in programme().every_indicator if one.count]
# A room that declares any kind is open: then all its kinds that are counted must be there.
OPEN = {kind.event.__module__.split(".")[1] for kind in kinds()}
ROOMS = rooms_of_kinds()
PARTS = [(one, part) for one in COUNTED if one.count for part in one.count.parts]
LIVE = [(one, part) for one, part in PARTS if not waits_for(one)]
KNOWN = {"side": set(Side.values), "sex": {"female", "male", "other"}}


def names(pair: tuple[Indicator, Counted]) -> str:
    return pair[0].id


def facts_of(kind: str) -> dict[str, Fact]:
    declared = kind_called(kind)
    assert declared is not None
    return {fact.name: fact for fact in declared.facts}


def wrong_values(fact: Fact, values: tuple[object, ...]) -> Iterator[object]:
    for value in values:
        if choices := getattr(fact.type, "values", None):
            fits = value in choices
        else:
            fits = type(value) is fact.type
        if not fits:
            yield value


@pytest.mark.parametrize("one", programme().every_indicator, ids=lambda one: one.id)
def test_journal_indicator_says_how_it_is_counted(one: Indicator) -> None:
    assert (one.count is not None) == (one.source == "journal")


@pytest.mark.parametrize("pair", PARTS, ids=names)
def test_kinds_are_declared_once_their_room_is_open(pair: tuple[Indicator, Counted]) -> None:
    _, part = pair
    missing = [kind for kind in part.every_kind if kind_called(kind) is None]

    assert [kind for kind in missing if ROOMS[kind] in OPEN] == []


@pytest.mark.parametrize("one", COUNTED, ids=lambda one: one.id)
def test_room_is_the_one_that_declares_the_kinds(one: Indicator) -> None:
    assert one.count
    declared = [kind for name in one.count.kinds if (kind := kind_called(name))]

    assert {kind.event.__module__.split(".")[1] for kind in declared} <= {one.count.room}


@pytest.mark.parametrize("pair", LIVE, ids=names)
def test_facts_are_of_the_type_that_the_definition_expects(
    pair: tuple[Indicator, Counted],
) -> None:
    _, part = pair
    for kind in part.kinds:
        facts = facts_of(kind)
        assert set(part.facts) <= set(facts)
        for one in part.where:
            if one.fact in facts:
                assert list(wrong_values(facts[one.fact], one.one_of or one.none_of)) == []
        if part.of in facts:
            assert facts[part.of].type.__name__ in ("int", "Decimal")
        if part.until:
            assert facts[part.until].type.__name__ == "date"


@pytest.mark.parametrize("one", COUNTED, ids=lambda one: one.id)
def test_columns_are_asked_for_values_that_they_have(one: Indicator) -> None:
    assert one.count
    for part in one.count.parts:
        for wanted in part.where:
            if wanted.fact in KNOWN:
                assert set(wanted.one_of or wanted.none_of) <= KNOWN[wanted.fact]


def test_no_kind_calls_a_fact_like_a_column_of_every_entry() -> None:
    clashes = [
        (kind.name, fact.name)
        for kind in kinds()
        if kind.event.__module__.startswith("renkei.")
        for fact in kind.facts
        if fact.name in COLUMNS
    ]

    assert clashes == []


@pytest.mark.parametrize("pair", LIVE, ids=names)
def test_break_downs_are_told_by_the_kinds(pair: tuple[Indicator, Counted]) -> None:
    one, part = pair
    assert one.count
    by_fact = set(one.count.by) - set(BREAKDOWNS)

    assert by_fact <= set(facts_of(part.kinds[0]))


@pytest.mark.parametrize("one", COUNTED, ids=lambda one: one.id)
def test_unit_of_a_rate_is_a_ratio(one: Indicator) -> None:
    assert one.count
    is_ratio = one.count.per is not None or one.count.measure == "median"

    assert is_ratio == (one.basis == "rate")
    assert (one.count.times == 100) == ("％" in one.unit.ja)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_lists_every_definition_and_those_that_wait_by_room(language: str) -> None:
    written = page(language)

    for one in COUNTED:
        assert f"### {one.id} {one.name.in_language(language)}" in written
        assert in_words(one)[0].in_language(language) in written
    waiting = written.partition("\n## ")[2].partition("\n## ")[0]
    for one in COUNTED:
        assert (
            f"| {one.id}" in waiting or f" {one.id}" in waiting or f"、{one.id}" in waiting
        ) == bool(waits_for(one))
