"""How an indicator may be counted: what a file may say, and what is refused."""

from typing import Any

import pytest

from renkei.charter.counts import Count
from renkei.charter.errors import CharterError
from renkei.charter.parsing import Spot, read_table
from renkei.charter.reader import programme, read_programme

WORDS = {"ja": "語", "en": "words"}
PLAIN = {
    "room": "casework",
    "kinds": ["consultation.given"],
    "measure": "entries",
    "what": WORDS,
    "date": WORDS,
    "credit": WORDS,
}
PER = {"kinds": ["case.opened"], "measure": "persons", "what": WORDS}
HERE = Spot("some.toml")
CENTRES = "2_migration_and_uturn/1_two_centres.toml"


def read(**more: Any) -> Count:
    return read_table(Count, {**PLAIN, **more}, HERE)


def test_count_is_read_with_its_filters_and_denominator() -> None:
    count = read(
        where=[{"fact": "desk", "one_of": ["a", 2, True]}, {"fact": "age", "is_known": True}],
        per={**PER, "where": [{"fact": "place", "none_of": ["011002"]}]},
        times=100,
    )

    assert [one.one_of for one in count.where] == [("a", 2, True), ()]
    assert count.facts == ("desk", "age")
    assert [part.measure for part in count.parts] == ["entries", "persons"]
    assert count.per
    assert count.per.facts == ()


def test_level_names_what_ends_it() -> None:
    count = read(measure="level", ended_by=["case.closed"], until="valid_to", of="persons")

    assert count.every_kind == ("consultation.given", "case.closed")
    assert count.facts == ("valid_to",)


@pytest.mark.parametrize(
    ("more", "is_about_people"),
    [
        ({}, False),
        ({"people": True}, True),
        ({"measure": "persons"}, True),
        ({"measure": "level", "of": "persons"}, True),
        ({"measure": "level", "of": "organisations"}, False),
    ],
)
def test_count_knows_whether_its_cells_are_people(
    more: dict[str, Any], is_about_people: bool
) -> None:
    assert read(**more).is_about_people == is_about_people


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"kinds": ["consultation"]}, "kinds: “consultation” is no such name"),
        ({"kinds": []}, "kinds: should be a list with at least one entry"),
        ({"room": "kitchen"}, "room: “kitchen” is not one of"),
        ({"measure": "sum"}, "of: is missing: of which fact is the sum?"),
        ({"measure": "median", "of": "Days"}, "of: “Days” is no such name; write it as “is_onl"),
        ({"of": "days"}, "of: belongs to the measures sum, median and level"),
        ({"measure": "level", "of": "days"}, "of: of a level is “persons” or “organisations”"),
        ({"until": "valid_to"}, "until: belongs to the measure “level”"),
        ({"ended_by": ["case.closed"]}, "ended_by: belongs to the measure “level”"),
        ({"within_months": 6}, "within_months: belongs to the measure “level”"),
        ({"times": 100}, "times: belongs to a rate, which has `per`"),
        ({"by": ["Sex"]}, "by: “Sex” is no such name"),
        ({"where": [{"fact": "desk"}]}, "where[1].one_of: or `none_of` or `is_known` is stated"),
        (
            {"where": [{"fact": "desk", "one_of": ["a"], "none_of": ["b"]}]},
            "where[1].one_of: or `none_of` or `is_known` is stated, and only one of them",
        ),
        (
            {"where": [{"fact": "desk", "one_of": [1.5]}]},
            "where[1].one_of[1]: should be a text in quotation marks or a whole number or true",
        ),
        ({"where": [{"fact": "desk", "one_of": [""]}]}, "where[1].one_of[1]: is empty"),
        ({"per": PLAIN}, "per.room: is not known here"),
        ({"per": {**PER, "until": "x"}}, "per.until: belongs to the measure “level”"),
    ],
)
def test_count_that_does_not_fit_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(CharterError) as refused:
        read(**more)

    assert str(refused.value).startswith(f"some.toml: {message}")


def test_count_belongs_to_the_journal_alone(draft: Any) -> None:
    draft.change(CENTRES, 'source = "journal"', 'source = "survey"')

    with pytest.raises(CharterError, match="count: only an indicator with source “journal” is"):
        read_programme(draft.folder)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("II-1.7", "same_thing_as: names another indicator, not the same"),
        ("II-1.8", r"II-1\.7\.same_thing_as: “II-1\.8” is no indicator that names this one in"),
    ],
)
def test_two_definitions_of_one_thing_name_each_other(draft: Any, new: str, message: str) -> None:
    draft.change(CENTRES, 'same_thing_as = "II-1.10"', f'same_thing_as = "{new}"')

    with pytest.raises(CharterError, match=message):
        read_programme(draft.folder)


def test_indicators_are_found_by_their_ids() -> None:
    agreed = programme()

    assert agreed.indicator("II-1.7").reference == "II-1"
    assert agreed.indicator("P.23").reference == ""
    assert len(agreed.every_indicator) == 150
    with pytest.raises(KeyError):
        agreed.indicator("IV-1.1")
