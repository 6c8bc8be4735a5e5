"""Whatever one government does with its part of a figure, the other one's word stays as it was."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.core.errors import WrongState
from renkei.core.rights import Verb
from renkei.core.sides import OTHER
from renkei.programme.actions.measurements import return_figures
from renkei.programme.models import Approval
from tests.cast import Cast
from tests.rooms.programme.doing import recorded
from tests.rooms.programme.generated import forgotten
from tests.rooms.programme.measuring import (
    FIRMS,
    ON,
    approved,
    kept,
    parts,
    quarter_cast,
    submitted,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["prefecture", "city"]),
        st.sampled_from(["submit", "approve", "return", "record"]),
    ),
    min_size=1,
    max_size=8,
)
some = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def cast() -> Cast:
    cast = quarter_cast()
    taken(cast)
    return cast


def do(cast: Cast, side: str, act: str) -> None:
    office, officer = f"{side}_office", f"{side}_officer"
    if act == "submit":
        submitted(cast, officer)
    elif act == "approve":
        approved(cast, office)
    elif act == "return":
        found = parts(cast, office, Verb.DECIDE)
        return_figures(found, reason="数が違います", by=cast.asker(office), on=ON)
    else:
        recorded(cast, officer, first_day=date(2026, 9, 1), firms=3)
        taken(cast)


def word_of(side: str) -> dict[str, Any]:
    """Every column of what a government says, and what it says it of."""
    found = Approval.objects.filter(measurement=kept(FIRMS).pk, side=side).values().get()
    return {**found, "value": kept(FIRMS).values[side]}


@some
@given(acts=ACTS)
def test_no_act_of_one_side_changes_the_word_of_the_other(
    cast: Cast, acts: list[tuple[str, str]]
) -> None:
    with forgotten():
        for side, act in acts:
            before = word_of(OTHER[side])
            with suppress(WrongState):  # nothing to approve or return, or handed in already
                do(cast, side, act)

            assert word_of(OTHER[side]) == before


@some
@given(acts=ACTS)
def test_figure_is_locked_exactly_when_both_have_approved(
    cast: Cast, acts: list[tuple[str, str]]
) -> None:
    with forgotten():
        for side, act in acts:
            with suppress(WrongState):
                do(cast, side, act)

            said = {word_of(one)["state"] for one in OTHER}
            assert kept(FIRMS).is_locked == (said == {"approved"})
