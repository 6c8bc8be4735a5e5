"""What a map is coloured by, read from the tables; `cartogram` draws it."""

import math
from collections.abc import Sequence

from renkei.observatory import queries
from renkei.observatory.cartogram import Shading
from renkei.observatory.measures import Measure
from renkei.observatory.withheld import withheld
from renkei.places.queries import Area


def shading(measure: Measure, year: int, areas: Sequence[Area]) -> Shading:
    found = queries.values_in(measure, year, queries.subjects_of(areas))
    hidden = withheld(measure, year) if measure.small_cells else frozenset()
    return Shading(
        measure,
        year,
        {
            area.code: None if math.isnan(value) or area.code in hidden else float(value)
            for area, value in zip(areas, found, strict=True)
        },
    )
