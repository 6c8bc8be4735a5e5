"""Random rates: factors common to the country, to a region, and proper to one area.

Each draw multiplies the rates of deaths, births, departures and arrivals. The numbers depend on
(run, seed, shard) alone, so it does not matter who computes which shard, when, or beside whom.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import FloatArray

COMPONENTS = ("deaths", "births", "departures", "arrivals")


@dataclass(frozen=True, slots=True)
class Spread:
    """How far one component may lie from the assumption: standard deviations of its logarithm.

    Units   country, region: of the change in one year of a random walk; area: of a level that
            stays for the whole projection
    Errors  ValueError when one is negative
    """

    country: float = 0.0
    region: float = 0.0
    area: float = 0.0

    def __post_init__(self) -> None:
        if not min(self.country, self.region, self.area) >= 0:
            raise ValueError(f"a spread cannot be negative: {self}")


CERTAIN = Spread()


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """The spread of every component, and what chance alone does where few live.

    Shapes  regions, scales (area), each empty when it is not wanted; events (component, area), in
            the order of `COMPONENTS`
    Units   regions: the number of each area's region, from 0, all in one when empty; scales: what
            multiplies the area's own spread, one when empty; events: how many births, deaths or
            moves of an area are expected in a year; each step then has as much chance as a
            Poisson number of so many, for all ages of an area together
    Limits  those who move inside the projection vary with the departures of where they come from;
            how they are shared out is certain, so an area has no chance of its own in them
    """

    deaths: Spread = CERTAIN
    births: Spread = CERTAIN
    departures: Spread = CERTAIN
    arrivals: Spread = CERTAIN
    regions: tuple[int, ...] = ()
    scales: tuple[float, ...] = ()
    events: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class Draws:
    """How many draws, from which numbers, cut into which shards.

    The size of a shard belongs to what a run is: another size gives other numbers.

    Errors  ValueError when a count is not positive
    """

    n_draws: int = 1000
    run: int = 0
    seed: int = 0
    n_per_shard: int = 250

    def __post_init__(self) -> None:
        if self.n_draws < 1 or self.n_per_shard < 1:
            raise ValueError(f"draws and draws per shard must be positive: {self}")

    def shards(self) -> Iterator[tuple[int, slice]]:
        """Each shard's number and its place among the draws."""
        for shard, first in enumerate(range(0, self.n_draws, self.n_per_shard)):
            yield shard, slice(first, min(first + self.n_per_shard, self.n_draws))

    def place_of(self, shard: int) -> slice:
        """The place of one shard among the draws.

        Errors  ValueError when there is no such shard
        """
        places = dict(self.shards())
        if shard not in places:
            raise ValueError(f"there is no shard {shard}: they are numbered 0-{len(places) - 1}")
        return places[shard]


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """What multiplies the rates in the draws of one shard.

    Shapes  regional (component, time, region, draw), areal (component, area, draw),
            regions (area), the region of each
    Units   factors whose median is one; the factor of an area is the product of both
    """

    regional: FloatArray
    areal: FloatArray
    regions: NDArray[np.int64]

    def part(self, first: int, last: int) -> "Factors":
        """The factors of some of the draws."""
        some = slice(first, last)
        return Factors(self.regional[..., some], self.areal[..., some], self.regions)

    def of_step(self, time: int) -> FloatArray:
        """(component, area, draw)"""
        factors: FloatArray = self.regional[:, time][:, self.regions] * self.areal
        return factors


def certain_factors(n_steps: int, n_areas: int) -> Factors:
    """The factors of one draw whose rates are those assumed."""
    n = len(COMPONENTS)
    one_region = np.zeros(n_areas, dtype=np.int64)
    return Factors(np.ones((n, n_steps, 1, 1)), np.ones((n, n_areas, 1)), one_region)


def factors_of_shard(
    uncertainty: Uncertainty, draws: Draws, shard: int, *, n_steps: int, n_areas: int, step: int
) -> Factors:
    """The factors of one shard, the same whoever asks.

    1. for the country and each region, a random walk of the logarithm from step to step
    2. for each area, a level of the logarithm that stays
    3. the exponential of both
    4. where events are expected, a factor of each area and step with the mean, one, and the
       variance of a Poisson number over its expectation; every area is then a region of its own

    Shapes  see `Factors`
    Units   step in years
    Errors  ValueError when there are regions, scales or events for another number of areas, or
            events are not above zero
    Source  lognormal of given mean and variance: J. Aitchison, J. A. C. Brown, The Lognormal
            Distribution (1957)
    Check   without spread and events every factor is exactly one
    """
    regions = np.array(uncertainty.regions or (0,) * n_areas, dtype=np.int64)
    scales = np.array(uncertainty.scales or (1.0,) * n_areas)
    _require_areas(n_areas, regions=regions, scales=scales, events=uncertainty.events)
    _, place = list(draws.shards())[shard]
    n_draws = place.stop - place.start
    spreads = [getattr(uncertainty, name) for name in COMPONENTS]
    random = np.random.Generator(np.random.Philox([draws.seed, draws.run, shard]))

    def normal(sizes: list[float], *shape: int) -> FloatArray:
        drawn = random.standard_normal((len(COMPONENTS), *shape, n_draws))
        scaled: FloatArray = drawn * np.reshape(sizes, (-1, *(1,) * (drawn.ndim - 1)))
        return scaled

    years = np.sqrt(step)
    country = normal([years * s.country for s in spreads], n_steps, 1)
    region = normal([years * s.region for s in spreads], n_steps, int(regions.max()) + 1)
    area = normal([s.area for s in spreads], n_areas) * scales[:, np.newaxis]
    regional = np.cumsum(country + region, axis=1)
    if uncertainty.events is not None:
        chance = _chance(step * uncertainty.events, normal([1.0] * len(spreads), n_steps, n_areas))
        regional, regions = regional[:, :, regions] + chance, np.arange(n_areas)
    return Factors(np.exp(regional), np.exp(area), regions)


def _chance(expected: FloatArray, normal: FloatArray) -> FloatArray:
    """Logarithms with the mean and variance that a Poisson number has beside its expectation.

    Shapes  expected (component, area), normal (component, time, area, draw) -> the latter
    """
    variance = np.log1p(1.0 / expected)[:, np.newaxis, :, np.newaxis]
    logs: FloatArray = normal * np.sqrt(variance) - variance / 2
    return logs


def _require_areas(n_areas: int, **given: NDArray[Any] | None) -> None:
    for name, values in given.items():
        if values is not None and values.shape[-1] != n_areas:
            raise ValueError(
                f"{name} are given for {values.shape[-1]} areas, but there are {n_areas}: "
                "give one for each, in the same order"
            )
    events = given["events"]
    if events is not None and not np.all(events > 0):
        raise ValueError("expected events must be above zero: give a small number where none are")
