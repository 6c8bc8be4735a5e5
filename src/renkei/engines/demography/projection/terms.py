"""What a projection supposes, and the plain arrays that both of its paths compute with."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import (
    FertilityArray,
    Period,
    PopulationArray,
    SurvivalArray,
    require_shape,
)
from renkei.engines.demography.axes import SEXES, AgeGrid, AxisMismatch, FloatArray, require_same
from renkei.engines.demography.projection.forms import MigrationForm, Moves
from renkei.engines.demography.projection.refusals import refuse_where
from renkei.engines.demography.projection.repeated import along_time
from renkei.engines.demography.projection.timing import Conventions

CHILDBEARING = (15, 50)


@dataclass(frozen=True, slots=True, eq=False)
class ChildWomanRatio:
    """Children aged 0-4 at the end of a step of five years for each woman aged 15-49 there.

    Shapes  ratios (time, area)
    Units   children per woman, both at the end of the period; deaths and moves of small children
            are in the ratio, so the youngest cohort must not move by any other figure
    Errors  AxisMismatch when the shape does not fit the labels
    Source  子ども女性比 of the regional projections of the National Institute of Population and
            Social Security Research
    """

    ratios: FloatArray
    periods: tuple[Period, ...]
    areas: tuple[str, ...]

    def __post_init__(self) -> None:
        require_shape(self.ratios, time=len(self.periods), area=len(self.areas))


# Rates are those of the step that ends in the array's year.
Births: TypeAlias = FertilityArray | ChildWomanRatio


@dataclass(frozen=True, slots=True, eq=False)
class Assumptions:
    """All that a projection supposes: survival, births, moves, and the conventions between them.

    Errors  AxisMismatch when periods, areas or ages differ, periods do not follow each other, or
            a period is not one age group long; ValueError when a ratio or rate cannot be one
    """

    survival: SurvivalArray
    births: Births
    migration: MigrationForm
    conventions: Conventions = Conventions()  # noqa: RUF009 -- frozen

    def __post_init__(self) -> None:
        self._require_one_group_a_step()
        moves, births = self.migration.labels, self.births
        require_same("time", self.periods, moves.periods)
        require_same("area", self.areas, moves.areas)
        require_same("age", self.ages.labels, moves.ages.labels)
        require_same("area", self.areas, births.areas)
        for ratios in (self.survival.ratios, self.survival.births):
            no_share = ~((ratios >= 0) & (ratios <= 1))
            problem = "must survive at a ratio between 0 and 1: give survivors per person"
            refuse_where(no_share, self.survival, problem)
        if isinstance(births, FertilityArray):
            require_same("time", [end for _, end in self.periods], births.years)
            require_same("age", self.ages.labels, births.ages.labels)
            _require_rates_between_the_ends(births)
        else:
            require_same("time", self.periods, births.periods)
            self._require_children_counted_once(births)

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.survival.periods

    @property
    def areas(self) -> tuple[str, ...]:
        return self.survival.areas

    @property
    def ages(self) -> AgeGrid:
        return self.survival.ages

    @property
    def step(self) -> int:
        """Years from one stock to the next."""
        return self.ages.starts[1]

    def terms(self) -> "Terms":
        """The assumptions as arrays of the operator."""
        dying = along_time(_dying, self.survival.births, self.survival.ratios)
        if isinstance(self.births, FertilityArray):
            fertility = along_time(lambda rates: rates * self.step, self.births.rates)
        else:
            low, high = CHILDBEARING
            women = np.zeros(len(self.ages))
            women[self.ages.span(low, high)] = 1.0
            fertility = self.births.ratios[..., np.newaxis] * women
        by_ratio = isinstance(self.births, ChildWomanRatio)
        return Terms(dying, fertility, by_ratio, self.migration.moves(), self.conventions)

    def require_start(self, start: PopulationArray) -> None:
        """Refuse a starting population that is not the one these assumptions are about.

        Errors  AxisMismatch when year, areas or ages differ; ValueError when a figure is missing
        """
        require_same("time", [self.periods[0][0]], start.years)
        require_same("area", self.areas, start.areas)
        require_same("age", self.ages.labels, start.ages.labels)
        if not np.isfinite(start.persons).all():
            _, area, sex, age = _first(~np.isfinite(start.persons))
            raise ValueError(
                "the starting population has cells without a figure: fill them first, with 0"
                f" where nobody lives; the first is {SEXES[sex]} {self.ages.labels[age]}, area"
                f" {self.areas[area]}"
            )

    def _require_one_group_a_step(self) -> None:
        for before, after in zip(self.periods, self.periods[1:], strict=False):
            if before[1] != after[0]:
                between = sorted((before[1], after[0]))
                remedy = f"add the periods of {between[0]}-{between[1]}"
                if before[1] > after[0]:
                    remedy = f"{between[0]}-{between[1]} is there twice, leave one out"
                raise AxisMismatch("time", f"end {before[1]}", f"next start {after[0]}", remedy)
        for first, last in self.periods:
            if self.ages.groups_in(last - first) != 1:
                remedy = f"give periods of {self.step} years, as long as an age group is wide"
                found = f"a step of {last - first} years"
                raise AxisMismatch("time", found, f"{self.step}", remedy)

    def _require_children_counted_once(self, births: ChildWomanRatio) -> None:
        if self.step != CHILD_WOMAN_STEP:
            remedy = "take five-year groups, or births per woman"
            found = "a child-woman ratio, of ages 0-4"
            raise AxisMismatch("age", found, self.ages.labels[0], remedy)
        if not np.all(np.isfinite(births.ratios) & (births.ratios >= 0)):
            time, area = _first(~(np.isfinite(births.ratios) & (births.ratios >= 0)))
            raise ValueError(
                "child-woman ratios must be numbers of at least zero: give one for area"
                f" {self.areas[area]}, {self.periods[time][0]}-{self.periods[time][1]}"
            )
        if not np.all(self.survival.births > 0):
            raise ValueError(
                "children cannot be carried back to births that nobody survives: give survival at"
                " birth above zero"
            )
        moves = self.migration.moves()
        if np.any(moves.rates[..., 0]) or np.any(moves.added[..., 0]):
            raise ValueError("moves of ages 0-4 are in the child-woman ratio: set them to zero")


CHILD_WOMAN_STEP = 5


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Assumptions as arrays, the youngest cohort being the births.

    Shapes  dying (time, area, sex, cohort) with cohort births, then age at the start;
            fertility (time, area, age)
    Units   dying: share that does not live through the step; fertility: births per woman and
            step, or, where `by_ratio`, children alive at the end per woman at the end
    """

    dying: FloatArray
    fertility: FloatArray
    by_ratio: bool
    moves: Moves
    conventions: Conventions


def _first(wrong: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(place[0]) for place in np.nonzero(wrong))


def _dying(births: FloatArray, ratios: FloatArray) -> FloatArray:
    dying = np.empty((*ratios.shape[:-1], 1 + ratios.shape[-1]))
    np.subtract(1.0, births, out=dying[..., :1])
    np.subtract(1.0, ratios, out=dying[..., 1:])
    return dying


def _require_rates_between_the_ends(births: FertilityArray) -> None:
    if not np.all(np.isfinite(births.rates) & (births.rates >= 0)):
        time, area, age = _first(~(np.isfinite(births.rates) & (births.rates >= 0)))
        raise ValueError(
            "fertility rates must be numbers of at least zero: give one for women"
            f" {births.ages.labels[age]}, area {births.areas[area]}, {births.years[time]}, 0 where"
            " none are born"
        )
    for place in (0, -1):
        if np.any(births.rates[..., place]):
            ages = births.ages.labels[place]
            raise ValueError(f"women aged {ages} cannot bear children: set their rates to zero")
