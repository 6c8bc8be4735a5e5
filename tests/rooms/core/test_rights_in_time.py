"""What opens at a moment, and what people may as long as they belong to a circle."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from renkei.charter.text import Text
from renkei.core.rights import (
    ANYONE,
    NOBODY,
    SIGNED_IN,
    Asker,
    Belonging,
    Columns,
    Reach,
    RecordKind,
    Role,
    Verb,
    circles,
    know_circles,
    may,
    rules,
)
from renkei.core.rights.columns import faults
from renkei.paperwork.models import Answers, SheetUsed
from tests.cast import Cast, standing_cast
from tests.rights.patched import declared_as

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# Stands in for a paper of a council: `sheet` names the council, `decided_at` ends the embargo.
KIND = RecordKind(
    name="answers",
    label=Text("会議資料", "Paper"),
    model="paperwork.Answers",
    columns=Columns(side="side", circle="sheet", opens_at="decided_at"),
    rules=(
        *rules(Reach.KEPT_CIRCLE, "read write", SIGNED_IN),
        *rules(Reach.OWN_SIDE, "write", Role.PROGRAMME_OFFICE),
        *rules(Reach.OWN_SIDE, "read", Role.PROGRAMME_OFFICE, is_timed=True),
        *rules(Reach.CIRCLE, "read", SIGNED_IN, is_timed=True),
    ),
    title=lambda paper: paper.key,
    address=lambda paper: f"/{paper.key}/",
)
MEMBER, KEEPER = Asker(person="member"), Asker(person="keeper")


def _belonging(asker: Asker) -> Belonging:
    told = {
        "member": Belonging(joined=frozenset({"council"})),
        "keeper": Belonging(kept=frozenset({"council"})),
    }
    return told.get(asker.person, Belonging())


@pytest.fixture(autouse=True)
def _circles() -> Iterator[None]:
    before = list(circles._sources)
    know_circles(_belonging)
    with declared_as(KIND):
        yield
    circles._sources[:] = before


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def paper(opens_in: timedelta | None, council: str = "council") -> Answers:
    used, _is_new = SheetUsed.objects.get_or_create(
        digest="0" * 64, defaults={"sheet": "s", "version": "1", "definition": {}}
    )
    opens_at = None if opens_in is None else timezone.now() + opens_in
    return Answers.objects.create(
        sheet=council, version="1", used=used, unit="u", side="city", decided_at=opens_at
    )


def answers(asker: Asker, verb: Verb, record: Answers) -> tuple[bool, bool]:
    """For the one record, and as one of a set."""
    asker = replace(asker, remembered={})
    fresh = Answers.objects.get(pk=record.pk)
    return may(asker, verb, fresh), record in Answers.objects.visible_to(asker, verb)


YES, NO = (True, True), (False, False)


@pytest.mark.parametrize(("opens_in", "expected"), [(-HOUR, YES), (HOUR, NO), (None, NO)])
def test_timed_rule_holds_from_its_moment_on(
    cast: Cast, opens_in: timedelta | None, expected: object
) -> None:
    record = paper(opens_in)

    assert answers(MEMBER, Verb.READ, record) == expected
    assert answers(cast.asker("city_office"), Verb.READ, record) == expected


def test_rule_without_a_moment_holds_before_it(cast: Cast) -> None:
    record = paper(HOUR)

    assert answers(KEEPER, Verb.READ, record) == YES
    assert answers(cast.asker("city_office"), Verb.WRITE, record) == YES


def test_circle_of_others_opens_nothing(cast: Cast) -> None:
    record = paper(-HOUR, "panel")

    assert answers(MEMBER, Verb.READ, record) == NO
    assert answers(KEEPER, Verb.READ, record) == NO
    assert answers(NOBODY, Verb.READ, record) == NO


def test_staff_with_a_password_alone_belongs_nowhere() -> None:
    record = paper(-HOUR)

    assert answers(replace(MEMBER, lacks_factor=True), Verb.READ, record) == NO


def test_circles_are_asked_once_for_each_set_of_seats(cast: Cast) -> None:
    asked = []
    know_circles(lambda asker: asked.append(asker.seats) or Belonging())  # type: ignore[func-returns-value]
    asker = cast.asker("city_office")

    for _ in range(3):
        may(asker, Verb.READ, paper(-HOUR))
        may(asker.from_seat(asker.seats[0]), Verb.READ, paper(-HOUR))
        may(asker.from_seat(replace(asker.seats[0], unit="other")), Verb.READ, paper(-HOUR))

    assert len(asked) == 2


def test_timed_rule_needs_a_column_of_moments() -> None:
    blind = replace(KIND, columns=replace(KIND.columns, opens_at=""))

    assert len(list(faults(blind))) == 1
    assert list(faults(KIND)) == []


def test_rule_of_everything_cannot_wait() -> None:
    with pytest.raises(ValueError, match="cannot wait"):
        rules(Reach.ANY, "read", ANYONE, is_timed=True)
