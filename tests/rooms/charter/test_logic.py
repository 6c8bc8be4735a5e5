"""The logic of an initiative leads from what is done to the population, and never back."""

import re

import pytest

from renkei.charter.errors import CharterError, MisfitError
from renkei.charter.logic import Link, UnfitLinkError, check
from renkei.charter.reader import programme, read_programme
from renkei.charter.text import Text
from tests.rooms.charter.conftest import Draft

WHY = Text("なぜか", "why")
LEVELS = {"I-1": "activity", "I-1.1": "output", "I-1.2": "output", "I-1.3": "outcome"}


def link(cause: str, effect: str) -> Link:
    return Link(cause, effect, "assumed", WHY)


def refused(*links: Link) -> tuple[int, str, str]:
    with pytest.raises(UnfitLinkError) as unfit:
        check(links, LEVELS)
    return unfit.value.number, unfit.value.name, unfit.value.problem


def test_links_from_activity_to_population_are_accepted() -> None:
    links = [
        link("I-1", "I-1.1"),
        link("I-1.1", "I-1.3"),
        link("I-1.3", "population:births"),
    ]

    assert check(links, LEVELS) is None


def test_unknown_end_is_refused_with_its_place() -> None:
    number, name, problem = refused(link("I-1", "I-1.1"), link("I-1.9", "I-1.3"))

    assert (number, name) == (2, "cause")
    assert problem.startswith("“I-1.9” is no indicator of this initiative")


def test_link_that_leads_backwards_is_refused() -> None:
    number, name, problem = refused(link("I-1.3", "I-1.1"))

    assert (number, name) == (1, "effect")
    assert "“I-1.1” (output) comes before “I-1.3” (outcome)" in problem


def test_circle_and_repeat_are_refused() -> None:
    one, back = link("I-1.1", "I-1.2"), link("I-1.2", "I-1.1")

    assert refused(one, back)[2] == "“I-1.1” would lead to itself"
    assert refused(link("I-1.1", "I-1.1"))[2] == "“I-1.1” would lead to itself"
    assert refused(one, one)[2] == "“I-1.1” already leads there"


def test_population_is_an_effect_only_and_one_of_a_few() -> None:
    with pytest.raises(MisfitError, match="where the logic ends"):
        link("population:births", "I-1.1")
    with pytest.raises(MisfitError, match="“luck” is not one of births"):
        link("I-1.1", "population:luck")


def test_grade_needs_a_source_unless_nothing_is_known() -> None:
    with pytest.raises(MisfitError, match="grade C needs one"):
        Link("I-1", "I-1.1", "C", WHY)


def test_reader_names_the_file_and_the_link(draft: Draft) -> None:
    draft.change(
        "1_workstyle_and_women/3_company_awareness.toml", 'effect = "I-3.1"', 'effect = "I-9.1"'
    )

    with pytest.raises(CharterError, match=re.escape("3_company_awareness.toml: logic[2].effect")):
        read_programme(draft.folder)


def test_every_initiative_of_the_programme_reaches_the_population() -> None:
    without = [
        one.reference
        for one in programme().initiatives
        if not any(link.effect.startswith("population:") for link in one.logic)
    ]

    assert without == []


def test_nothing_is_claimed_that_nobody_has_shown() -> None:
    grades = {link.grade for one in programme().initiatives for link in one.logic}

    assert grades == {"assumed", "D"}
