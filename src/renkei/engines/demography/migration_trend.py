"""Net migration rates to go on with: two periods weighed, small places drawn to their region."""

from collections.abc import Hashable, Sequence

import numpy as np

from renkei.engines.demography.axes import FloatArray, require_same
from renkei.engines.demography.quotients import quotient, require_same_shape


def blended_rates(
    newest: FloatArray, earlier: FloatArray, *, weight: FloatArray | float, scale: float
) -> FloatArray:
    """Rates of an earlier period, moved towards those of the newest one.

    With d the difference, earlier + weight x d / sqrt(1 + (d / 3 scale)²): small changes count by
    their weight, a change far beyond the scale (one hotel, one barracks, one closed mine) by no
    more than three scales.

    Shapes  newest, earlier (..., age); weight anything that broadcasts to them
    Units   rates, scale in the same; weight 0 keeps the earlier period, 1 takes the newest, above
            1 goes on with the change
    Errors  AxisMismatch when the shapes differ; ValueError when a weight is negative or the scale
            not above zero
    Source  the influence of a far value held as in M-estimation: P. J. Huber, Robust Statistics
            (1981); a smooth form of it
    Check   equal periods return themselves; between both periods for weights up to 1
    """
    require_same_shape(newest, earlier)
    if not np.all(np.asarray(weight) >= 0):
        raise ValueError("the weight of a period cannot be negative")
    if not scale > 0:
        raise ValueError(f"the scale of changes must be above zero, not {scale}")
    change = newest - earlier
    moved: FloatArray = earlier + weight * change / np.sqrt(1 + (change / (3 * scale)) ** 2)
    return moved


def drawn_to_region(
    rates: FloatArray,
    people: FloatArray,
    regions: Sequence[Hashable],
    *,
    strength: FloatArray | float,
) -> FloatArray:
    """Rates of each area drawn towards those of its region, the more the fewer people it has.

    own share = people / (people + strength); the region's rate is the mean of its areas weighted
    by their people.

    Shapes  rates, people (area, sex, age), regions (area); strength broadcasts to rates
    Units   rates per person; people behind each rate; strength in people
    Errors  AxisMismatch when shapes or the number of regions differ; ValueError when people or
            strength are negative
    Source  credibility of a rate by the number behind it: H. Bühlmann, Experience rating and
            credibility, ASTIN Bulletin 4 (1967)
    Check   an area without people has the rate of its region; strength 0 changes nothing where
            people live; between the area's and its region's rate
    """
    require_same_shape(rates, people)
    require_same("area", list(range(len(regions))), list(range(len(rates))))
    if not (np.all(people >= 0) and np.all(np.asarray(strength) >= 0)):
        raise ValueError("people and strength must be numbers of at least zero")
    names, inside = np.unique(np.array([str(region) for region in regions]), return_inverse=True)
    moves, residents = (np.zeros((len(names), *rates.shape[1:])) for _ in range(2))
    np.add.at(moves, inside, rates * people)
    np.add.at(residents, inside, people)
    regional = np.nan_to_num(quotient(moves, residents))[inside]
    whole = people + strength
    own = np.divide(people, whole, out=np.zeros_like(people), where=whole > 0)
    drawn: FloatArray = own * rates + (1 - own) * regional
    return drawn
