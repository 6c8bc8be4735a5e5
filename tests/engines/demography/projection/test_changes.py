"""Changes of assumptions against assumptions that were built changed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import FEMALE, MALE, AgeGrid, AxisMismatch
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.cells import cells
from renkei.engines.demography.projection.changes import (
    AddArrivals,
    AddPersons,
    ScaleDepartures,
    ScaleFertility,
    ScaleMortality,
    ScaleSupply,
    ShiftShares,
)
from renkei.engines.demography.projection.draws import Draws, Uncertainty, factors_of_shard
from renkei.engines.demography.projection.forms import NetRates, OriginDestination, Pools
from renkei.engines.demography.projection.scenario import (
    Scenario,
    apply,
    even_profile,
    ramp,
)
from renkei.engines.demography.projection.terms import Terms
from tests.engines.demography.examples import FEW
from tests.engines.demography.projection.changing import (
    INSIDE,
    KNOWN,
    OUTSIDE,
    TERMS,
    WORLD,
    YOUNG_HERE,
    arrays,
    under,
)
from tests.engines.demography.projection.worlds import FORMS, World


def people(terms: Terms, world: World = WORLD) -> list[reference.Step]:
    start = np.full(world.shape[1:], 100.0)
    factors = factors_of_shard(
        Uncertainty(), Draws(1), 0, n_steps=world.n_steps, n_areas=world.n_areas, step=5
    )
    return list(reference.steps(terms, start, factors))


def test_fertility_is_scaled_where_and_when_it_was_said() -> None:
    factor = np.array([[1.0, 1.0], [1.5, 0.5], [2.0, 1.0]])

    found = under(ScaleFertility(factor, YOUNG_HERE)).fertility

    expected = TERMS.fertility.copy()
    for time in range(3):
        for position, area in enumerate((2, 0)):
            for age in (3, 4, 5):
                expected[time, area, age] *= factor[time, position]
    assert found == pytest.approx(expected)


def test_mortality_is_scaled_by_the_age_reached_and_ends_at_everyone() -> None:
    old_men = cells(KNOWN, people=AgeSpan(85, None, MALE))

    found = under(ScaleMortality(3.0, old_men)).dying

    expected = TERMS.dying.copy()
    # Those who reach 85-89 and 90+ were 80-84, 85-89 and 90+; births stand first.
    for cohort in (17, 18, 19):
        expected[:, :, MALE, cohort] = np.minimum(3 * expected[:, :, MALE, cohort], 1)
    assert found == pytest.approx(expected)
    assert found.max() == 1.0


def test_departures_are_those_of_pools_with_other_out_rates() -> None:
    factor = np.ones(WORLD.shape)
    factor[:, [2, 0], :, 3:6] = 0.6
    inside = replace(INSIDE, out_rates=WORLD.cohorts(INSIDE.out_rates.values * factor))
    outside = replace(OUTSIDE, out_rates=WORLD.cohorts(OUTSIDE.out_rates.values * factor))

    found = under(ScaleDepartures(0.6, YOUNG_HERE)).moves

    expected = Pools((inside, outside)).moves()
    assert found.rates == pytest.approx(expected.rates)
    assert TERMS.moves.inside == pytest.approx(expected.inside)


@pytest.mark.parametrize("side", ["inside", "outside"])
def test_departures_to_one_side_leave_the_other_as_it_was(side) -> None:
    factor = np.ones(WORLD.shape)
    factor[:, [2, 0], :, 3:6] = 0.6
    pools = {"inside": INSIDE, "outside": OUTSIDE}
    rates = WORLD.cohorts(pools[side].out_rates.values * factor)
    pools[side] = replace(pools[side], out_rates=rates)

    found = under(ScaleDepartures(0.6, YOUNG_HERE, leaving=side)).moves

    expected = Pools(tuple(pools.values())).moves()
    assert found.rates == pytest.approx(expected.rates)
    assert found.inside == pytest.approx(expected.inside)


def test_departures_of_net_rates_are_scaled_where_people_are_lost() -> None:
    known = WORLD.assumptions(WORLD.migration("rates"))
    rates = known.migration.rates.values

    found = under(ScaleDepartures(0.5), terms=known.terms(), known=known).moves.rates

    assert (found[rates < 0] == 0.5 * rates[rates < 0]).all()
    assert (found[rates > 0] == rates[rates > 0]).all()


@pytest.mark.parametrize(("leaving", "changed"), [("inside", False), ("outside", True)])
def test_net_rates_know_nobody_who_leaves_for_inside(leaving, changed: bool) -> None:
    known = WORLD.assumptions(NetRates(WORLD.cohorts(-0.1)))

    found = under(ScaleDepartures(0.5, leaving=leaving), terms=known.terms(), known=known)

    assert (found.moves.rates == (-0.05 if changed else -0.1)).all()


def test_supply_is_that_of_a_pool_with_another_supply() -> None:
    factor = ramp(KNOWN.periods, start=2020, end=2030, to=1.8)
    supply = OUTSIDE.supply * factor[:, np.newaxis, np.newaxis]

    found = under(ScaleSupply(OUTSIDE, factor)).moves

    expected = Pools((INSIDE, replace(OUTSIDE, supply=supply))).moves()
    assert found.added == pytest.approx(expected.added)


def test_arrivals_come_at_the_ages_and_to_the_areas_that_were_said() -> None:
    numbers, where = np.array([0.0, 60, 120]), np.array([0.0, 0.75, 0, 0.25])

    found = under(AddArrivals(numbers, where, even_profile(KNOWN, AgeSpan(20, 35)))).moves.added

    more = found - TERMS.moves.added
    assert more.sum(axis=(1, 2, 3)) == pytest.approx(numbers)
    assert more[2].sum(axis=(1, 2)) == pytest.approx(120 * where)
    each = 60 * 0.75 / 6
    assert more[1, 1, FEMALE] == pytest.approx([0] * 4 + [each] * 3 + [0] * 12)


def test_persons_are_added_to_those_who_come_anyway() -> None:
    persons = WORLD.random.uniform(-5, 5, WORLD.shape)

    found = under(AddPersons(persons), AddPersons(persons)).moves.added

    assert found == pytest.approx(TERMS.moves.added + 2 * persons)


@FEW
@given(st.floats(0, 1.5), st.integers(0, 10_000))
def test_shifted_shares_neither_make_nor_lose_people(factor: float, seed: int) -> None:
    world = World(seed=seed)
    known = world.assumptions(Pools((world.inside(), world.outside())))
    city = cells(known, areas=["000001"], people=AgeSpan(15, 30))
    before = known.migration.pools[0].in_shares.values

    shift = ShiftShares(factor, city)
    if factor * before[:, 1, :, 3:6].max() > 1:  # nobody can have more than all
        with pytest.raises(ValueError, match="choose a factor nearer to 1"):
            under(shift, terms=known.terms(), known=known)
        return
    found = under(shift, terms=known.terms(), known=known).moves.shares

    assert found.sum(axis=1) == pytest.approx(np.ones((3, 2, 19)))
    assert found[:, 1, :, 3:6] == pytest.approx(before[:, 1, :, 3:6] * factor)
    # The others keep their proportions, and other ages all of it.
    assert found[:, 0, :, 3] / found[:, 2, :, 3] == pytest.approx(
        before[:, 0, :, 3] / before[:, 2, :, 3]
    )
    assert (found[..., 6:] == before[..., 6:]).all()


def test_shifted_shares_move_people_between_areas_alone() -> None:
    city = cells(KNOWN, areas=["000001"], people=AgeSpan(15, 30))
    fewer = ShiftShares(np.array([0.5, 0.5, 0.5]), city)

    base, other = people(TERMS)[0], people(under(fewer))[0]

    # The children of the step are left out: they are born where their mothers are.
    difference = (other.arrivals_inside - base.arrivals_inside)[:, :, 1:, 0]
    assert np.abs(difference.sum(axis=0)).max() < 1e-9
    assert difference[1, :, 2:5].max() < 0
    assert (other.departures_inside == base.departures_inside)[:, :, 1:].all()


@pytest.mark.parametrize("factor", [0.5, np.array([0.5, 0.7, 0.9])])
@pytest.mark.parametrize("repeated", [True, False])
def test_shifted_destinations_are_those_of_every_origin(factor, repeated: bool) -> None:
    to = WORLD.destinations()
    if repeated:
        to = np.broadcast_to(to[:1], to.shape)
    known = WORLD.assumptions(OriginDestination(WORLD.rates(0, 0.2), to))
    city = cells(known, areas=["000001"], people=AgeSpan(15, 30, FEMALE))

    found = under(ShiftShares(factor, city), terms=known.terms(), known=known).moves.destinations

    for time in range(3):
        by = factor if np.ndim(factor) == 0 else factor[time]
        for origin in range(4):
            here = to[time, origin, 1, FEMALE, 4]
            others = (1 - by * here) / (1 - here)
            expected = [to[time, origin, area, FEMALE, 4] * others for area in range(4)]
            expected[1] = by * here
            assert found[time, origin, :, FEMALE, 4] == pytest.approx(expected)
    assert (found[..., MALE, :] == to[..., MALE, :]).all()
    assert (found.strides[0] == 0) == (repeated and np.ndim(factor) == 0)


@pytest.mark.parametrize("form", FORMS)
def test_changes_of_rates_alone_are_made_in_any_order(form) -> None:
    known = WORLD.assumptions(WORLD.migration(form))
    changes = (ScaleFertility(1.2), ScaleDepartures(0.8, YOUNG_HERE), ScaleMortality(0.9))

    there = under(*changes, terms=known.terms(), known=known)
    back = under(*changes[::-1], terms=known.terms(), known=known)

    for name, values in arrays(there).items():
        if values is not None:
            assert arrays(back)[name] == pytest.approx(values), name


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [ScaleFertility, ScaleMortality, ScaleDepartures])
@pytest.mark.parametrize("wrong", [-0.1, np.nan])
def test_change_refuses_a_factor_that_is_none(change, wrong: float) -> None:
    with pytest.raises(ValueError, match=f"is {wrong:.6g} at time 1: give a number of at least"):
        under(change(np.array([1.0, wrong, 1.0])))


def test_change_refuses_factors_for_other_steps() -> None:
    with pytest.raises(AxisMismatch, match="“time” differs: 4 factors on fertility against 3"):
        under(ScaleFertility(np.ones(4)))


def test_change_refuses_factors_of_too_many_axes() -> None:
    with pytest.raises(AxisMismatch, match="4 axes of factors against 3 axes"):
        under(ScaleFertility(np.ones((3, 4, 2, 19))))


def test_departures_refuse_that_more_leave_than_there_are() -> None:
    with pytest.raises(ValueError, match=r"area 00000\d, 20.* lower the factor on departures"):
        under(ScaleDepartures(100.0))


def test_departures_without_labels_name_positions() -> None:
    with pytest.raises(ValueError, match=r"area [0-3], \d-\d loses more people than it has"):
        apply(TERMS, Scenario("too many", (ScaleDepartures(100.0),)))


def test_shares_refuse_to_take_more_than_everyone() -> None:
    city = cells(KNOWN, areas=["000001"], people=AgeSpan(15, 30))

    with pytest.raises(ValueError, match=r"age 15-19, 2020-2025: .* choose a factor nearer to 1"):
        under(ShiftShares(50.0, city))


def test_shares_refuse_to_take_from_those_who_are_all_there_is() -> None:
    with pytest.raises(ValueError, match=r"take 1 of those who move inside and would take 0\.5"):
        under(ShiftShares(0.5, cells(KNOWN)))


def test_shares_refuse_forms_without_a_pool_inside() -> None:
    known = WORLD.assumptions(WORLD.migration("rates"))

    with pytest.raises(ValueError, match="a pool fed from inside is needed"):
        under(ShiftShares(0.5, YOUNG_HERE), terms=known.terms(), known=known)


def test_supply_refuses_the_pool_inside() -> None:
    with pytest.raises(ValueError, match="“inside” hands out whom it was given"):
        under(ScaleSupply(INSIDE, 0.5))


@pytest.mark.parametrize(
    ("numbers", "where", "message"),
    [
        ([1.0, -1, 1], [1.0, 0, 0, 0], "arrivals must be numbers of at least zero"),
        ([1.0, 1, 1], [0.5, 0, 0, 0], "shares of areas add up to 0.5, not to 1: divide them"),
        ([1.0, 1, 1], [1.5, -0.5, 0, 0], "shares of areas must be numbers of at least zero"),
    ],
)
def test_arrivals_refuse_what_are_none(numbers, where, message: str) -> None:
    profile = even_profile(KNOWN, AgeSpan(20, 40))

    with pytest.raises(ValueError, match=message):
        under(AddArrivals(np.array(numbers), np.array(where), profile))


def test_persons_refuse_a_missing_figure() -> None:
    persons = np.zeros(WORLD.shape)
    persons[0, 1, 0, 4] = np.nan

    with pytest.raises(ValueError, match="female 20-24, area 000001, 2020-2025 is added as some"):
        under(AddPersons(persons))


def test_cells_refuse_an_unknown_area() -> None:
    with pytest.raises(AxisMismatch, match="“area” differs: 999999 against 4 labels without it"):
        cells(KNOWN, areas=["999999"])


def test_scenario_of_single_years_takes_single_ages() -> None:
    world = World(ages=AgeGrid.single_years(100), n_areas=2)
    known = world.assumptions(world.migration("pools"))

    found = under(
        ScaleDepartures(0.5, cells(known, people=AgeSpan(18, 19))),
        terms=known.terms(),
        known=known,
    ).moves.rates

    changed = (found != known.terms().moves.rates).any(axis=(0, 1, 2))
    assert np.nonzero(changed)[0].tolist() == [18]
