"""Set-based counts: facts, amounts, different ones, what has begun and not ended."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db.models import F, Q

from renkei.core.rights import NOBODY
from renkei.journal import tallies
from renkei.journal.actions import record
from renkei.journal.models import Entry
from renkei.journal.queries import standing_entries
from renkei.journal.tallies import Different
from tests.rooms.journal.happenings import Level, TrialCancelled, held

pytestmark = pytest.mark.django_db

LAST = date(2026, 12, 31)


def cancelled(subject: str, on: date) -> Entry:
    event = TrialCancelled(subject_kind="trial", subject_key=subject)
    return record(event, by=NOBODY, on=on)


def test_facts_are_read_in_their_types() -> None:
    held(level=Level.SECOND, visitors=5, is_open=False, fee=Decimal("2.5"), rating=None)

    by = {name: tallies.Told(name, of) for name, of in TYPES.items()}
    (row,) = tallies.tallied(standing_entries(), by)

    assert {name: row[name] for name in TYPES} == {
        "level": "second",
        "visitors": 5,
        "is_open": False,
        "until": "2026-10-06",
        "rating": None,
        "absent": None,
    }


TYPES = {"level": str, "visitors": int, "is_open": bool, "until": str, "rating": int, "absent": str}


def test_name_that_is_no_fact_is_refused() -> None:
    with pytest.raises(ValueError, match="is no fact"):
        tallies.Told('x" OR 1=1')


def test_groups_are_counted_and_their_amounts_added_exactly() -> None:
    for side, fee in (("city", "0.1"), ("city", "0.2"), ("joint", "1.005")):
        held(side=side, fee=Decimal(fee), rating=2 if side == "joint" else None)

    rows = tallies.tallied(standing_entries(), {"side": F("side")}, ["fee", "rating"])

    assert sorted((row["side"], row["n"], row["n_rating"]) for row in rows) == [
        ("city", 2, 0),
        ("joint", 1, 1),
    ]
    sums = {row["side"]: tallies.exactly(row["sum_fee"]) for row in rows}
    assert sums == {"city": Decimal("0.3"), "joint": Decimal("1.005")}


@pytest.mark.parametrize(
    ("condition", "n"),
    [
        (tallies.telling("rating", int, one_of=[3]), 1),
        (tallies.telling("rating", int, none_of=[3]), 1),
        (tallies.telling("rating", int), 2),
        (tallies.telling("is_open", bool, none_of=[True]), 1),
        (tallies.serving("I-2"), 3),
        (tallies.serving("I-1"), 0),
        (tallies.serving(""), 3),
    ],
)
def test_condition_holds_only_for_what_is_known(condition: Q, n: int) -> None:
    held(rating=3)
    held(rating=4, is_open=False)
    held()

    assert standing_entries().filter(condition).count() == n


def test_different_ones_are_told_apart_for_each_condition() -> None:
    for side, person, is_open in (
        ("city", "a", True),
        ("prefecture", "a", False),
        ("joint", "b", True),
        ("", "c", True),
        ("city", "", True),
    ):
        held(side=side, person=person, is_open=is_open, organisations=(person,) if person else ())

    conditions = [Q(), tallies.telling("is_open", bool, one_of=[True])]
    expected = [Different(2, 2, 2, 1), Different(1, 2, 1, 1)]

    assert tallies.different(standing_entries(), "persons", conditions) == expected
    assert tallies.different(standing_entries(), "organisations", conditions) == expected
    narrow = [conditions[1], tallies.serving("II-9")]
    assert tallies.different(standing_entries(), "persons", narrow) == [
        expected[1],
        Different(0, 0, 0, 0),
    ]


def test_entries_that_name_nobody_are_known() -> None:
    held(person="a", organisations=("x", "y"))
    held()

    for of in ("persons", "organisations"):
        rows = tallies.tallied(standing_entries(), {"has": tallies.has_any(of)})
        assert sorted((row["has"], row["n"]) for row in rows) == [(False, 1), (True, 1)]
    keys = [row["key"] for row in tallies.each(standing_entries(), "organisations", {})]
    assert sorted(keys, key=str) == [None, "x", "y"]


def test_pairs_hold_each_person_with_each_cell_once() -> None:
    for person, on in (("a", 5), ("a", 6), ("b", 5), ("", 5)):
        held(person=person, on=date(2026, 10, on))
    held(person="a", on=date(2026, 11, 5))

    found = tallies.pairs(standing_entries(), "persons", tallies.Month())

    assert sorted(found) == [("a", "2026-10"), ("a", "2026-11"), ("b", "2026-10")]


def test_record_stands_by_its_newest_beginning() -> None:
    held(subject="ended", on=date(2026, 4, 1))
    cancelled("ended", date(2026, 5, 1))
    held(subject="again", on=date(2026, 4, 1))
    cancelled("again", date(2026, 5, 1))
    again = held(subject="again", on=date(2026, 6, 1))
    held(subject="renewed", on=date(2026, 4, 1))
    same_day = held(subject="renewed", on=date(2026, 4, 1))
    held(subject="later", on=date(2027, 1, 1))

    kinds = {"kinds": ["trial.held"], "ended_by": ["trial.cancelled"]}

    assert set(tallies.begun(None, LAST, **kinds)) == {again, same_day}


def test_end_that_was_not_known_yet_ends_nothing() -> None:
    june, july = (datetime(2026, month, 15, tzinfo=UTC) for month in (6, 7))
    with time_machine.travel(june, tick=False):
        begun = held(subject="a", on=date(2026, 4, 1))
    with time_machine.travel(july, tick=False):
        cancelled("a", date(2026, 5, 1))

    kinds = {"kinds": ["trial.held"], "ended_by": ["trial.cancelled"]}

    assert list(tallies.begun(june, LAST, **kinds)) == [begun]
    assert list(tallies.begun(july, LAST, **kinds)) == []


def test_last_day_still_holds_and_the_next_does_not() -> None:
    ends = held(until=date(2026, 12, 31))

    assert list(tallies.still_holding(standing_entries(), "until", LAST)) == [ends]
    assert list(tallies.still_holding(standing_entries(), "until", date(2027, 1, 1))) == []
    assert list(tallies.still_holding(standing_entries(), "absent", LAST)) == [ends]


def test_side_holds_what_both_did() -> None:
    for side in ("prefecture", "city", "joint", ""):
        held(side=side)

    sides = {side: tallies.of_side(standing_entries(), side).count() for side in SIDES}
    assert sides == {"prefecture": 2, "city": 2, "joint": 1, "": 1}


SIDES = ("prefecture", "city", "joint", "")


def test_watermark_is_the_last_entry_that_was_known() -> None:
    june, july = (datetime(2026, month, 15, tzinfo=UTC) for month in (6, 7))
    with time_machine.travel(june, tick=False):
        first = held()
    with time_machine.travel(july, tick=False):
        second = held()

    assert tallies.watermark(None) == second.pk
    assert tallies.watermark(june) == first.pk
    assert tallies.watermark(datetime(2026, 1, 1, tzinfo=UTC)) == 0


def test_units_stand_with_every_name_they_had() -> None:
    for name in ("甲課", "甲課", "乙課"):
        held(organisation="u1", organisation_name=name)
    held()

    assert tallies.names_of_units(standing_entries()) == [("u1", "乙課"), ("u1", "甲課")]
