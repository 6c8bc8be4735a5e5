from datetime import date
from pathlib import Path

import pytest

from renkei.places.reader import WrongReference, read_areas

HEADER = (
    "code,kind,name_ja,name_kana,name_romaji,name_en,parent_code,"
    "latitude,longitude,valid_from,valid_to\n"
)
JAPAN = "000000,country,全国,ぜんこく,Zenkoku,Japan,,,,1970-04-01,\n"
KITAMI = "012084,city,北見市,きたみし,Kitami-shi,Kitami,000000,43.8,143.9,2006-03-05,\n"


def areas_file(folder: Path, *lines: str) -> Path:
    (folder / "areas.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return folder


def test_an_area_is_read_with_types(tmp_path: Path) -> None:
    folder = areas_file(tmp_path, JAPAN, KITAMI)

    kitami = read_areas(folder)[1]

    assert kitami.key == "012084-2006-03-05"
    assert (kitami.latitude, kitami.valid_from, kitami.valid_to) == (43.8, date(2006, 3, 5), None)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (KITAMI.replace("012084", "012085"), r"areas.csv, line 3, code: .*'012084' would be right"),
        (KITAMI.replace("city", "hamlet"), r"areas.csv, line 3, kind: 'hamlet'"),
        (KITAMI.replace("city", "area_set"), r"areas.csv, line 3, kind: .* no kind of area"),
        (KITAMI.replace("北見市", ""), r"areas.csv, line 3, name_ja: is empty"),
        (KITAMI.replace("43.8", "north"), r"areas.csv, line 3, latitude: .*'north'"),
        (KITAMI.replace("2006-03-05", "5 March"), r"areas.csv, line 3, valid_from: .*'5 March'"),
        (KITAMI.replace("000000", "010006"), r"012084 has the unknown parent 010006"),
        (KITAMI + KITAMI.replace("2006", "2010"), r"012084 is given to two areas on 2010-03-05"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(tmp_path: Path, wrong: str, message: str) -> None:
    folder = areas_file(tmp_path, JAPAN, wrong)

    with pytest.raises(WrongReference, match=message):
        read_areas(folder)


def test_a_period_may_begin_on_the_day_the_one_before_ends(tmp_path: Path) -> None:
    before = KITAMI.replace("2006-03-05,", "1970-04-01,2006-03-05")
    folder = areas_file(tmp_path, JAPAN, KITAMI, before)

    periods = [area.valid_from.year for area in read_areas(folder) if area.code == "012084"]

    assert periods == [1970, 2006]
