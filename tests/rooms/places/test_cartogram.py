"""Cells of the hexagon map, with what a room shows in them."""

import pytest
from django.utils.translation import override

from renkei.places.cartogram import Shown, cells
from renkei.places.kinds import Kind
from renkei.places.queries import Area, areas, municipalities

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
OBIHIRO, TOKACHI = "012076", "016306"


def show(area: Area) -> Shown:
    return Shown(len(area.code), f"{area.code}!", f"/{area.code}/", is_faded=area.code == OBIHIRO)


def test_every_municipality_has_a_cell_with_what_is_shown() -> None:
    found = {cell.code: cell for cell in cells("main", municipalities(), show)}

    assert len(found) == 179
    obihiro = found[OBIHIRO]
    assert (obihiro.label, obihiro.name, obihiro.group) == ("帯広", "帯広市", TOKACHI)
    assert (obihiro.value, obihiro.figure, obihiro.href) == (6, f"{OBIHIRO}!", f"/{OBIHIRO}/")
    assert [one.code for one in found.values() if one.is_faded] == [OBIHIRO]


def test_labels_in_english_are_the_first_letters() -> None:
    with override("en"):
        wards = cells("sapporo", list(areas().filter(kind=Kind.WARD)), show)

    assert len(wards) == 10
    assert {"Chu", "Kit"} <= {cell.label for cell in wards}


def test_area_without_a_cell_is_an_error() -> None:
    with pytest.raises(KeyError):
        cells("main", list(areas().filter(code=TOKACHI)), show)
