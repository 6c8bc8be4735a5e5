"""Rates of small places: their own events as far as these can be trusted, their region's beyond.

A village with three births a year has a rate that says little. Its ratio of events to those
expected is drawn towards that of its bureau, the bureau's towards the prefecture's, by as much as
chance alone would move it.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import (
    FertilityArray,
    PopulationArray,
    RateArray,
)
from renkei.engines.demography.axes import FEMALE, FloatArray, require_same
from renkei.engines.demography.quotients import require_same_shape

# For each area the label of the wider area it belongs to: bureaus first, then prefectures.
Parents: TypeAlias = Sequence[Sequence[Hashable]]
Places: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class ShrunkRatios:
    """Events over expected events, each drawn towards the ratio of the wider area.

    Shapes  ratios, priors, own_shares (..., area); spreads (level), areas first, then parents
    Units   ratios and priors: 1 where events are as many as expected; own_shares: 0 to 1, how far
            a ratio follows the area's own events; spreads: the standard deviation of true ratios
            of a level around those of the wider areas, relative to these; infinite where no two
            areas share a wider area, so that nothing is known of it and nothing is drawn
    Check   ratio = own share x events / expected + (1 - own share) x prior
    """

    ratios: FloatArray
    priors: FloatArray
    own_shares: FloatArray
    spreads: FloatArray


def shrink(events: FloatArray, expected: FloatArray, parents: Parents = ()) -> ShrunkRatios:
    """Ratios of observed to expected events, by empirical Bayes along a hierarchy of areas.

    The true ratio of an area is supposed gamma distributed around that of its wider area, with
    the same relative variance s² for all areas of a level, and events to be Poisson distributed.

    1. all areas together have the ratio of their events to those expected; from there downwards,
       level by level:
    2. s² of the level by moments, once for all its areas and leading axes: squared differences
       from the wider area's own ratio, less those that chance makes
    3. own share w = s² e / (1 + s² e), with e the events expected at the prior, which is the
       wider area's ratio just found; ratio = w own + (1 - w) prior

    Shapes  events, expected (..., area) -> see `ShrunkRatios`; each of parents (area)
    Units   events; expected events, or person-years to get rates instead of ratios
    Errors  AxisMismatch when shapes or labels differ; ValueError when a number is negative or
            missing, when events happen where none can, or when a wider area lies in two others
    Source  R. J. Marshall, Mapping disease and mortality rates using empirical Bayes estimators,
            Applied Statistics 40 (1991), step 3; moments weighted as by R. DerSimonian, N. Laird,
            Meta-analysis in clinical trials, Controlled Clinical Trials 7 (1986)
    Check   between the area's own ratio and the prior; an area where nothing is expected has the
            prior; the same counts a thousand times over keep their own ratios
    Limits  events expected from the ratios no longer add up to those of the wider area; the
            spread of a level of few areas is itself uncertain; where the whole has no events and
            none are expected, the ratio is 1
    """
    _require_possible(events, expected)
    levels = _levels(parents, events.shape[-1])
    known = [_Counts(events, expected)]
    for inside in levels:
        known.append(known[-1].gathered(inside))
    ratios = known[-1].ratios(np.ones_like(known[-1].events))
    spreads = []
    for inside, own, wider in zip(levels[::-1], known[-2::-1], known[:0:-1], strict=True):
        variance = _relative_variance(own, wider, inside)
        priors = ratios[..., inside]
        shares = _own_shares(variance, own.expected * priors)
        ratios = priors + shares * (own.ratios(priors) - priors)
        spreads.append(np.sqrt(variance))
    return ShrunkRatios(ratios, priors, shares, np.array(spreads[::-1]))


def local_fertility(
    schedule: FertilityArray,
    women: PopulationArray,
    births: FloatArray,
    parents: Parents = (),
) -> FertilityArray:
    """Fertility of each area: the ages of a wider area's schedule, the level of its own births.

    Shapes  schedule.rates (time, 1, age), women.persons (time, area, sex, age), births
            (time, area) -> rates (time, area, age)
    Units   births of each year and women living at its middle; births and woman-years of several
            years do as well, and are steadier
    Errors  AxisMismatch when years or ages differ or the schedule has more than one area;
            as `shrink`
    Source  as `shrink`, on the births that the schedule would bring; the official rates of
            municipalities (人口動態保健所・市区町村別統計) are Bayes estimates too, drawn
            towards the secondary medical area
    Limits  all areas of a schedule have children at the same ages
    """
    _require_lent(schedule, women)
    expected = schedule.rates * women.persons[..., FEMALE, :]
    levels = shrink(births, expected.sum(axis=-1), parents).ratios
    rates = schedule.rates * levels[..., np.newaxis]
    return replace(schedule, rates=rates, areas=women.areas)


def local_death_rates(
    schedule: RateArray,
    population: PopulationArray,
    deaths: FloatArray,
    parents: Parents = (),
) -> RateArray:
    """Death rates of each area: its prefecture's schedule at the level of its own deaths.

    Shapes  schedule.rates (time, 1, sex, age), population.persons (time, area, sex, age), deaths
            (time, area), or (time, area, sex) -> rates (time, area, sex, age)
    Units   deaths of each year and persons living at its middle, or deaths and person-years of
            several years; with deaths of both sexes together, both have the same level
    Errors  AxisMismatch when years or ages differ or the schedule has more than one area;
            as `shrink`
    Source  as `shrink`, on the deaths that the schedule would bring (標準化死亡比, the
            standardized mortality ratio)
    Limits  deaths are of residents, so people who move into a nursing home raise the level of
            the place of the home; one level stands for all ages
    """
    _require_lent(schedule, population)
    expected = (schedule.rates * population.persons).sum(axis=-1)
    if deaths.ndim == expected.ndim:
        # Areas last; the sexes are then one of the axes that share a spread.
        by_sex = shrink(deaths.swapaxes(-1, -2), expected.swapaxes(-1, -2), parents)
        levels = by_sex.ratios.swapaxes(-1, -2)
    else:
        levels = shrink(deaths, expected.sum(axis=-1), parents).ratios[..., np.newaxis]
    rates = schedule.rates * levels[..., np.newaxis]
    return replace(schedule, rates=rates, areas=population.areas)


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """Events and expected events of the areas of one level (..., area)."""

    events: FloatArray
    expected: FloatArray

    def gathered(self, inside: Places) -> "_Counts":
        return _Counts(_gathered(self.events, inside), _gathered(self.expected, inside))

    def ratios(self, otherwise: FloatArray) -> FloatArray:
        return np.divide(self.events, self.expected, out=otherwise.copy(), where=self.expected > 0)


def _relative_variance(own: _Counts, wider: _Counts, inside: Places) -> float:
    """Variance of true ratios around the wider area's, relative to it: moments of the level."""
    likely = own.expected * wider.ratios(np.zeros_like(wider.events))[..., inside]
    there = likely > 0
    squares = np.divide((own.events - likely) ** 2, likely, out=np.zeros_like(likely), where=there)
    total = _gathered(likely, inside)
    largest = np.divide(
        _gathered(likely**2, inside), total, out=np.zeros_like(total), where=total > 0
    )
    by_chance = np.maximum(_gathered(there.astype(float), inside) - 1.0, 0.0).sum()
    weight = (total - largest).sum()
    if by_chance == 0 or weight <= 0:
        return np.inf
    return max(float((squares.sum() - by_chance) / weight), 0.0)


def _own_shares(variance: float, likely: FloatArray) -> FloatArray:
    if np.isinf(variance):
        return (likely > 0).astype(np.float64)
    return variance * likely / (1.0 + variance * likely)


def _levels(parents: Parents, n_areas: int) -> list[Places]:
    """For each level, areas first, the place of its wider area; at last that of the whole."""
    levels, units = [], np.arange(n_areas)
    for labels in parents:
        require_same("area", [f"{len(labels)} parents"], [f"{n_areas} parents"])
        wider = _numbered(labels)
        inside = np.zeros(units.max() + 1, dtype=np.intp)
        inside[units] = wider
        _require_one_parent(labels, wider, inside[units])
        levels.append(inside)
        units = wider
    return [*levels, np.zeros(units.max() + 1, dtype=np.intp)]


def _numbered(labels: Sequence[Hashable]) -> Places:
    order = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return np.array([order[label] for label in labels], dtype=np.intp)


def _gathered(values: FloatArray, inside: Places) -> FloatArray:
    member = inside[:, np.newaxis] == np.arange(int(inside.max()) + 1)
    sums: FloatArray = values @ member.astype(np.float64)
    return sums


def _require_one_parent(labels: Sequence[Hashable], wider: Places, found: Places) -> None:
    wrong = np.nonzero(wider != found)[0]
    if wrong.size:
        area = int(wrong[0])
        raise ValueError(
            f"area {area} lies in {labels[area]}, others of its wider area do not: order the "
            "parents from narrow to wide"
        )


def _require_possible(events: FloatArray, expected: FloatArray) -> None:
    require_same_shape(events, expected)
    for name, values in (("events", events), ("expected events", expected)):
        if not np.all(np.isfinite(values) & (values >= 0)):
            raise ValueError(f"{name} must be numbers of at least zero")
    wrong = (events > 0) & (expected == 0)
    if wrong.any():
        area = int(np.nonzero(wrong)[-1][0])
        raise ValueError(f"area {area} has events where none are expected: nobody is at risk")


def _require_lent(schedule: FertilityArray | RateArray, population: PopulationArray) -> None:
    require_same("time", schedule.years, population.years)
    require_same("area", schedule.areas, schedule.areas[:1])
    require_same("age", schedule.ages.labels, population.ages.labels)
