"""Pages of the years ahead before the places are loaded."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from renkei.observatory.actions import Said, save_scenario

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["what-if/", "what-if.csv", "what-if/save/", "goal/", "goal.csv"])
def test_page_is_not_found_before_the_places_are_loaded(client: Client, page: str) -> None:
    assert client.get(f"/observatory/{page}").status_code == 404


def test_saved_what_if_cannot_be_computed_before_the_places_are_loaded(client: Client) -> None:
    at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    saved = save_scenario("一", "area=012076&leaving=-30", Said("f", 1.0, 1.0), at=at)

    page = client.get(f"/observatory/what-if/saved/{saved.key}/")
    comparison = client.get("/observatory/what-if/compare/", {"scenario": saved.key})

    assert page.status_code == 404
    assert "「一」は、今の数値では計算できません" in comparison.content.decode()
