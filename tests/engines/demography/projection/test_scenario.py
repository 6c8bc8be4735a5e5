"""What-if: scenarios without a change, ramps, profiles, comparisons."""

import numpy as np
import pytest

from renkei.engines.demography.axes import FEMALE, AxisMismatch
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.changes import (
    AddArrivals,
    AddPersons,
    Change,
    ScaleDepartures,
    ScaleFertility,
    ScaleMortality,
    ScaleSupply,
    ShiftShares,
)
from renkei.engines.demography.projection.draws import (
    Draws,
    Spread,
    Uncertainty,
    factors_of_shard,
)
from renkei.engines.demography.projection.operator import Options, project, project_draws
from renkei.engines.demography.projection.scenario import (
    Scenario,
    apply,
    compare,
    even_profile,
    ramp,
)
from renkei.engines.demography.projection.scenario import under as under_scenario
from renkei.engines.demography.projection.terms import Terms
from tests.engines.demography.projection.changing import (
    KNOWN,
    OUTSIDE,
    TERMS,
    WORLD,
    YOUNG_HERE,
    arrays,
    under,
)


def touched(terms: Terms) -> set[str]:
    """The arrays that are not those of the base."""
    before = arrays(TERMS)
    return {name for name, values in arrays(terms).items() if values is not before[name]}


# --- nothing is changed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (ScaleFertility(1.0), ScaleMortality(np.ones(3)), ScaleDepartures(1.0, YOUNG_HERE)),
        (ShiftShares(1.0, YOUNG_HERE), ScaleSupply(OUTSIDE, 1.0)),
        (AddPersons(np.zeros(WORLD.shape)),),
        (AddArrivals(np.zeros(3), np.full(4, 0.25), even_profile(KNOWN, AgeSpan(20, 40))),),
    ],
)
def test_scenario_without_change_is_the_base_itself(changes: tuple[Change, ...]) -> None:
    assert under(*changes) is TERMS


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (ScaleFertility(0.9), {"fertility"}),
        (ScaleMortality(0.9), {"dying"}),
        (ScaleDepartures(0.9), {"rates"}),
        (ScaleDepartures(0.9, leaving="outside"), {"rates", "inside"}),
        (ShiftShares(0.9, YOUNG_HERE), {"shares"}),
        (ScaleSupply(OUTSIDE, 0.9), {"added"}),
    ],
)
def test_change_copies_what_it_touches_and_shares_the_rest(change: Change, expected) -> None:
    assert touched(under(change)) == expected


def test_change_leaves_the_base_as_it_was() -> None:
    before = {name: values.copy() for name, values in arrays(TERMS).items() if values is not None}

    under(
        ScaleFertility(0.5),
        ScaleMortality(0.5),
        ScaleDepartures(0.5, leaving="inside"),
        ShiftShares(0.5, YOUNG_HERE),
        ScaleSupply(OUTSIDE, 0.5),
        AddPersons(np.ones(WORLD.shape)),
    )

    for name, values in before.items():
        assert np.array_equal(arrays(TERMS)[name], values), name


# --- assumptions under a scenario -------------------------------------------------------------


def test_projection_under_a_scenario_is_that_of_its_terms() -> None:
    start = WORLD.start()
    leaving = Scenario("fewer leave", (ScaleDepartures(0.5, YOUNG_HERE),))

    found = project(start, under_scenario(KNOWN, leaving))

    factors = factors_of_shard(Uncertainty(), Draws(1), 0, n_steps=3, n_areas=4, step=5)
    steps = list(reference.steps(apply(TERMS, leaving, KNOWN), start.persons[0], factors))
    assert np.array_equal(found.persons[1:], np.stack([s.persons[..., 0] for s in steps]))
    assert found.persons[-1].sum() > project(start, KNOWN).persons[-1].sum()


def test_draws_under_a_scenario_are_those_of_the_base_changed() -> None:
    start, draws = WORLD.start(), Draws(n_draws=5, seed=3)
    wide = Uncertainty(deaths=Spread(country=0.02), departures=Spread(area=0.1))
    plain = Options(fast=False)

    base, same, fewer = (
        project_draws(start, known, uncertainty=wide, draws=draws, options=plain).persons
        for known in (
            KNOWN,
            under_scenario(KNOWN, Scenario("as it is")),
            under_scenario(KNOWN, Scenario("fewer leave", (ScaleDepartures(0.5),))),
        )
    )

    assert same["everyone"].tobytes() == base["everyone"].tobytes()
    assert (fewer["everyone"].sum(axis=1) > base["everyone"].sum(axis=1)).all()


def test_scenario_on_a_scenario_makes_its_changes_last() -> None:
    half = Scenario("half", (ScaleFertility(0.5),))

    found = under_scenario(under_scenario(KNOWN, half), Scenario("of half", half.changes))

    assert found.scenario.name == "of half"
    assert found.terms().fertility == pytest.approx(0.25 * TERMS.fertility)


def test_refusal_under_a_scenario_names_the_cell() -> None:
    many = Scenario("too many", (ScaleDepartures(100.0),))

    with pytest.raises(ValueError, match=r"area 00000\d, 20\d\d-20\d\d loses more people"):
        project(WORLD.start(), under_scenario(KNOWN, many))


# --- ramps, profiles, comparison --------------------------------------------------------------


def test_ramp_moves_evenly_and_stays() -> None:
    periods = [(year, year + 1) for year in range(2024, 2031)]

    factor = ramp(periods, start=2025, end=2029, to=0.6)

    assert factor == pytest.approx([1, 0.9, 0.8, 0.7, 0.6, 0.6, 0.6])


def test_ramp_of_no_length_is_a_jump() -> None:
    factor = ramp([(2020, 2025), (2025, 2030)], start=2025, end=2025, to=3.0)

    assert factor.tolist() == [1.0, 3.0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"start": 2030, "end": 2025, "to": 1.0}, "cannot end in 2025 before it begins in 2030"),
        ({"start": 2020, "end": 2025, "to": -1.0}, "must be at least zero, not -1.0"),
    ],
)
def test_ramp_refuses_what_is_none(wrong, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ramp(KNOWN.periods, **wrong)


def test_profile_of_one_sex_has_nobody_of_the_other() -> None:
    profile = even_profile(KNOWN, AgeSpan(20, 30, FEMALE))

    assert profile[FEMALE, 4:6].tolist() == [0.5, 0.5]
    assert profile.sum() == 1.0


def test_comparison_is_blank_where_the_base_is_nobody() -> None:
    found = compare(np.array([200.0, 0.0]), np.array([150.0, 10.0]))

    assert found.difference.tolist() == [-50.0, 10.0]
    assert found.ratio[0] == 0.75
    assert found.percent[0] == -25.0
    assert np.isnan([found.ratio[1], found.percent[1]]).all()


def test_comparison_refuses_results_of_other_shape() -> None:
    with pytest.raises(AxisMismatch, match=r"“shape” differs: \(2,\) against \(3,\)"):
        compare(np.ones(3), np.ones(2))
