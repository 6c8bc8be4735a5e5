import pytest

from renkei.observatory.ahead.areas import projected_areas
from renkei.observatory.ahead.wholes import places_of
from renkei.places import queries
from renkei.places.codes import HOKKAIDO, SAPPORO


def test_projection_tells_of_everything_hokkaido_is_made_of():
    places = places_of(projected_areas())

    assert len(places) == 188 + 1 + 14 + 1 + 1
    assert places[HOKKAIDO] == tuple(sorted(projected_areas()))
    assert len(places[SAPPORO]) == 10


@pytest.mark.django_db
def test_wholes_have_the_members_that_the_places_have(places_loaded):
    places = places_of(projected_areas())
    wards = set(places[SAPPORO])

    for whole in [*queries.wholes(), queries.area(HOKKAIDO)]:
        code = whole.key if isinstance(whole, queries.AreaSet) else whole.code
        towns = set(queries.members(whole))
        expected = towns - {SAPPORO} | (wards if SAPPORO in towns else set())
        assert set(places[code]) == expected


def test_whole_of_which_a_town_is_missing_is_left_out():
    places = places_of([area for area in projected_areas() if area != "012238"])  # Nemuro

    assert "016900" not in places  # its bureau
    assert HOKKAIDO not in places
    assert SAPPORO in places
