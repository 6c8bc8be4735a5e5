"""Small worlds for the tests of the projection: random rates, any form of migration."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np

from renkei.engines.demography.arrays import (
    FertilityArray,
    NetMigrationArray,
    PopulationArray,
    SurvivalArray,
)
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.projection.forms import (
    CohortArray,
    MigrationForm,
    NetNumbers,
    NetRates,
    OriginDestination,
    Pool,
    Pools,
)
from renkei.engines.demography.projection.terms import Assumptions, Births, ChildWomanRatio
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.examples import FIVE

FormName = Literal["numbers", "rates", "pools", "matrix"]
FORMS: Sequence[FormName] = ("numbers", "rates", "pools", "matrix")
TIMINGS = ("halves", "end", "start", "continuous")


@dataclass
class World:
    """Labels of a projection and random figures for them, the same for the same seed."""

    n_steps: int = 3
    n_areas: int = 4
    ages: AgeGrid = FIVE
    seed: int = 0
    random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        step = self.ages.starts[1]
        ends = [2020 + step * time for time in range(self.n_steps + 1)]
        self.periods = tuple(pairwise(ends))
        self.areas = tuple(f"{code:06}" for code in range(self.n_areas))
        self.shape = (self.n_steps, self.n_areas, 2, len(self.ages))

    def start(self) -> PopulationArray:
        persons = self.random.uniform(0, 1000, (1, *self.shape[1:]))
        return PopulationArray(persons, (2020,), self.areas, self.ages)

    def survival(self, least: float = 0.3) -> SurvivalArray:
        ratios = self.random.uniform(least, 1, self.shape)
        births = self.random.uniform(0.9, 1, (*self.shape[:3], 1))
        return SurvivalArray(ratios, births, self.periods, self.areas, self.ages)

    def fertility(self) -> FertilityArray:
        rates = np.zeros((self.n_steps, self.n_areas, len(self.ages)))
        fertile = rates[..., self.ages.span(15, 50)]
        fertile[:] = self.random.uniform(0, 0.1, fertile.shape)
        years = tuple(end for _, end in self.periods)
        return FertilityArray(rates, years, self.areas, self.ages)

    def child_woman_ratio(self) -> ChildWomanRatio:
        ratios = self.random.uniform(0.1, 0.3, self.shape[:2])
        return ChildWomanRatio(ratios, self.periods, self.areas)

    def cohorts(self, values: FloatArray | float) -> CohortArray:
        values = np.broadcast_to(np.asarray(values, dtype=float), self.shape)
        return CohortArray(values, self.periods, self.areas, self.ages)

    def rates(self, least: float, most: float) -> CohortArray:
        return self.cohorts(self.random.uniform(least, most, self.shape))

    def shares(self) -> CohortArray:
        weights = self.random.uniform(0.1, 1, self.shape)
        return self.cohorts(weights / weights.sum(axis=1, keepdims=True))

    def inside(self, most: float = 0.2) -> Pool:
        return Pool("inside", self.rates(0, most), self.shares())

    def outside(self, most: float = 0.2) -> Pool:
        supply = self.random.uniform(0, 500, (self.n_steps, *self.shape[2:]))
        return Pool("Japan", self.rates(0, most), self.shares(), supply)

    def destinations(self) -> FloatArray:
        weights = self.random.uniform(0.1, 1, (self.n_steps, self.n_areas, *self.shape[1:]))
        shares: FloatArray = weights / weights.sum(axis=2, keepdims=True)
        return shares

    def migration(self, form: FormName) -> MigrationForm:
        if form == "numbers":
            persons = self.random.uniform(-10, 30, self.shape)
            return NetNumbers(NetMigrationArray(persons, self.periods, self.areas, self.ages))
        if form == "rates":
            return NetRates(self.rates(-0.2, 0.2))
        if form == "pools":
            return Pools((self.inside(), self.outside()))
        return OriginDestination(self.rates(0, 0.2), self.destinations(), (self.outside(),))

    def assumptions(
        self,
        migration: MigrationForm,
        *,
        births: Births | None = None,
        survival: SurvivalArray | None = None,
        conventions: Conventions | None = None,
    ) -> Assumptions:
        return Assumptions(
            survival or self.survival(),
            births or self.fertility(),
            migration,
            conventions or Conventions(),
        )


def closed(world: World) -> MigrationForm:
    """Nobody moves."""
    return NetRates(world.cohorts(0.0))
