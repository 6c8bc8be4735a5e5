"""My tasks: what waits, gathered from the rooms, filtered, sorted and cut."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from renkei.core.rights import Asker
from renkei.core.waiting import Waiting, Waits
from renkei.web import tasks
from tests.cast import Cast, standing_cast
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def waiting(title: str, **more: object) -> Waiting:
    told = {"step": "承認する", "address": "/programme/", "since": date(2026, 1, 5), **more}
    return Waiting(title=title, **told)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> list[Waiting]:
    """What one room says; a test fills it."""
    said: list[Waiting] = []

    def waiting_for(_asker: Asker) -> Iterable[Waiting]:
        return said

    monkeypatch.setattr(tasks, "ROOMS", (Waits(lines=waiting_for),))
    return said


def titles(page: str) -> list[str]:
    return [part.partition("<")[0] for part in page.split("data-row>")[1:]]


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    response = client.get("/tasks/?whose=mine")

    assert response.status_code == 302
    assert response["Location"].endswith("?next=/tasks/%3Fwhose%3Dmine")


def test_nobody_learns_no_count(client: Client, room: list[Waiting]) -> None:
    room.append(waiting("認定の更新"))

    assert client.get("/tasks/counts/").content == b""


def test_late_stands_first_and_what_lies_elsewhere_last(
    client: Client, cast: Cast, room: list[Waiting]
) -> None:
    today = timezone.localdate()
    room += [
        waiting("elsewhere", is_elsewhere=True, due=today - timedelta(days=9)),
        waiting("without a day"),
        waiting("late", due=today - timedelta(days=2)),
        waiting("soon", due=today + timedelta(days=1)),
    ]

    page = signed_in(client, cast.city_officer).get("/tasks/").content.decode()

    assert titles(page) == ["late", "soon", "without a day", "elsewhere"]
    assert "2日過ぎています" in page
    assert "1件が期限を過ぎています。全部で3件が待っています。" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", ["mine", "of my unit", "elsewhere"]),
        ("whose=mine", ["mine"]),
        ("whose=unit", ["of my unit"]),
        ("whose=elsewhere", ["elsewhere"]),
        ("whose=mine&due=overdue", []),
        ("due=soon", ["mine"]),
        ("whose=nonsense&page=99", ["mine", "of my unit", "elsewhere"]),
    ],
)
def test_filters_stay_in_the_address(
    client: Client, cast: Cast, room: list[Waiting], asked: str, shown: list[str]
) -> None:
    unit = cast.units["city_section"].key
    room += [
        waiting("mine", person=cast.city_officer.key, due=timezone.localdate()),
        waiting("of my unit", unit=unit),
        waiting("elsewhere", unit=cast.units["prefecture_section"].key, is_elsewhere=True),
    ]

    page = signed_in(client, cast.city_officer).get(f"/tasks/?{asked}").content.decode()

    assert titles(page) == shown


def test_unit_is_named_where_its_room_knows_only_the_key(
    client: Client, cast: Cast, room: list[Waiting]
) -> None:
    room.append(waiting("x", unit=cast.units["prefecture_section"].key, is_elsewhere=True))

    page = signed_in(client, cast.city_officer).get("/tasks/").content.decode()

    assert "prefecture of the tests prefecture section" in page


def test_list_is_cut_into_pages(client: Client, cast: Cast, room: list[Waiting]) -> None:
    room += [waiting(f"{n:02}") for n in range(45)]
    signed_in(client, cast.city_officer)

    last = client.get("/tasks/?whose=unit&page=3").content.decode()

    assert titles(last) == [f"{n}" for n in range(40, 45)]
    assert 'href="?whose=unit&amp;page=2"' in last


def test_list_asks_as_often_with_three_rows_as_with_one(
    client: Client, cast: Cast, room: list[Waiting], django_assert_num_queries
) -> None:
    signed_in(client, cast.city_officer)
    unit = cast.units["city_desk"].key
    room.append(waiting("a", unit=unit))
    client.get("/tasks/")  # the first page of a session notes when it began

    with django_assert_num_queries(5):
        client.get("/tasks/")

    room += [waiting("b", unit=unit), waiting("c", unit=cast.units["city_bureau"].key)]
    with django_assert_num_queries(5):
        client.get("/tasks/")


def test_empty_list_says_what_will_stand_there(client: Client, cast: Cast) -> None:
    page = signed_in(client, cast.outsider).get("/en/tasks/").content.decode()

    assert "Nothing waits at the moment." in page


def test_bar_counts_what_can_be_done_here(client: Client, cast: Cast, room: list[Waiting]) -> None:
    room += [waiting("a"), waiting("b"), waiting("c", is_elsewhere=True)]

    part = signed_in(client, cast.city_officer).get("/tasks/counts/").content.decode()

    assert '<span class="count">2</span>' in part
