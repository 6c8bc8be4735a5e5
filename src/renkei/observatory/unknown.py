"""People of unknown age, spread over the ages of their area: the step that projections take first.

Pages of counted people never take it: there the unknown stand as unknown.
"""

from renkei.engines.demography.arrays import PopulationArray
from renkei.engines.demography.unknown_ages import distribute_unknown
from renkei.observatory.arrays import AGES, counted


def everyone(key: str) -> PopulationArray:
    """The people of a table by sex and age, those of unknown age among them."""
    found = counted(key)
    known = found.known.persons
    flat = known.reshape(*known.shape[:2], -1)
    spread = distribute_unknown(flat, found.unknown).reshape(known.shape)
    return PopulationArray(spread, found.known.years, found.known.areas, AGES)
