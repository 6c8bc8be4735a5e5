"""Values from reports: entered by one person, confirmed by another."""

import pytest
from django.test import Client
from django.urls import reverse

from renkei.programme.models import ManualValue, Measurement
from tests.cast import Cast
from tests.rooms.programme.measuring import (
    FIRMS,
    PERIOD,
    QUARTER,
    kept,
    posted,
    quarter_cast,
    seen_by,
    taken,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
BY_HAND = "I-6.3"


@pytest.fixture
def cast() -> Cast:
    return quarter_cast()


def entered(cast: Cast, **more: str) -> int:
    told = {
        "total": "64",
        "side": "joint",
        "source": "架空の実績報告 2026年10月",
        "unit": cast.units["city_section"].key,
        **more,
    }
    return posted(cast, "city_officer", "programme:enter_value", BY_HAND, QUARTER.key, **told)


def test_value_from_a_report_counts_once_a_second_person_confirms_it(cast: Cast) -> None:
    entered(cast)
    value = ManualValue.objects.get()
    taken(cast)
    assert not Measurement.objects.filter(indicator=BY_HAND).exists()

    own = posted(cast, "city_officer", "programme:confirm_value", value.key)
    value.refresh_from_db()
    assert (own, value.state) == (302, "entered")
    posted(cast, "city_office", "programme:confirm_value", value.key)
    taken(cast)

    page = seen_by(cast, "auditor", "programme:figures", **PERIOD)
    assert kept(BY_HAND).values["total"] == "64"
    assert "資料の値" in page


def test_value_needs_its_source(cast: Cast) -> None:
    assert entered(cast, source="") == 200
    assert ManualValue.objects.count() == 0


def test_value_is_entered_once_for_a_period(cast: Cast) -> None:
    entered(cast)

    assert entered(cast, total="65") == 200
    assert [str(one.value()) for one in ManualValue.objects.all()] == ["64"]


def test_computed_indicator_takes_no_value(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)

    answer = client.get(reverse("programme:enter_value", args=[FIRMS, QUARTER.key]))

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["outsider", "counsellor", "auditor"])
def test_others_enter_no_value(cast: Cast, who: str) -> None:
    client = signed_in(Client(), cast.people[who])

    answer = client.post(
        reverse("programme:enter_value", args=[BY_HAND, QUARTER.key]), {"total": "1"}
    )

    assert answer.status_code == 403
    assert ManualValue.objects.count() == 0
