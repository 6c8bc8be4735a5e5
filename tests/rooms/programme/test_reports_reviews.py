"""A report tells what a review changed in the plan, and what broke the course from outside."""

import json
from typing import Any

import pytest
from django.test import Client

from renkei.programme.models import Report
from tests.cast import Cast, standing_cast
from tests.rooms.programme.reporting import made, now
from tests.rooms.programme.reviewing import in_force, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def told(report: Report) -> dict[str, Any]:
    return json.loads(report.payload)


def test_decision_that_both_signed_is_told_with_what_it_changed(cast: Cast) -> None:
    in_force(cast)

    [review] = told(made(cast, fiscal_year=2026))["reviews"]

    assert (review["initiative"], review["outcome"], review["version"]) == ("I-3", "change", 2)
    assert review["finding"]["ja"] == "参加企業の数は横ばい。"
    [change] = review["changes"]
    assert change["after"] == {"ja": "改めた名称", "en": "Another title"}


def test_proposal_that_is_not_signed_stands_in_no_report(cast: Cast) -> None:
    proposed(cast)

    assert told(made(cast, fiscal_year=2026))["reviews"] == []


def test_report_as_known_before_the_signatures_stays_without_them(cast: Cast) -> None:
    moment = now()
    before = made(cast, fiscal_year=2026, known_at=moment)
    in_force(cast)

    again = made(cast, fiscal_year=2026, known_at=moment, reason="確かめるため")

    assert again.payload == before.payload


def test_shock_of_the_year_is_told_once(cast: Cast) -> None:
    shocks = told(made(cast, fiscal_year=2020))["shocks"]

    assert len({one["key"] for one in shocks}) == len(shocks) >= 1


def test_initiative_shows_the_review_and_what_it_changed(cast: Cast, client: Client) -> None:
    in_force(cast)

    page = client.get("/programme/I-3/")

    assert [outcome for *_rest, outcome in page.context["reviews"]] == ["内容の変更"]
    assert [one.initiative for one in page.context["changes"]] == ["I-3"]
