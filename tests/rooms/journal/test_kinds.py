"""Declaring kinds of entry: what is taken, and what is refused at once."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest

from renkei.charter.text import Text
from renkei.journal import facts
from renkei.journal.kinds import Event, kind, kind_called, kind_of, kinds
from tests.rooms.journal.happenings import Level, TrialHeld

LABEL = Text("名前", "Name")


def frozen(**annotations: object) -> type[Event]:
    made = type("Made", (Event,), {"__annotations__": annotations})
    return dataclass(frozen=True, kw_only=True)(made)


def test_kind_tells_its_facts_with_their_types() -> None:
    declared = kind_called("trial.held")

    assert declared is not None
    assert [(fact.name, fact.type) for fact in declared.facts] == [
        ("topic", str),
        ("visitors", int),
        ("is_open", bool),
        ("fee", Decimal),
        ("until", date),
        ("level", Level),
        ("rating", int),
    ]
    assert declared.facts[0].label == Text("題目", "topic")
    assert [fact.name for fact in declared.facts if fact.may_be_unknown] == ["rating"]
    assert declared.initiatives == ("I-2", "II-1")
    assert declared in list(kinds())


def test_kind_declared_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        kind("trial.held", LABEL)(frozen())
    with pytest.raises(ValueError, match="twice"):
        kind("trial.again", LABEL)(TrialHeld)


@pytest.mark.parametrize("name", ["trial", "Trial.held", "trial.held.again", "trial held"])
def test_kind_with_a_malformed_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a kind"):
        kind(name, LABEL)(frozen())


def test_kind_for_an_initiative_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no initiative"):
        kind("trial.odd", LABEL, initiatives=("2",))(frozen())


@pytest.mark.parametrize("of", [float, list, dict, datetime, int | str, Level | None | int])
def test_fact_of_another_type_is_refused(of: object) -> None:
    with pytest.raises(TypeError, match="facts are"):
        kind("trial.odd", LABEL)(frozen(odd=of))

    assert kind_called("trial.odd") is None


def test_class_that_can_change_is_no_kind() -> None:
    class Open(Event):
        pass

    with pytest.raises(TypeError, match="frozen dataclass"):
        kind("trial.odd", LABEL)(Open)
    with pytest.raises(TypeError, match="made from Event"):
        kind("trial.odd", LABEL)(int)  # type: ignore[type-var]


def test_event_of_no_kind_cannot_be_written() -> None:
    with pytest.raises(LookupError, match="not declared"):
        kind_of(Event(subject_kind="trial", subject_key="1"))


def test_facts_are_written_the_same_way_each_time_and_read_in_their_types() -> None:
    event = TrialHeld(subject_kind="trial", subject_key="1", topic='雪と"氷"', fee=Decimal("12.50"))

    written = facts.written(kind_of(event), event)

    assert written == (
        '{"fee":"12.5","is_open":true,"level":"first","rating":null,'
        '"topic":"雪と\\"氷\\"","until":"2026-10-06","visitors":12}'
    )
    assert facts.read(kind_of(event), written) == {
        "fee": Decimal("12.5"),
        "is_open": True,
        "level": Level.FIRST,
        "rating": None,
        "topic": '雪と"氷"',
        "until": date(2026, 10, 6),
        "visitors": 12,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visitors", True),
        ("visitors", "12"),
        ("visitors", None),
        ("is_open", 1),
        ("fee", 1.5),
        ("fee", Decimal("NaN")),
        ("until", datetime(2026, 10, 6)),  # noqa: DTZ001 - a moment is not a day
        ("level", "third"),
    ],
)
def test_fact_that_is_not_of_its_type_is_refused(name: str, value: object) -> None:
    event = TrialHeld(subject_kind="trial", subject_key="1", **{name: value})  # type: ignore[arg-type]

    with pytest.raises(TypeError, match=name):
        facts.written(kind_of(event), event)


@pytest.mark.parametrize(
    ("value", "text"),
    [("100", "100"), ("0.00", "0"), ("-0", "0"), ("1E+3", "1000"), ("-1.50", "-1.5")],
)
def test_decimal_is_written_plainly(value: str, text: str) -> None:
    assert facts.plain(Decimal(value)) == text


def test_facts_of_a_kind_declared_no_longer_are_read_as_they_stand() -> None:
    assert facts.read(None, '{"fee":"1.5"}') == {"fee": "1.5"}
    assert facts.read(kind_called("trial.held"), '{"level":"third","gone":1}') == {
        "level": "third",
        "gone": 1,
    }
