"""The hexagon map of the municipalities, coloured by a measure in a year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.charts import (
    Bins,
    Caption,
    Cell,
    HexMap,
    Inset,
    diverging_bins,
    hexagon_map,
    sequential_bins,
)
from renkei.core.figures import Chart
from renkei.core.writing import localized, number, with_unit
from renkei.observatory.measures import Measure
from renkei.places.cartogram import Shown, cells
from renkei.places.kinds import Kind
from renkei.places.queries import Area


@dataclass(frozen=True, slots=True)
class Shading:
    """Figures of the municipalities and wards in one year, None where unknown or withheld."""

    measure: Measure
    year: int
    values: dict[str, float | None]

    def written(self, code: str) -> str:
        return number(self.values.get(code), self.measure.decimals, signed=self.measure.is_signed)

    def bins(self, codes: Sequence[str]) -> Bins:
        values = [self.values[code] for code in codes]
        make = diverging_bins if self.measure.is_signed else sequential_bins
        return make(values, decimals=self.measure.decimals)


def cartogram(
    key: str,
    shading: Shading,
    areas: Sequence[Area],
    *,
    title: str,
    within: frozenset[str] | None = None,
) -> Chart:
    """`areas` are the municipalities and the wards; what is not `within` is drawn faintly."""
    main = [area for area in areas if area.kind != Kind.WARD]
    wards = [area for area in areas if area.kind == Kind.WARD]
    has_wards = any(shading.values[ward.code] is not None for ward in wards)
    inset = Inset(_("札幌市の区"), _cells("sapporo", wards, shading, within)) if has_wards else None
    return hexagon_map(
        HexMap(
            Caption(key, title, with_unit(shading.measure.name, shading.measure.unit)),
            _cells("main", main, shading, within),
            shading.bins([area.code for area in main]),
            inset=inset,
        )
    )


def _cells(
    layout: str, areas: Sequence[Area], shading: Shading, within: frozenset[str] | None
) -> list[Cell]:
    unit, address = localized(shading.measure.unit), addresses_of("observatory:area")

    def show(area: Area) -> Shown:
        return Shown(
            shading.values[area.code],
            f"{shading.written(area.code)} {unit}",
            address(area.code),
            is_faded=within is not None and not within & {area.code, area.parent_code},
        )

    return cells(layout, areas, show)
