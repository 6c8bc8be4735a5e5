"""The pages of units: both governments side by side, and one unit made, renamed, closed."""

import pytest
from django.test import Client
from django.urls import reverse

from renkei.directory.models import Unit
from tests.cast import Cast, standing_cast, unit
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def client_of(cast: Cast, name: str) -> Client:
    return signed_in(Client(), cast.people[name])


def address(name: str, *arguments: str) -> str:
    return reverse(f"directory:{name}", args=arguments)


def test_units_of_both_governments_stand_on_one_page(cast: Cast, client: Client) -> None:
    page = client.get(address("units")).content.decode()

    assert "city section" in page
    assert "prefecture desk" in page
    assert "部署を置く" not in page


def test_units_page_costs_the_same_with_more_units(
    cast: Cast, django_assert_max_num_queries
) -> None:
    client = client_of(cast, "city_office")
    by_n = []
    for n in (1, 3):
        unit(cast.organisations["city"], f"課{n}", place="011011")
        client.get(address("units"))
        with django_assert_max_num_queries(20) as asked:
            client.get(address("units"))
        by_n.append(len(asked))

    assert by_n[0] == by_n[1]


def test_unit_is_made_renamed_and_closed_on_its_page(cast: Cast) -> None:
    client = client_of(cast, "city_office")
    city = cast.organisations["city"]

    client.post(address("make_unit", city.key), {"name_ja": "架空課", "kind": "section"})
    made = Unit.objects.get(name_ja="架空課")
    page = address("change_unit", made.key)
    client.post(page, {"name_ja": "改称課", "parent": cast.units["city_bureau"].key})
    made.refresh_from_db()
    assert (made.name_ja, made.parent) == ("改称課", cast.units["city_bureau"])

    client.post(page, {"close": "1", "reason": "組織改正"})
    made.refresh_from_db()
    assert made.closed_on is not None


def test_unit_with_seats_says_what_stands_in_the_way(cast: Cast) -> None:
    page = client_of(cast, "city_office").get(
        address("change_unit", cast.units["city_section"].key)
    )

    assert "席が1件" in page.content.decode()


@pytest.mark.parametrize("name", ["prefecture_office", "counsellor", "citizen"])
def test_unit_of_others_is_not_changed(cast: Cast, name: str) -> None:
    client = client_of(cast, name)

    page = address("change_unit", cast.units["city_section"].key)
    assert client.get(page).status_code == 404
    assert client.post(page, {"name_ja": "別"}).status_code == 404
