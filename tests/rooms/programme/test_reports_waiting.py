"""A report waits for each programme office until it has agreed, and no longer."""

import pytest

from renkei.core.sides import Side
from renkei.core.waiting import Waiting, told
from renkei.programme.actions.reports import agree_to_report, withdraw_report
from renkei.programme.queries.report_waiting import REPORTS
from tests.cast import Cast, standing_cast
from tests.rooms.programme.reporting import ON, made, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def waits(cast: Cast, who: str) -> list[Waiting]:
    return told(cast.asker(who), REPORTS)


def steps(cast: Cast, who: str) -> list[tuple[str, bool]]:
    return [(one.step, one.is_elsewhere) for one in waits(cast, who)]


def test_draft_waits_for_both_offices(cast: Cast) -> None:
    report = made(cast)

    [one] = waits(cast, "city_office")
    assert (one.title, one.address) == (report.title, f"/programme/reports/{report.key}/")
    assert one.unit == cast.units["city_bureau"].key
    assert steps(cast, "prefecture_office") == [("報告書を確かめる", False)]


def test_side_that_agreed_only_watches(cast: Cast) -> None:
    agree_to_report(made(cast), side=Side.CITY, by=cast.asker("city_office"), on=ON)

    assert steps(cast, "city_office") == [("相手側の確認を待つ", True)]
    assert steps(cast, "prefecture_office") == [("報告書を確かめる", False)]


def test_published_and_withdrawn_reports_wait_for_nobody(cast: Cast) -> None:
    published(cast)
    draft = made(cast, fiscal_year=2024)
    withdraw_report(draft, reason="誤り", by=cast.asker("city_office"), on=ON)

    assert steps(cast, "city_office") == []
    assert steps(cast, "prefecture_office") == []


@pytest.mark.parametrize("who", ["city_officer", "auditor", "municipality_officer", "outsider"])
def test_nothing_waits_for_others(cast: Cast, who: str) -> None:
    made(cast)

    assert steps(cast, who) == []
