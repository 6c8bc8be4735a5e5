"""From the shards of an order to the results of a run, one place after another."""

from collections.abc import Iterator

import numpy as np

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.accounts import Values
from renkei.engines.demography.projection.operator import Options, project_draws
from renkei.observatory.ahead.base import Base
from renkei.observatory.ahead.results import Results, results_of_place
from renkei.observatory.ahead.series import GROUPS, Layout, cube_of, groups_to_count
from renkei.observatory.ahead.shards import Bench
from renkei.observatory.ahead.wholes import places_of


def layout_of(base: Base) -> Layout:
    return Layout(places_of(base.start.areas), base.assumptions.periods)


def central_of(base: Base) -> Values:
    """The projection without uncertainty, by the plain path and in double precision.

    Shapes  -> (place, series, 1)
    """
    drawn = project_draws(
        base.start,
        base.assumptions,
        groups=groups_to_count(),
        options=Options(fast=False, events=True),
    )
    return cube_of(drawn, layout_of(base), np.float64)


def summaries(base: Base, bench: Bench) -> Iterator[Results]:
    """The results of each place in turn; no more than the draws of one place are in memory.

    Errors  WrongRun when the order is not there
    """
    layout, central, start = layout_of(base), central_of(base), _start(base)
    shards = bench.order.shards
    for place in range(len(layout.places)):
        # Opened for each place anew: a file that stays open keeps in memory what was read of it.
        draws = np.concatenate([bench.open(shard)[place] for shard in shards], axis=-1)
        yield results_of_place(start[place], central[place], draws, layout)


def _start(base: Base) -> FloatArray:
    """People at the start: (place, group)."""
    start, places = base.start, layout_of(base).places
    counted = np.empty((len(start.areas), len(GROUPS)))
    for number, group in enumerate(GROUPS.values()):
        sex, sex_end, age, age_end = group.within(start.ages)
        counted[:, number] = start.persons[0, :, sex:sex_end, age:age_end].sum(axis=(1, 2))
    of = [[start.areas.index(area) for area in areas] for areas in places.values()]
    return np.stack([counted[areas].sum(axis=0) for areas in of])
