"""Holds: a record that is still needed stays, whatever the schedule says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.models import Entry
from renkei.paperwork.actions.retention import lift_hold, place_hold
from renkei.paperwork.models import DisposedRecord, Hold
from tests.cast import Cast, standing_cast
from tests.rooms.paperwork.keeping import agreement, apply, attached, hold, told
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS = tmp_path


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def test_held_record_stays_until_the_hold_is_lifted(cast: Cast) -> None:
    record = agreement(cast)
    attachment, notice = attached(cast, record), told(cast, about=("agreement", record.key))
    placed = hold(cast, "agreement", record.key)

    held_back = apply()
    lift_hold(placed, by=cast.asker("city_officer"))
    released = apply()

    assert (held_back["attachment"], held_back["notice"]) == (0, 0)
    assert (released["attachment"], released["notice"]) == (1, 1)
    assert DisposedRecord.objects.filter(record_key__in=[attachment.key, notice.key]).count() == 2


def test_hold_is_told_in_the_life_of_the_record(cast: Cast) -> None:
    record = agreement(cast)

    lift_hold(hold(cast, "agreement", record.key), by=cast.asker("city_officer"))

    told = Entry.objects.filter(subject_kind="agreement", subject_key=record.key).order_by("id")
    assert list(told.values_list("kind", flat=True)) == ["hold.placed", "hold.lifted"]


def test_hold_needs_a_reason_and_a_record(cast: Cast) -> None:
    record = agreement(cast)

    with pytest.raises(Refused, match="理由"):
        hold(cast, "agreement", record.key, reason=" ")
    with pytest.raises(WrongState):
        hold(cast, "agreement", "nothing")
    assert not Hold.objects.exists()


def test_record_is_held_once_and_lifted_once(cast: Cast) -> None:
    record = agreement(cast)
    placed = hold(cast, "agreement", record.key)

    with pytest.raises(WrongState):
        hold(cast, "agreement", record.key)
    lift_hold(placed, by=cast.asker("city_officer"))
    with pytest.raises(WrongState):
        lift_hold(placed, by=cast.asker("city_officer"))


@pytest.mark.parametrize("name", ["counsellor", "representative", "citizen", "prefecture_officer"])
def test_others_hold_nothing_back(cast: Cast, name: str) -> None:
    record = agreement(cast)
    place: Callable[..., Hold] = place_hold

    with pytest.raises(NotPermitted):
        place(
            "agreement", record.key, reason="理由", unit=cast.units["city_section"].key,
            by=cast.asker(name),
        )  # fmt: skip


def test_officer_holds_and_lifts_on_pages(client: Client, cast: Cast) -> None:
    record = agreement(cast)
    address = reverse("paperwork:hold", args=["agreement", record.key])
    signed_in(client, cast.city_officer)

    shown = client.get(address)
    empty = client.post(address, {"reason": "", "unit": cast.units["city_section"].key})
    placed = client.post(
        address, {"reason": "審査が続いている", "unit": cast.units["city_section"].key}
    )
    listed = client.get(reverse("paperwork:retention")).content.decode()
    lifted = client.post(reverse("paperwork:lift_hold", args=[Hold.objects.get().key]))

    assert (shown.status_code, empty.status_code) == (200, 422)
    assert 'id="reason-problem"' in empty.content.decode()
    assert (placed.status_code, lifted.status_code) == (302, 302)
    assert "審査が続いている" in listed
    assert Hold.objects.get().lifted_by == cast.city_officer.key


def test_hold_page_is_not_there_for_whoever_may_not_find_the_record(
    client: Client, cast: Cast
) -> None:
    address = reverse("paperwork:hold", args=["agreement", agreement(cast).key])

    response = signed_in(client, cast.representative).get(address)

    assert response.status_code == 404
    assert "試しの協定" not in response.content.decode()
