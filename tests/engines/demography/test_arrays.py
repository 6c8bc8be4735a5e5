"""Arrays refuse values that do not fit their labels, and choose among them by label."""

import numpy as np
import pytest

from renkei.engines.demography.arrays import (
    AreaArray,
    FertilityArray,
    FlowArray,
    NetMigrationArray,
    PopulationArray,
    RateArray,
    SurvivalArray,
)
from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from tests.engines.demography.examples import FIVE, population

AREAS = ("a", "b")
PERIOD = ((2010, 2015),)


@pytest.mark.parametrize(
    ("build", "axis"),
    [
        (lambda: PopulationArray(np.zeros((1, 2, 2, 18)), (2010,), AREAS, FIVE), "age"),
        (lambda: RateArray(np.zeros((2, 2, 2, 19)), (2010,), AREAS, FIVE), "time"),
        (lambda: FertilityArray(np.zeros((1, 3, 19)), (2010,), AREAS, FIVE), "area"),
        (lambda: NetMigrationArray(np.zeros((1, 2, 1, 19)), PERIOD, AREAS, FIVE), "sex"),
        (lambda: FlowArray(np.zeros((2, 3)), AREAS, AREAS), "destination"),
        (lambda: FlowArray(np.zeros((2, 2, 2, 5)), AREAS, AREAS, FIVE), "age"),
        (lambda: AreaArray(np.zeros(3), AREAS), "area"),
        (lambda: AreaArray(np.zeros((2, 1, 19)), AREAS, FIVE), "sex"),
        (lambda: _survival(births=(1, 3, 2, 1)), "area"),
        (lambda: _survival(ratios=(1, 2, 2, 18)), "age"),
    ],
)
def test_array_refuses_values_that_do_not_fit_a_label(build, axis: str) -> None:
    with pytest.raises(AxisMismatch, match=f"“{axis}” differs: . ?.*values against .* labels"):
        build()


def test_array_refuses_a_missing_axis() -> None:
    with pytest.raises(AxisMismatch, match="“time, area, sex, age” differs: 3 axes against 4"):
        PopulationArray(np.zeros((2, 2, 19)), (2010,), AREAS, FIVE)


def _survival(
    ratios: tuple[int, ...] = (1, 2, 2, 19), births: tuple[int, ...] = (1, 2, 2, 1)
) -> SurvivalArray:
    return SurvivalArray(np.ones(ratios), np.ones(births), PERIOD, AREAS, FIVE)


def test_population_of_chosen_areas_stands_in_the_order_asked_for() -> None:
    here = population(np.arange(4.0 * 2 * 19).reshape(2, 2, 2, 19), years=(2010, 2015))

    chosen = here.of(years=[2015], areas=["000001", "000000"])

    assert (chosen.years, chosen.areas) == ((2015,), ("000001", "000000"))
    assert chosen.persons.tolist() == here.persons[1:, ::-1].tolist()


def test_population_of_nothing_chosen_is_the_whole() -> None:
    here = population(np.ones((2, 3, 2, 19)), years=(2010, 2015))

    assert here.of().persons.tolist() == here.persons.tolist()


def test_population_refuses_a_year_it_does_not_hold() -> None:
    here = population(np.ones((2, 1, 2, 19)), years=(2010, 2015))

    with pytest.raises(AxisMismatch, match="“time” differs: 2020 against 2 labels without it"):
        here.of(years=[2020])


def test_population_between_adds_the_ages_of_each_sex() -> None:
    here = population(np.arange(2.0 * 19).reshape(1, 1, 2, 19))

    assert here.between(80).tolist() == [[[16 + 17 + 18, 35 + 36 + 37]]]


def test_population_collapses_with_its_labels() -> None:
    here = population(np.ones((1, 1, 2, 19)))

    coarse = here.collapse(AgeGrid((0, 15, 65)))

    assert coarse.ages.labels == ("0-14", "15-64", "65+")
    assert coarse.persons[0, 0].tolist() == [[3, 10, 6], [3, 10, 6]]


def test_survival_of_a_prefecture_is_lent_to_its_municipalities() -> None:
    ratios = np.linspace(0.9, 0.1, 38).reshape(1, 1, 2, 19)
    prefecture = SurvivalArray(ratios, np.full((1, 1, 2, 1), 0.99), PERIOD, ("010006",), FIVE)

    lent = prefecture.lent_to(AREAS)

    assert lent.areas == AREAS
    assert lent.ratios[0, 1].tolist() == ratios[0, 0].tolist()
    assert lent.births.tolist() == [[[[0.99], [0.99]]] * 2]


def test_survival_of_several_areas_is_not_lent() -> None:
    with pytest.raises(AxisMismatch, match="“area” differs"):
        _survival().lent_to(("c",))


def test_survival_of_a_period_is_held_through_those_to_come() -> None:
    ahead = ((2015, 2020), (2020, 2025))
    known = _survival()

    held = known.held_through(ahead)

    assert held.periods == ahead
    assert held.areas == known.areas
    for time in range(len(ahead)):
        assert held.ratios[time] == pytest.approx(known.ratios[0])
        assert held.births[time] == pytest.approx(known.births[0])


def test_survival_of_several_periods_is_not_held() -> None:
    several = _survival().held_through(((2015, 2020), (2020, 2025)))

    with pytest.raises(AxisMismatch, match=r"“time” differs: 2 labels"):
        several.held_through(((2025, 2030),))
