"""Compile the reference files of places from a folder of tidy source tables.

    python tools/compile_places.py SOURCE_DIR

Reads `areas/area_code_history.csv` (every code with its dates of validity and the numbers of the
events that connect them) and `areas/hokkaido_areas.csv` (bureau and office of each municipality).
Writes `src/renkei/places/reference/`; the catalogue there says what each source is.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from renkei.places.codes import HOKKAIDO, JAPAN, six_digits

REFERENCE = Path(__file__).parent.parent / "src/renkei/places/reference"

# The source's record begins on this day: a place that began on it is as old or older.
RECORD_BEGINS = "1970-04-01"
BUREAUS_BEGIN = "2010-04-01"
KINDS = {"1": "designated_city", "3": "city", "4": "city", "5": "town", "6": "village", "8": "ward"}
KIND_WORDS = {"designated_city": "City", "city": "City", "town": "Town", "village": "Village"}

# Statistical block, present name, name of the subprefecture (支庁) before April 2010, kana, romaji.
BUREAUS = (
    ("01300", "石狩振興局", "石狩支庁", "いしかり", "Ishikari"),
    ("01330", "渡島総合振興局", "渡島支庁", "おしま", "Oshima"),
    ("01360", "檜山振興局", "檜山支庁", "ひやま", "Hiyama"),
    ("01390", "後志総合振興局", "後志支庁", "しりべし", "Shiribeshi"),
    ("01420", "空知総合振興局", "空知支庁", "そらち", "Sorachi"),
    ("01450", "上川総合振興局", "上川支庁", "かみかわ", "Kamikawa"),
    ("01480", "留萌振興局", "留萌支庁", "るもい", "Rumoi"),
    ("01510", "宗谷総合振興局", "宗谷支庁", "そうや", "Soya"),
    ("01540", "オホーツク総合振興局", "網走支庁", "おほーつく", "Okhotsk"),
    ("01570", "胆振総合振興局", "胆振支庁", "いぶり", "Iburi"),
    ("01600", "日高振興局", "日高支庁", "ひだか", "Hidaka"),
    ("01630", "十勝総合振興局", "十勝支庁", "とかち", "Tokachi"),
    ("01660", "釧路総合振興局", "釧路支庁", "くしろ", "Kushiro"),
    ("01690", "根室振興局", "根室支庁", "ねむろ", "Nemuro"),
)
ABASHIRI = ("あばしり", "Abashiri")
# English has a name of its own for one of them.
OWN_SOUND = {"Okhotsk": "Ohotsuku"}
# Two cities that were gone before the source's list of bureaus was made.
FORMER_CITIES = {"01201": "01300", "01232": "01330"}

PREFECTURES = """
北海道 ほっかいどう Hokkaido|青森県 あおもりけん Aomori|岩手県 いわてけん Iwate
宮城県 みやぎけん Miyagi|秋田県 あきたけん Akita|山形県 やまがたけん Yamagata
福島県 ふくしまけん Fukushima|茨城県 いばらきけん Ibaraki|栃木県 とちぎけん Tochigi
群馬県 ぐんまけん Gunma|埼玉県 さいたまけん Saitama|千葉県 ちばけん Chiba
東京都 とうきょうと Tokyo|神奈川県 かながわけん Kanagawa|新潟県 にいがたけん Niigata
富山県 とやまけん Toyama|石川県 いしかわけん Ishikawa|福井県 ふくいけん Fukui
山梨県 やまなしけん Yamanashi|長野県 ながのけん Nagano|岐阜県 ぎふけん Gifu
静岡県 しずおかけん Shizuoka|愛知県 あいちけん Aichi|三重県 みえけん Mie
滋賀県 しがけん Shiga|京都府 きょうとふ Kyoto|大阪府 おおさかふ Osaka
兵庫県 ひょうごけん Hyogo|奈良県 ならけん Nara|和歌山県 わかやまけん Wakayama
鳥取県 とっとりけん Tottori|島根県 しまねけん Shimane|岡山県 おかやまけん Okayama
広島県 ひろしまけん Hiroshima|山口県 やまぐちけん Yamaguchi|徳島県 とくしまけん Tokushima
香川県 かがわけん Kagawa|愛媛県 えひめけん Ehime|高知県 こうちけん Kochi
福岡県 ふくおかけん Fukuoka|佐賀県 さがけん Saga|長崎県 ながさきけん Nagasaki
熊本県 くまもとけん Kumamoto|大分県 おおいたけん Oita|宮崎県 みやざきけん Miyazaki
鹿児島県 かごしまけん Kagoshima|沖縄県 おきなわけん Okinawa
"""
OKINAWA_RETURNS = "1972-05-15"

SAPPORO_AREA = "sapporo-area"
SAPPORO_AREA_FORMED = "2019-03-29"

Row = dict[str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path, help="folder that holds the tidy source tables")
    source = parser.parse_args(arguments).source / "areas"
    history = [row for row in read(source / "area_code_history.csv") if is_of_hokkaido(row)]
    present = {row["area_code"]: row for row in read(source / "hokkaido_areas.csv")}
    municipal = [municipal_area(row, present) for row in history]
    tell_namesakes_apart(municipal)
    areas = [japan(), *prefectures(), *bureaus(), *municipal]
    write("areas.csv", sorted(areas, key=lambda row: (row["code"], row["valid_from"])))
    write("successions.csv", [*bureau_successions(), *successions(history)])
    write("area_sets.csv", [sapporo_area()])
    write("area_set_members.csv", sapporo_area_members(present))


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    with (REFERENCE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def is_of_hokkaido(row: Row) -> bool:
    """Hokkaido without the six villages of the Northern Territories, which report no figures."""
    return row["area_code"].startswith("01") and row["area_code"] < "01695"


def area(code: str, kind: str, names: tuple[str, str, str, str], parent: str, **rest: str) -> Row:
    ja, kana, romaji, en = names
    return {
        "code": code,
        "kind": kind,
        "name_ja": ja,
        "name_kana": kana,
        "name_romaji": romaji,
        "name_en": en,
        "parent_code": parent,
        "latitude": rest.get("latitude", ""),
        "longitude": rest.get("longitude", ""),
        "valid_from": rest.get("valid_from", RECORD_BEGINS),
        "valid_to": rest.get("valid_to", ""),
    }


def japan() -> Row:
    return area(JAPAN, "country", ("全国", "ぜんこく", "Zenkoku", "Japan"), "")


def prefectures() -> Iterable[Row]:
    entries = PREFECTURES.strip().replace("\n", "|").split("|")
    for number, entry in enumerate(entries, start=1):
        ja, kana, romaji = entry.split()
        begins = OKINAWA_RETURNS if romaji == "Okinawa" else RECORD_BEGINS
        yield area(
            six_digits(f"{number:02}000"),
            "prefecture",
            (ja, kana, romaji, romaji),
            JAPAN,
            valid_from=begins,
        )


def bureaus() -> Iterable[Row]:
    for block, ja, before, kana, romaji in BUREAUS:
        code = six_digits(block)
        old_kana, old_romaji = ABASHIRI if before == "網走支庁" else (kana, romaji)
        old_names = (before, old_kana + "しちょう", old_romaji + "-shicho")
        latin_name = OWN_SOUND.get(romaji, romaji)
        suffix = "そうごうしんこうきょく" if "総合" in ja else "しんこうきょく"
        latin = "-sogo-shinkokyoku" if "総合" in ja else "-shinkokyoku"
        yield area(
            code,
            "bureau",
            (*old_names, f"{old_romaji} Subprefecture"),
            HOKKAIDO,
            valid_to=BUREAUS_BEGIN,
        )
        yield area(
            code,
            "bureau",
            (ja, kana + suffix, latin_name + latin, f"{romaji} Bureau"),
            HOKKAIDO,
            valid_from=BUREAUS_BEGIN,
        )


def municipal_area(row: Row, present: dict[str, Row]) -> Row:
    kind = KINDS[row["kind_code"]]
    office = present[row["area_code"]] if not row["valid_to"] else {}
    plain = row["name_en"].rpartition("-")[0]
    return area(
        six_digits(row["area_code"]),
        kind,
        (
            row["name_ja"],
            row["name_kana"],
            row["name_en"],
            f"{plain} Ward" if kind == "ward" else plain,
        ),
        six_digits("01100" if kind == "ward" else block_of(row["area_code"], present)),
        latitude=degrees(office.get("office_lat", "")),
        longitude=degrees(office.get("office_lon", "")),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def degrees(text: str) -> str:
    return f"{float(text):.4f}" if text else ""


def block_of(five: str, present: dict[str, Row]) -> str:
    """The statistical block of a municipality: of a town or village, the last that begins before
    its code; of a city, that of the bureau the source names."""
    if five >= "01300":
        return max(block for block, *_ in BUREAUS if block < five)
    if five in FORMER_CITIES:
        return FORMER_CITIES[five]
    return next(block for block, ja, *_ in BUREAUS if ja == present[five]["bureau"])


def tell_namesakes_apart(rows: list[Row]) -> None:
    """Give present namesakes in romaji a second word: the kind or, if equal, the bureau."""
    romaji = {block: name for block, *_, name in BUREAUS}
    namesakes = defaultdict(list)
    for row in rows:
        if not row["valid_to"] and row["kind"] != "ward":
            namesakes[row["name_en"]].append(row)
    for group in namesakes.values():
        if len(group) == 1:
            continue
        kinds = {row["kind"] for row in group}
        for row in group:
            if len(kinds) == len(group):
                row["name_en"] += f" {KIND_WORDS[row['kind']]}"
            else:
                row["name_en"] += f" ({romaji[row['parent_code'][:5]]})"


def bureau_successions() -> Iterable[Row]:
    for block, *_ in BUREAUS:
        code = six_digits(block)
        yield {"predecessor": code, "successor": code, "date": BUREAUS_BEGIN}


def successions(history: list[Row]) -> list[Row]:
    """Pairs of the areas that one event ended and began."""
    ended, begun = defaultdict(list), defaultdict(list)
    for row in history:
        for event in row["succession_out"].split():
            ended[event].append(row)
        for event in row["succession_in"].split():
            begun[event].append(row)
    pairs = {
        (successor["valid_from"], predecessor["area_code"], successor["area_code"])
        for event, predecessors in ended.items()
        for predecessor in predecessors
        for successor in begun[event]
    }
    return [
        {"predecessor": six_digits(old), "successor": six_digits(new), "date": on}
        for on, old, new in sorted(pairs)
    ]


def sapporo_area() -> Row:
    return {
        "key": SAPPORO_AREA,
        "name_ja": "さっぽろ圏",
        "name_en": "Sapporo area",
        "full_name_ja": "さっぽろ連携中枢都市圏",
        "full_name_en": "Sapporo core-city area",
        "name_kana": "さっぽろけん",
        "other_name": "札幌圏",
        "formed_on": SAPPORO_AREA_FORMED,
    }


def sapporo_area_members(present: dict[str, Row]) -> list[Row]:
    return [
        {
            "area_set": SAPPORO_AREA,
            "code": six_digits(five),
            "valid_from": SAPPORO_AREA_FORMED,
            "valid_to": "",
        }
        for five, row in present.items()
        if row["sapporo_sphere"] == "True" and row["kind"] != "ward"
    ]


if __name__ == "__main__":
    main()
