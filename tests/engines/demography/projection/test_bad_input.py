"""Bad input is refused with a message that names the axis, the label and the remedy."""

from dataclasses import replace

import numpy as np
import pytest

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from renkei.engines.demography.projection.cells import cells
from renkei.engines.demography.projection.forms import OriginDestination, Pool, Pools
from renkei.engines.demography.projection.impulse import Target
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.outcomes import Outcome, OutcomeArray
from renkei.engines.demography.projection.terms import Assumptions
from tests.engines.demography.projection.worlds import World, closed

WORLD = World()
KNOWN = WORLD.assumptions(WORLD.migration("pools"))
START = WORLD.start()


def message_of(call) -> str:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- every word of it is looked at
        call()
    return str(refused.value)


# --- a missing age ----------------------------------------------------------------------------


def test_missing_age_among_values() -> None:
    call = lambda: replace(START, persons=START.persons[..., :-1])  # noqa: E731

    assert message_of(call) == (
        "the axis “age” differs: 18 values against 19 labels: give one value for each of 0-4 to 90+"
    )


def test_missing_age_among_labels() -> None:
    short = AgeGrid.five_years(85)
    start = PopulationArray(START.persons[..., :-1], START.years, START.areas, short)

    assert message_of(lambda: project(start, KNOWN)) == (
        "the axis “age” differs: 19 labels (0-4, 5-9, 10-14, …) against 18 labels (0-4, 5-9, 10-14,"
        " …): the right side has no 85-89, give both the same labels on this axis"
    )


def test_missing_figure_of_an_age() -> None:
    persons = START.persons.copy()
    persons[0, 1, 1, 4] = np.nan

    assert message_of(lambda: project(replace(START, persons=persons), KNOWN)) == (
        "the starting population has cells without a figure: fill them first, with 0 where nobody"
        " lives; the first is male 20-24, area 000001"
    )


def test_missing_axis() -> None:
    call = lambda: replace(START, persons=START.persons[0])  # noqa: E731

    assert message_of(call) == (
        "the axis “time, area, sex, age” differs: 3 axes against 4 axes: give every axis, of length"
        " one where there is one label"
    )


# --- a negative rate --------------------------------------------------------------------------


def with_cell(values: np.ndarray, value: float) -> np.ndarray:
    changed = values.copy()
    changed[1, 2, 1, 3] = value
    return changed


CELL = "male 15-19, area 000002, 2025-2030"


def test_negative_rate_of_leaving() -> None:
    rates = WORLD.cohorts(with_cell(np.zeros(WORLD.shape), -0.1))

    assert message_of(lambda: Pool("Japan", rates, WORLD.shares())) == (
        f"{CELL} must leave for “Japan” at a rate between 0 and 1: departures per person of the"
        " cohort, not per cent and not net"
    )


def test_negative_rate_of_leaving_by_matrix() -> None:
    rates = WORLD.cohorts(with_cell(np.zeros(WORLD.shape), -0.1))

    found = message_of(lambda: OriginDestination(rates, WORLD.destinations()))

    assert found.startswith(f"{CELL} must leave at a rate between 0 and 1: departures per person")


def test_negative_fertility() -> None:
    births = WORLD.fertility()
    births.rates[1, 2, 5] = -0.1

    assert message_of(lambda: WORLD.assumptions(closed(WORLD), births=births)) == (
        "fertility rates must be numbers of at least zero: give one for women 25-29, area 000002,"
        " 2030, 0 where none are born"
    )


def test_negative_survival() -> None:
    lives = WORLD.survival()
    lives = replace(lives, ratios=with_cell(lives.ratios, -0.1))

    assert message_of(lambda: WORLD.assumptions(closed(WORLD), survival=lives)) == (
        f"{CELL} must survive at a ratio between 0 and 1: give survivors per person"
    )


def test_negative_child_woman_ratio() -> None:
    births = WORLD.child_woman_ratio()
    births.ratios[1, 2] = -0.1

    assert message_of(lambda: WORLD.assumptions(closed(WORLD), births=births)) == (
        "child-woman ratios must be numbers of at least zero: give one for area 000002, 2025-2030"
    )


def test_negative_supply() -> None:
    supply = np.zeros((3, 2, 19))
    supply[1, 1, 3] = -1

    assert message_of(lambda: Pool("Japan", WORLD.cohorts(0.1), WORLD.shares(), supply)) == (
        "the supply of “Japan” must be numbers of at least zero: male 15-19, 2025-2030 is not, give"
        " 0 where nobody comes"
    )


def test_negative_share_of_a_destination() -> None:
    to = WORLD.destinations()
    to[1, 2, 3, 1, 3] = -0.1

    assert message_of(lambda: OriginDestination(WORLD.cohorts(0.1), to)) == (
        "shares of destinations must be numbers of at least zero: that of 000003 from 000002,"
        " 2025-2030, is not, set it to zero and scale the others"
    )


def test_shares_that_do_not_add_up() -> None:
    shares = WORLD.cohorts(WORLD.shares().values * 0.9)

    assert message_of(lambda: Pool("Japan", WORLD.cohorts(0.1), shares)) == (
        "shares of “Japan” at age 0-4, 2020-2025, add up to 0.9, not to 1: divide them by their sum"
    )


# --- areas in another order -------------------------------------------------------------------


def test_areas_in_another_order() -> None:
    turned = replace(START, areas=START.areas[::-1])

    assert message_of(lambda: project(turned, KNOWN)) == (
        "the axis “area” differs: 000000 at position 0 against 000003: the labels are the same in"
        " another order, put both into one order of area"
    )


def test_areas_that_are_others() -> None:
    moved = replace(START, areas=(*START.areas[:3], "999999"))

    assert message_of(lambda: project(moved, KNOWN)) == (
        "the axis “area” differs: 000003 at position 3 against 999999: the right side has no"
        " 000003, give both the same labels on this axis"
    )


def test_area_that_is_there_twice() -> None:
    twice = replace(
        START,
        persons=START.persons[:, [0, 1, 2, 3, 3]],
        areas=(*START.areas, START.areas[3]),
    )

    assert message_of(lambda: project(twice, KNOWN)).endswith(
        "a label stands there more than once, leave one of them out"
    )


# --- an unknown code --------------------------------------------------------------------------

UNKNOWN = (
    "the axis “area” differs: 999999 against 4 labels without it: name one of 000000, 000001,"
    " 000002, 000003"
)


@pytest.mark.parametrize(
    "call",
    [
        lambda: START.of(areas=["999999"]),
        lambda: cells(KNOWN, areas=["999999"]),
        lambda: Target(2030, areas=("999999",)).place(KNOWN),
        lambda: OutcomeArray.of([Outcome("II-1", "placement", 0, "999999", 0, 25, 1.0)], KNOWN),
    ],
)
def test_unknown_code(call) -> None:
    assert message_of(call) == UNKNOWN


def test_unknown_code_among_many_names_the_first() -> None:
    many = World(n_areas=9).start()

    assert message_of(lambda: many.of(areas=["999999"])).endswith(
        "name one of 000000, 000001, 000002, 000003, 000004, 000005, …"
    )


# --- a gap between years ----------------------------------------------------------------------


def with_periods(*periods: tuple[int, int]) -> Assumptions:
    world = World(n_steps=len(periods))
    lives = replace(world.survival(), periods=periods)
    return Assumptions(lives, world.fertility(), closed(world))


def test_gap_between_years() -> None:
    assert message_of(lambda: with_periods((2020, 2025), (2030, 2035))) == (
        "the axis “time” differs: end 2025 against next start 2030: add the periods of 2025-2030"
    )


def test_years_that_are_there_twice() -> None:
    assert message_of(lambda: with_periods((2020, 2025), (2020, 2025))) == (
        "the axis “time” differs: end 2025 against next start 2020: 2020-2025 is there twice, leave"
        " one out"
    )


def test_step_that_is_too_long() -> None:
    assert message_of(lambda: with_periods((2020, 2030))) == (
        "the axis “time” differs: a step of 10 years against 5: give periods of 5 years, as long as"
        " an age group is wide"
    )


def test_start_of_another_year() -> None:
    found = message_of(lambda: project(replace(START, years=(2015,)), KNOWN))

    assert found.startswith("the axis “time” differs: 2020 at position 0 against 2015: the right")


def test_every_refusal_of_labels_is_one_kind_of_error() -> None:
    with pytest.raises(AxisMismatch):
        START.of(areas=["999999"])
    with pytest.raises(AxisMismatch):
        Pools((WORLD.inside(), World(n_areas=3).outside()))
