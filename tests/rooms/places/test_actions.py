import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from renkei.places.actions import Loaded, load_reference
from renkei.places.models import Area, AreaSetMember, Succession
from renkei.places.reader import REFERENCE, WrongReference


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference files that a test may spoil."""
    shutil.copytree(REFERENCE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def contents() -> list[list[dict[str, object]]]:
    return [
        list(Area.objects.values()),
        list(Succession.objects.order_by("predecessor").values("predecessor", "successor")),
        list(AreaSetMember.objects.values("area_set", "area", "valid_from", "valid_to")),
    ]


def test_loading_twice_is_the_same_as_once(places: Loaded) -> None:
    once = contents()

    again = load_reference()

    assert again == places
    assert contents() == once


def test_an_area_that_left_the_files_is_removed(places: Loaded, folder: Path) -> None:
    line = "016942,town,羅臼町"
    text = (folder / "areas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in text if not row.startswith(line)]
    (folder / "areas.csv").write_text("".join(kept), encoding="utf-8")

    loaded = load_reference(folder)

    assert loaded.areas_removed == 1
    assert not Area.objects.filter(code="016942").exists()


def test_a_changed_name_is_taken_over(places: Loaded, folder: Path) -> None:
    rewrite(folder / "areas.csv", "羅臼町,らうすちょう", "らうす町,らうすちょう")

    load_reference(folder)

    assert Area.objects.get(code="016942").name_ja == "らうす町"


def test_a_merger_ends_one_period_and_begins_the_next(places: Loaded, folder: Path) -> None:
    areas = folder / "areas.csv"
    ended = "43.6613,145.1313,1970-04-01,2030-04-01"
    rewrite(areas, "43.6613,145.1313,1970-04-01,", ended)
    with areas.open("a", encoding="utf-8") as file:
        file.write("016934,town,標津町,しべつちょう,Shibetsu-cho,Shibetsu,016900,,,2030-04-01,\n")

    load_reference(folder)

    periods = Area.objects.filter(code="016934").values_list("valid_from", "valid_to")
    assert list(periods) == [
        (date(1970, 4, 1), date(2030, 4, 1)),
        (date(2030, 4, 1), None),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("successions.csv", "2010-04-01", "2010-04-02", "on 2010-04-02 no area 013005 ends"),
        ("area_set_members.csv", "2019-03-29", "1969-03-29", "no area 011002 is valid"),
        ("areas.csv", "Japan,,", "Japan,010006,", "is inside itself"),
    ],
)
def test_a_wrong_file_changes_nothing(
    places: Loaded, folder: Path, name: str, old: str, new: str, message: str
) -> None:
    before = contents()
    rewrite(folder / name, old, new)

    with pytest.raises(WrongReference, match=message):
        load_reference(folder)

    assert contents() == before


def test_the_command_says_what_it_loaded(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_places")

    out = capsys.readouterr().out
    assert "地域 346 件" in out
    assert "構成市町村 12" in out


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "area_set"},
        {"code": "12084"},
        {"valid_to": date(2006, 3, 5)},
        {"latitude": None},
        {"latitude": 143.9, "longitude": 43.8},
    ],
)
def test_the_database_refuses_an_impossible_area(places: Loaded, wrong: dict[str, object]) -> None:
    kitami = Area.objects.filter(key="012084-2006-03-05")

    with pytest.raises(IntegrityError), transaction.atomic():
        kitami.update(**wrong)


def test_the_database_refuses_a_second_present_area_of_a_code(places: Loaded) -> None:
    former = Area.objects.filter(key="012084-1970-04-01")

    with pytest.raises(IntegrityError), transaction.atomic():
        former.update(valid_to=None)
