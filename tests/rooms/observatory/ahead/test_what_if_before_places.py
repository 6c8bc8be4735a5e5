"""Pages of the years ahead before the places are loaded."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["what-if/", "what-if.csv", "what-if/save/", "goal/", "goal.csv"])
def test_page_is_not_found_before_the_places_are_loaded(client: Client, page: str) -> None:
    assert client.get(f"/observatory/{page}").status_code == 404
