"""Who is in charge, as pages and tasks ask for it."""

from datetime import date

import pytest

from renkei.core.rights import NOBODY
from renkei.directory.models import Organisation
from renkei.directory.queries.charges import (
    charges_by_unit,
    charges_of,
    in_charge_of,
    initiatives_without,
    matrix,
    without_since,
)
from renkei.directory.queries.waiting import waiting_for
from tests.cast import Cast, organisation, standing_cast, unit
from tests.rooms.directory.charges import APRIL, MARCH, TODAY, ended, handed_over, on_the, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


# --- reading ----------------------------------------------------------------------------------


def test_matrix_has_all_initiatives_in_order_and_sees_a_change_coming(cast: Cast) -> None:
    taken(cast)
    handed_over(cast, "city_section", "city_desk")

    rows = matrix(TODAY, NOBODY)

    (row,) = [row for row in rows if row.city]
    assert (len(rows), row.initiative.reference, row.prefecture) == (22, "II-3", ())
    assert [(one.name, one.is_coming) for one in row.city] == [
        ("city section", False),
        ("city desk", True),
    ]
    assert [len(matrix(TODAY, NOBODY, theme=theme)) for theme in ("I", "II", "III")] == [8, 8, 6]


def test_matrix_keeps_what_is_missing(cast: Cast) -> None:
    taken(cast)
    taken(cast, initiative="II-4", since=APRIL)

    found = [row.initiative.reference for row in matrix(TODAY, NOBODY, missing="city")]

    assert found == initiatives_without("city", TODAY)
    assert ("II-3" in found, "II-4" in found, len(found)) == (False, True, 21)


def test_unit_of_an_unpublished_body_is_shown_to_staff_only(cast: Cast) -> None:
    agency = organisation("agency", "government", side="city", is_public=False)
    cast.units["agency"] = unit(agency, "agency office")
    taken(cast, "agency")

    assert on_the(TODAY) == []
    staff = in_charge_of("II-3", TODAY, asker=cast.asker("prefecture_officer"))
    assert [one.name for one in staff] == ["agency office"]


def test_charges_of_a_unit_are_of_all_times(cast: Cast) -> None:
    ended(cast, taken(cast), TODAY)
    taken(cast, initiative="I-1")
    section = cast.units["city_section"]

    assert {one.initiative for one in charges_of(section)} == {"II-3", "I-1"}
    now = charges_by_unit([section.key], MARCH, NOBODY)
    assert [one.initiative for one in now[section.key]] == ["I-1"]


# --- what waits -------------------------------------------------------------------------------


def test_programme_office_is_told_in_one_line(cast: Cast) -> None:
    taken(cast)

    told = {
        name: [one.title for one in waiting_for(cast.asker(name))]
        for name in ("city_office", "prefecture_office", "city_officer", "auditor")
    }

    assert told == {
        "city_office": ["担当部局の登録がない取組が21件"],
        "prefecture_office": ["担当部局の登録がない取組が22件"],
        "city_officer": [],
        "auditor": [],
    }


def test_nothing_waits_where_everybody_is_entered(cast: Cast) -> None:
    for reference in initiatives_without("city", TODAY):
        taken(cast, initiative=reference)

    assert waiting_for(cast.asker("city_office")) == []


def test_it_waits_since_the_charge_ended(cast: Cast) -> None:
    ended(cast, taken(cast), date(2026, 6, 30))
    Organisation.objects.filter(side="city").update(made_at="2025-02-03T00:00Z")

    assert without_since("city", ["II-3"], TODAY) == date(2026, 7, 1)
    assert without_since("city", ["II-3", "II-4"], TODAY) == date(2025, 2, 3)
