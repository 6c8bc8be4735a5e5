"""What of the figures waits, and for whom."""

import pytest

from renkei.core.rights import Verb
from renkei.programme.actions.measurements import take_measurements
from renkei.programme.periods import Period
from renkei.programme.queries.measurement_waiting import waits_of_measurements
from tests.cast import Cast
from tests.rooms.programme.measuring import ON, approved, parts, quarter_cast, submitted, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return quarter_cast()


def steps(cast: Cast, who: str) -> list[tuple[str, bool]]:
    return [(one.step, one.is_elsewhere) for one in waits_of_measurements(cast.asker(who, on=ON))]


def test_open_quarter_waits_for_those_who_act(cast: Cast) -> None:
    taken(cast)
    assert steps(cast, "city_officer") == [("確かめて、提出する", False)]
    assert steps(cast, "auditor") == []

    every = [one.measurement.indicator for one in parts(cast, "city_officer", Verb.WRITE, None)]
    submitted(cast, "city_officer", every)

    assert ("承認するか、差し戻す", False) in steps(cast, "city_office")
    assert ("相手側の承認を待つ", True) in steps(cast, "prefecture_officer")
    assert steps(cast, "city_officer") == []


def test_quarter_that_goes_on_waits_for_nobody(cast: Cast) -> None:
    take_measurements(Period.quarter(2026, 3), by=cast.asker("city_office"), on=ON)

    assert steps(cast, "city_officer") == []


def test_locked_quarter_waits_for_nobody(cast: Cast) -> None:
    taken(cast)
    for side in ("city", "prefecture"):
        every = [
            one.measurement.indicator for one in parts(cast, f"{side}_officer", Verb.WRITE, None)
        ]
        submitted(cast, f"{side}_officer", every)
        approved(cast, f"{side}_office", every)

    assert steps(cast, "city_office") == steps(cast, "prefecture_officer") == []
