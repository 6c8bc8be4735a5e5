"""The multiregional projection: worked by hand, and as the growth matrix of the textbooks.

The figures here are made up and were computed by hand for this test; none is taken from a
publication. The form of the matrix is that of Rogers, Multiregional Demography (1995): survivors by
origin and destination below the diagonal, children in the rows of the youngest.
"""

from dataclasses import replace

import numpy as np
import pytest

from renkei.engines.demography.arrays import FertilityArray, PopulationArray
from renkei.engines.demography.axes import FEMALE, MALE, AgeGrid
from renkei.engines.demography.projection.forms import OriginDestination
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.projection.worlds import World

# 0-14, 15-29, 30-44, 45+: short enough to be followed on paper.
AGES = AgeGrid((0, 15, 30, 45))
SHARE_OF_GIRLS = 1 / 2.05


def world_of_two(n_steps: int = 1) -> World:
    return World(n_steps=n_steps, n_areas=2, ages=AGES)


def known_of_two(world: World) -> Assumptions:
    """City and country: nine in ten survive, half of the old; 20 and 10 per cent change places.

    Women bear 0.04 children a year from 30 to 44 in the city and 0.06 in the country; everyone
    moves at the end of a step of fifteen years, children like their elders.
    """
    lives = world.survival()
    ratios = np.full_like(lives.ratios, 0.9)
    ratios[..., 3] = 0.5
    lives = replace(lives, ratios=ratios, births=np.ones_like(lives.births))
    rates = np.zeros(world.shape)
    rates[:, 0], rates[:, 1] = 0.1, 0.2
    to = np.zeros((world.n_steps, 2, *world.shape[1:]))
    to[:, 0, 1] = to[:, 1, 0] = 1.0
    fertility = np.zeros((world.n_steps, 2, 4))
    fertility[:, :, 2] = 0.04, 0.06
    years = tuple(end for _, end in world.periods)
    return world.assumptions(
        OriginDestination(world.cohorts(rates), to),
        births=FertilityArray(fertility, years, world.areas, AGES),
        survival=lives,
        conventions=Conventions("end"),
    )


def women(world: World, city: list[float], country: list[float]) -> PopulationArray:
    persons = np.zeros((1, 2, 2, 4))
    persons[0, :, FEMALE] = city, country
    return PopulationArray(persons, (2020,), world.areas, AGES)


def test_one_step_of_two_regions_by_hand() -> None:
    world = world_of_two()
    start = women(world, [100, 200, 300, 400], [1000, 800, 600, 400])

    found = project(start, known_of_two(world))

    # 15-29: of the city's 100 girls 90 live and 10 leave, of the country's 1,000 900 and 200.
    #   city 90 - 10 + 200 = 280; country 900 - 200 + 10 = 710
    # 30-44: city 180 - 20 + 160 = 320; country 720 - 160 + 20 = 580
    # 45+: city 270 + 200 - 70 + 200 = 600; country 540 + 200 - 200 + 70 = 610
    assert found.persons[1, 0, FEMALE, 1:] == pytest.approx([280, 320, 600])
    assert found.persons[1, 1, FEMALE, 1:] == pytest.approx([710, 580, 610])
    # Mothers are the mean of start and end: city 310 x 15 x 0.04 = 186; country 590 x 0.9 = 531.
    assert found.births.sum(axis=2)[0] == pytest.approx([186, 531])
    # A tenth of the city's children leave for the country, a fifth of the country's for the city.
    children = found.persons[1, :, :, 0].sum(axis=1)
    assert children == pytest.approx([186 - 18.6 + 106.2, 531 - 106.2 + 18.6])
    assert found.persons[1, :, MALE, 0] / children == pytest.approx([1 - SHARE_OF_GIRLS] * 2)


def growth_matrix(known: Assumptions) -> np.ndarray:
    """Women of two regions a step later, region by region: plain loops over cells."""
    living = known.survival.ratios[0, :, FEMALE]
    out = known.migration.out_rates.values[0, :, FEMALE]
    to = known.migration.destinations[0, :, :, FEMALE]
    bear = known.births.rates[0]
    n_areas, n_ages = living.shape
    survive = np.zeros((n_areas, n_ages, n_areas, n_ages))
    for origin in range(n_areas):
        for age in range(n_ages):
            reached = min(age + 1, n_ages - 1)
            leaving = out[origin, reached]
            survive[origin, reached, origin, age] += living[origin, age] - leaving
            for place in range(n_areas):
                survive[place, reached, origin, age] += leaving * to[origin, place, reached]
    matrix = survive.copy()
    for mother in range(n_areas):
        for age in range(1, n_ages):
            children = 15 * bear[mother, age] / 2 * SHARE_OF_GIRLS
            for origin in range(n_areas):
                for before in range(n_ages):
                    there = survive[mother, age, origin, before]
                    there += 1.0 if (origin, before) == (mother, age) else 0.0
                    stay = 1 - out[mother, 0]
                    matrix[mother, 0, origin, before] += children * there * stay
                    for place in range(n_areas):
                        moved = out[mother, 0] * to[mother, place, 0]
                        matrix[place, 0, origin, before] += children * there * moved
    return matrix.reshape(n_areas * n_ages, -1)


def test_projection_is_the_growth_matrix_times_the_population() -> None:
    world = world_of_two(n_steps=4)
    known = known_of_two(world)
    start = women(world, [100, 200, 300, 400], [1000, 800, 600, 400])

    found = project(start, known).persons[:, :, FEMALE]

    vector = start.persons[0, :, FEMALE].ravel()
    for time in range(4):
        vector = growth_matrix(known) @ vector
        assert found[time + 1].ravel() == pytest.approx(vector)


def test_regions_with_constant_rates_come_to_grow_alike() -> None:
    # The stable multiregional population: one rate of growth, one share of each region and age.
    world = world_of_two(n_steps=120)
    known = known_of_two(world)

    found = project(women(world, [0, 0, 300, 0], [10, 0, 0, 400]), known).persons[:, :, FEMALE]

    values, vectors = np.linalg.eig(growth_matrix(known))
    largest = np.argmax(values.real)
    stable = vectors[:, largest].real / vectors[:, largest].real.sum()
    assert (found[-1] / found[-2]).ravel() == pytest.approx(np.full(8, values[largest].real))
    assert found[-1].ravel() / found[-1].sum() == pytest.approx(stable)
