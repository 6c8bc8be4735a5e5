"""Controls to totals: factors that make births, deaths or people add up to given figures.

The factors are kept. A counterfactual takes them as they are: controlled to the same totals again,
it would be given back every person that its changes had gained, and nothing would be left of them.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import PopulationArray, require_shape
from renkei.engines.demography.axes import SEXES, AxisMismatch, FloatArray
from renkei.engines.demography.projection import reference
from renkei.engines.demography.projection.accounts import Projection
from renkei.engines.demography.projection.stepping import of_step, projection_of, take_step
from renkei.engines.demography.projection.terms import Assumptions, Terms

# Births and deaths are found together, because the newborn die as well.
_CLOSE, _ROUNDS, _MOST = 1e-12, 200, 1e9


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """What the areas of a region (a prefecture, a nation) must add up to; None is left free.

    Shapes  births, deaths (time, region); population (time, region, sex, age) at the end of each
            period; regions: for each area the number of its region, empty for one common region
    Units   persons per period; persons
    Errors  ValueError when a figure is negative or missing
    """

    births: FloatArray | None = None
    deaths: FloatArray | None = None
    population: FloatArray | None = None
    regions: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name in ("births", "deaths", "population"):
            values = getattr(self, name)
            if values is not None and not np.all(np.isfinite(values) & (values >= 0)):
                raise ValueError(
                    f"totals of {name} must be numbers of at least zero: leave {name} out where"
                    " none are given"
                )


@dataclass(frozen=True, slots=True, eq=False)
class Controls:
    """The factors that a baseline needed, to be applied unchanged to whatever is held against it.

    Shapes  births, deaths (time, region); population (time, region, sex, age); regions (area)
    Units   factors on fertility, on the share that dies, and on the people at the end of a step
    """

    births: FloatArray
    deaths: FloatArray
    population: FloatArray
    regions: NDArray[np.int64]

    @classmethod
    def none(cls, labels: Assumptions, regions: tuple[int, ...] = ()) -> "Controls":
        """Factors of one: the projection as it is.

        Errors  AxisMismatch when there are regions for another number of areas
        """
        if regions and len(regions) != len(labels.areas):
            raise AxisMismatch("area", f"{len(regions)} regions", f"{len(labels.areas)} areas")
        of_areas = np.array(regions or (0,) * len(labels.areas), dtype=np.int64)
        shape = (len(labels.periods), int(of_areas.max()) + 1)
        people = np.ones((*shape, len(SEXES), len(labels.ages)))
        return cls(np.ones(shape), np.ones(shape), people, of_areas)

    def on(self, terms: Terms) -> Terms:
        """Terms with the factors on births and deaths; those on people act at the end of steps."""
        births, deaths = self.births[:, self.regions], self.deaths[:, self.regions]
        return replace(
            terms,
            fertility=terms.fertility * births[..., np.newaxis],
            dying=np.minimum(terms.dying * deaths[..., np.newaxis, np.newaxis], 1.0),
        )

    def on_people(self, time: int) -> FloatArray:
        """(area, sex, age)"""
        factors: FloatArray = self.population[time, self.regions]
        return factors


@dataclass(frozen=True, slots=True, eq=False)
class Controlled:
    """A projection that adds up to given totals, and the factors that make it do so.

    The residual of its account is what the control of the population added or took away.
    """

    projection: Projection
    controls: Controls


def control(start: PopulationArray, assumptions: Assumptions, totals: Totals) -> Controlled:
    """Project so that births, deaths and people of every region equal the totals, step by step.

    1. one factor on fertility and one on the shares that die, for each region, until births and
       deaths are those given
    2. one factor for each region, sex and age on the people at the end of the step; the next
       step begins with them

    Shapes  start.persons (1, area, sex, age) -> see `Projection` and `Controls`
    Units   persons
    Errors  AxisMismatch when a shape is not that of the assumptions; ValueError when there is
            nobody to be scaled, or deaths are given that not even everyone's death would reach
    Source  proportional adjustment (一律補正) of municipalities to the prefecture, as in the
            regional projections of the National Institute of Population and Social Security
            Research
    Check   the totals are met; totals that the projection has anyway give factors of one
    Limits  the factors are the same for all areas of a region, whatever made the totals differ
    """
    assumptions.require_start(start)
    controls = Controls.none(assumptions, totals.regions)
    _require_totals_for(totals, controls)
    terms, persons, steps = assumptions.terms(), start.persons[0], []
    for time in range(len(assumptions.periods)):
        one = of_step(terms, time)
        step = _with_births_and_deaths(one, persons, _at(totals, time), _view(controls, time))
        if totals.population is not None:
            wanted = totals.population[time]
            controls.population[time] = _people_factors(step.persons, wanted, controls, assumptions)
        persons = step.persons * controls.on_people(time)
        steps.append(replace(step, persons=persons))
    return Controlled(projection_of(start, steps, assumptions), controls)


def project_under(
    start: PopulationArray,
    assumptions: Assumptions,
    controls: Controls,
    terms: Terms | None = None,
) -> Projection:
    """Project with factors that were found before: a counterfactual keeps those of its baseline.

    Shapes  start.persons (1, area, sex, age); `terms` are those of a scenario, the assumptions' own
            when absent -> see `Projection`
    Units   persons
    Errors  as `operator.project`
    Check   with factors of one, `operator.project`; with those of a baseline and its own terms,
            that baseline
    """
    assumptions.require_start(start)
    controlled = controls.on(terms or assumptions.terms())
    persons, steps = start.persons[0], []
    for time in range(len(assumptions.periods)):
        step = take_step(of_step(controlled, time), persons)
        persons = step.persons * controls.on_people(time)
        steps.append(replace(step, persons=persons))
    return projection_of(start, steps, assumptions)


def _with_births_and_deaths(
    terms: Terms, persons: FloatArray, wanted: Totals, controls: Controls
) -> reference.Step:
    """One step with the births and deaths that are wanted; the factors are written down."""
    pairs = [
        (name, getattr(wanted, name), getattr(controls, name)[0])
        for name in ("births", "deaths")
        if getattr(wanted, name) is not None
    ]
    for _ in range(_ROUNDS):
        step = take_step(controls.on(terms), persons)
        ratios = [
            _ratio(name, total, _by_region(getattr(step, name), controls))
            for name, total, _ in pairs
        ]
        if all(np.abs(ratio - 1.0).max() < _CLOSE for ratio in ratios):
            return step
        for (_, _, factors), ratio in zip(pairs, ratios, strict=True):
            factors[:] = np.minimum(factors * ratio, _MOST)
    names = " and ".join(name for name, *_ in pairs)
    raise ValueError(f"no factors lead to the {names} that are given: lower the totals")


def _ratio(name: str, wanted: FloatArray, found: FloatArray) -> FloatArray:
    missing = (found == 0) & (wanted > 0)
    if missing.any():
        region = int(np.argmax(missing))
        raise ValueError(
            f"region {region} has no {name} that could be scaled to {wanted[region]:.6g}:"
            " set this total to zero or give rates"
        )
    ratio: FloatArray = np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
    return ratio


def _people_factors(
    persons: FloatArray, wanted: FloatArray, controls: Controls, labels: Assumptions
) -> FloatArray:
    found = np.zeros_like(wanted)
    np.add.at(found, controls.regions, persons)
    missing = (found <= 0) & (wanted > 0)
    if missing.any():
        region, sex, age = (int(place[0]) for place in np.nonzero(missing))
        raise ValueError(
            f"{SEXES[sex]} {labels.ages.labels[age]}, region {region}: nobody is there who could"
            f" be scaled to {wanted[region, sex, age]:.6g}: set this total to zero"
        )
    factors: FloatArray = np.divide(wanted, found, out=np.ones_like(wanted), where=found > 0)
    return factors


def _by_region(values: FloatArray, controls: Controls) -> FloatArray:
    by_area = values.sum(axis=tuple(range(1, values.ndim)))
    n_regions = controls.population.shape[1]
    return np.bincount(controls.regions, by_area, minlength=n_regions).astype(np.float64)


def _at(totals: Totals, time: int) -> Totals:
    def cut(values: FloatArray | None) -> FloatArray | None:
        return None if values is None else values[time]

    return Totals(cut(totals.births), cut(totals.deaths), None, totals.regions)


def _view(controls: Controls, time: int) -> Controls:
    """One step of the controls, into which can be written."""
    one = slice(time, time + 1)
    return replace(
        controls,
        births=controls.births[one],
        deaths=controls.deaths[one],
        population=controls.population[one],
    )


def _require_totals_for(totals: Totals, controls: Controls) -> None:
    for name in ("births", "deaths", "population"):
        values = getattr(totals, name)
        if values is not None:
            axes = ("time", "region", "sex", "age")
            shape = getattr(controls, name).shape
            require_shape(values, **dict(zip(axes, shape, strict=False)))
