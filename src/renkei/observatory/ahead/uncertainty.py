"""How uncertain rates are, as the parameters say: for fits of the past and for the base alike."""

from collections.abc import Mapping, Sequence

import numpy as np

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.draws import COMPONENTS, Spread, Uncertainty
from renkei.observatory.ahead.parameters import parameter, parameters

PEOPLE_OF_SCALE_ONE = 10_000


def uncertainty(
    start: PopulationArray,
    regions: Sequence[str],
    events: Mapping[str, FloatArray],
    *,
    moves: str,
) -> Uncertainty:
    """Spreads of births, deaths and moves, wider where few people live, and chance.

    Shapes  start.persons (1, area, sex, age), regions (area); events of a year (area) by
            component, without chance where a component is not named
    Units   `moves` names the parameters of moves: "net_moves" of net rates, "gross_moves" of
            departures and arrivals
    """
    of_moves = _spread(moves)
    people = start.persons.sum(axis=(0, 2, 3))
    scales = (PEOPLE_OF_SCALE_ONE / people) ** parameter("uncertainty.scale_exponent")
    names = sorted(set(regions))
    never = np.full(len(start.areas), np.inf)
    expected = np.stack([events.get(name, never) for name in COMPONENTS])
    return Uncertainty(
        deaths=_spread("deaths"),
        births=_spread("births"),
        departures=of_moves,
        arrivals=of_moves,
        regions=tuple(names.index(region) for region in regions),
        scales=tuple(scales.tolist()),
        events=np.maximum(expected, 1.0),
    )


def _spread(component: str) -> Spread:
    """What the parameters state of a component; what they do not state is certain."""
    stated = {
        part: parameter(key)
        for part in ("country", "region", "area")
        if (key := f"uncertainty.{component}_{part}") in parameters()
    }
    return Spread(**stated)
