"""How an entry is told: keys by what they stand for."""

from dataclasses import dataclass
from typing import Annotated

import pytest
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.rights import NOBODY
from renkei.directory.events.agreements import ResultsAsked
from renkei.journal.actions import record
from renkei.journal.kinds import Event, kind
from renkei.journal.telling import sentence
from tests.rooms.journal.happenings import ON

pytestmark = pytest.mark.django_db
COURSES = {"snow": Text("雪かき入門", "Clearing snow")}


@kind("trial.course_held", Text("試しの講座", "Trial course held"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHeld(Event):
    course: Annotated[str, Text("講座", "course"), COURSES.get]


def told(course: str, language: str) -> str:
    event = CourseHeld(subject_kind="trial", subject_key="1", course=course)
    with override(language):
        return sentence(record(event, by=NOBODY, on=ON))


def test_key_is_told_by_what_it_stands_for() -> None:
    assert told("snow", "ja") == "試しの講座（講座：雪かき入門）"
    assert told("snow", "en") == "Trial course held (course: Clearing snow)"


def test_key_that_stands_for_nothing_any_more_is_told_as_it_was() -> None:
    assert told("ice", "en") == "Trial course held (course: ice)"


def test_year_is_no_quantity() -> None:
    event = ResultsAsked(subject_kind="agreement", subject_key="1", fiscal_year=2025)
    entry = record(event, by=NOBODY, on=ON)

    with override("ja"):
        japanese = sentence(entry)
    with override("en"):
        english = sentence(entry)

    assert "2025年度" in japanese
    assert "fiscal 2025" in english


@pytest.mark.parametrize(
    ("unit", "japanese", "english"),
    [
        ("人", "1,200人", "1,200 people"),
        ("円", "1,200円", "1,200 yen"),
        ("箱", "1,200箱", "1,200 箱"),
    ],
)
def test_unit_is_told_in_the_language_of_the_reader(unit: str, japanese: str, english: str) -> None:
    event = CourseHeld(
        subject_kind="trial", subject_key="1", course="snow", quantity=1200, unit=unit
    )
    entry = record(event, by=NOBODY, on=ON)

    with override("ja"):
        assert japanese in sentence(entry)
    with override("en"):
        assert english in sentence(entry)
