"""An installation whose places are not loaded yet answers, if only that a page is not there."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/programme/II-4/", 200),
        ("/observatory/", 404),
        ("/observatory/ranking.csv", 404),
        ("/observatory/areas/010006/", 404),
        ("/observatory/compare/?area=011002", 404),
        ("/observatory/sources/foreign_residents/", 200),
        ("/observatory/search/?q=札幌", 200),
    ],
)
def test_page_answers_before_places_are_loaded(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status
