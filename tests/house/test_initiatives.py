"""One reference, five places: charter file, address, story test, door plates, map."""

import importlib
import re

import pytest
from django.urls import reverse

from renkei.charter.map import address, map_of, story_test
from renkei.charter.reader import programme
from renkei.charter.terms import Initiative, Theme
from renkei.observatory.measures import measures
from tests.house.repository import ROOT, rooms

INITIATIVES = [(theme, one) for theme in programme().themes for one in theme.initiatives]
EACH = pytest.mark.parametrize(
    ("theme", "initiative"), INITIATIVES, ids=[one.reference for _, one in INITIATIVES]
)
THEMES = {"1": "I", "2": "II", "3": "III"}
REFERENCE = re.compile(r"\b[IVX]+-[0-9]+\b")


def door_plate(room: str) -> str:
    return importlib.import_module(f"renkei.{room}").__doc__ or ""


def test_charter_holds_three_themes_and_22_initiatives() -> None:
    assert [len(theme.initiatives) for theme in programme().themes] == [8, 8, 6]


@EACH
def test_reference_follows_from_the_place_of_the_file(theme: Theme, initiative: Initiative) -> None:
    folder, file = initiative.file.split("/")

    assert initiative.reference == f"{THEMES[folder[0]]}-{file.split('_')[0]}"


@EACH
def test_reference_is_the_address(theme: Theme, initiative: Initiative) -> None:
    reversed_ = reverse("programme:initiative", args=[initiative.reference])

    assert reversed_ == address(initiative)


@EACH
def test_initiative_has_its_story(theme: Theme, initiative: Initiative) -> None:
    path = ROOT / story_test(theme, initiative)

    assert path.exists()
    assert initiative.reference in path.read_text(encoding="utf-8")


@EACH
def test_initiative_stands_on_the_door_plates_of_its_rooms(
    theme: Theme, initiative: Initiative
) -> None:
    open_rooms = [room for room in initiative.rooms if room in rooms()]

    silent = [
        room
        for room in open_rooms
        if initiative.reference not in door_plate(room)
        and "All 22 initiatives" not in door_plate(room)
    ]

    assert silent == []


@pytest.mark.parametrize("room", rooms())
def test_door_plate_says_what_the_room_is_for(room: str) -> None:
    known = {one.reference for _, one in INITIATIVES}

    plate = door_plate(room)

    assert re.match(r"[A-Z].{20,}", plate)
    assert set(REFERENCE.findall(plate)) <= known


def test_map_is_what_the_charter_says() -> None:
    assert (ROOT / "docs" / "map.md").read_text(encoding="utf-8") == map_of(programme())


def test_indicators_name_measures_that_exist() -> None:
    indicators = [
        *programme().indicators,
        *(indicator for _, one in INITIATIVES for indicator in one.indicators),
    ]

    named = {indicator.measure for indicator in indicators if indicator.measure}

    assert named
    assert named <= set(measures())
