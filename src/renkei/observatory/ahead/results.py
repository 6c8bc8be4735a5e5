"""The summary of a run: whole persons at each level, for every place and year."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.accounts import Values
from renkei.engines.demography.projection.quantiles import quantiles
from renkei.observatory.ahead.series import GROUPS, LEVELS, Layout

Whole = NDArray[np.int32]

# Half of a thousand draws rounded is what a page says; the half itself is part of it.
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What is kept of a run. The last axis holds the projection without uncertainty, then LEVELS.

    Shapes  people (place, group, year, value), the year of the start first;
            events (place, event, year, value); pyramids (place, year, sex, age, value);
            halved (place, year), draws in which the women aged 20-39 are at most half of those
            of the start
    Units   persons at the start of a year; persons per year; draws
    """

    people: Whole
    events: Whole
    pyramids: Whole
    halved: Whole

    @property
    def digest(self) -> str:
        """SHA-256 over the figures, whatever the files that hold them look like."""
        found = hashlib.sha256()
        for field in fields(self):
            values = np.ascontiguousarray(getattr(self, field.name), "<i4")
            found.update(f"{field.name} {values.shape}".encode())
            found.update(values.tobytes())
        return found.hexdigest()


def results_of_place(start: FloatArray, central: Values, draws: Values, layout: Layout) -> Results:
    """The summary of one place, with an axis of one place.

    Shapes  start (group); central (series, 1); draws (series, draw)
    """
    values = np.concatenate([central.T.astype(float), quantiles(draws, LEVELS)]).T
    parts = {name: _whole(part)[np.newaxis] for name, part in layout.parts(values).items()}
    women = list(GROUPS).index("women_20_39")
    later = layout.parts(draws)["people"][women]
    halved = (later <= HALF * start[women]).sum(axis=-1, dtype=np.int32)
    known = np.broadcast_to(_whole(start)[:, np.newaxis, np.newaxis], (len(GROUPS), 1, 1))
    known = np.broadcast_to(known, (len(GROUPS), 1, values.shape[-1]))[np.newaxis]
    people = np.concatenate([known, parts["people"]], axis=2)
    return Results(people, parts["events"], parts["pyramids"], halved[np.newaxis])


def together(results: Sequence[Results]) -> Results:
    """The summaries of several places, one after another."""
    return Results(
        *(
            np.concatenate([getattr(one, field.name) for one in results])
            for field in fields(Results)
        )
    )


def _whole(values: Values) -> Whole:
    return np.rint(values).astype(np.int32)
