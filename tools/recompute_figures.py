"""Every figure of the journal's indicators, computed a second time by another way.

    python tools/recompute_figures.py renkei-journal.csv 2025
    python tools/recompute_figures.py renkei-journal.csv 2025Q3 --known-at 2026-05-31T23:59:59+09:00

It reads the file that /journal/ writes, the definitions in the charter and the list of areas, and
walks through the entries one by one. It needs no more than Python and shares no code with the
house, so that an error in the one is not an error in the other.
"""

import argparse
import csv
import json
import re
import sys
import tomllib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

SRC = Path(__file__).resolve().parent.parent / "src" / "renkei"
CHARTER = SRC / "charter" / "hokkaido_sapporo_2020"
AREAS = SRC / "places" / "reference" / "areas.csv"
# Column of the file, in Japanese and in English.
COLUMNS = {
    "number": ("番号", "Number"),
    "on": ("日付", "Date"),
    "known": ("判明日時", "Known at"),
    "kind": ("種類の名", "Name of kind"),
    "side": ("側", "Side"),
    "initiatives": ("取組", "Initiatives"),
    "place": ("地域コード", "Area code"),
    "origin": ("移動前地域コード", "Origin area code"),
    "person": ("人の番号", "Person number"),
    "organisations": ("企業・団体の番号", "Organisation numbers"),
    "sex": ("性別", "Sex"),
    "quantity": ("数量", "Quantity"),
    "subject_kind": ("元記録の種類", "Kind of record"),
    "subject_key": ("元記録のキー", "Key of record"),
    "facts": ("事実JSON", "Facts as JSON"),
    "reverses": ("取消対象の番号", "Number reversed"),
}
WORDS = {
    "道": "prefecture",
    "市": "city",
    "道市共同": "joint",
    "女": "female",
    "男": "male",
    "その他": "other",
    "Woman": "female",
    "Man": "male",
    "Other": "other",
}
MUNICIPAL = ("designated_city", "city", "town", "village")


@dataclass
class Entry:
    number: int
    on: date
    known: datetime
    kind: str
    side: str
    initiatives: set[str]
    columns: dict[str, str]
    person: str
    organisations: set[str]
    quantity: Decimal | None
    subject: tuple[str, str]
    facts: dict[str, Any]
    reverses: int | None


@dataclass
class World:
    entries: list[Entry]
    first: date
    last: date
    areas: dict[str, dict[str, str]] = field(default_factory=dict)

    def chain(self, code: str) -> Iterator[str]:
        """The area and all that it lies in."""
        while code:
            yield code
            code = self.areas.get(code, {}).get("parent_code", "")

    def lies_in(self, code: str, place: str) -> bool:
        if place[2:5] == "000":
            return code[:2] == place[:2]
        return place in self.chain(code)

    def first_of(self, code: str, kinds: tuple[str, ...]) -> str:
        return next((one for one in self.chain(code) if self.kind(one) in kinds), "")

    def kind(self, code: str) -> str:
        return self.areas.get(code, {}).get("kind", "")


# --- reading ----------------------------------------------------------------------------------


def entries_of(path: Path) -> list[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_entry(row) for row in csv.DictReader(file)]


def _entry(row: dict[str, str]) -> Entry:
    cell = {
        key: next((row[name] for name in names if name in row), "")
        for key, names in COLUMNS.items()
    }
    return Entry(
        number=int(cell["number"]),
        on=date.fromisoformat(cell["on"]),
        known=datetime.fromisoformat(cell["known"]),
        kind=cell["kind"],
        side=WORDS.get(cell["side"], cell["side"]),
        initiatives=set(cell["initiatives"].split()),
        columns={
            "side": WORDS.get(cell["side"], cell["side"]),
            "sex": WORDS.get(cell["sex"], cell["sex"]),
            "place": cell["place"],
            "origin": cell["origin"],
        },
        person=cell["person"],
        organisations=set(cell["organisations"].split()),
        quantity=Decimal(cell["quantity"]) if cell["quantity"] else None,
        subject=(cell["subject_kind"], cell["subject_key"]),
        facts=json.loads(cell["facts"] or "{}"),
        reverses=int(cell["reverses"]) if cell["reverses"] else None,
    )


def standing(entries: Iterable[Entry], known_at: datetime | None) -> list[Entry]:
    """Without what was taken back and without what took it back, as known at the moment."""
    known = [one for one in entries if known_at is None or one.known <= known_at]
    gone = {one.reverses for one in known}
    return [one for one in known if one.reverses is None and one.number not in gone]


def definitions(charter: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in [charter / "programme.toml", *sorted(charter.glob("[0-9]*/[0-9]*.toml"))]:
        for indicator in tomllib.loads(path.read_text(encoding="utf-8")).get("indicators", []):
            if "count" in indicator:
                found[indicator["id"]] = indicator["count"]
    return found


def areas_of(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file) if not row["valid_to"]}


def days_of(period: str) -> tuple[date, date]:
    """2025 is the fiscal year from April 2025; 2025Q1 its first three months; 2025-12 a month."""
    if month := re.fullmatch(r"(\d{4})-(\d{2})", period):
        year, n = int(month[1]), int(month[2])
        return date(year, n, 1), date(year, n, monthrange(year, n)[1])
    year = int(period[:4])
    if len(period) == len("2025"):
        return date(year, 4, 1), date(year + 1, 3, 31)
    start = 4 + 3 * (int(period[-1]) - 1)
    year, start = (year + 1, start - 12) if start > 12 else (year, start)
    return date(year, start, 1), date(year, start + 2, monthrange(year, start + 2)[1])


# --- counting ---------------------------------------------------------------------------------


def recompute(
    entries: list[Entry],
    period: str,
    *,
    known_at: datetime | None = None,
    charter: Path = CHARTER,
    areas: Path = AREAS,
) -> dict[str, dict[str, Decimal | None]]:
    """By indicator: total, prefecture, city, joint and no_side; of rates also their parts."""
    world = World(standing(entries, known_at), *days_of(period), areas_of(areas))
    return {key: _figure(key, count, world) for key, count in definitions(charter).items()}


def _figure(key: str, count: dict[str, Any], world: World) -> dict[str, Decimal | None]:
    reference = key.rpartition(".")[0]
    reference = "" if reference == "P" else reference
    counted = _counted(count, reference, world)
    if "per" not in count:
        return counted
    per = _counted(count["per"], reference, world)
    shares = {name: _share(counted[name], per[name], count.get("times", 1)) for name in counted}
    return {**shares, "numerator": counted["total"], "denominator": per["total"]}


def _share(part: Decimal | None, whole: Decimal | None, times: int) -> Decimal | None:
    if part is None or not whole:
        return None
    return round(part / whole * times, 6)


def _counted(count: dict[str, Any], reference: str, world: World) -> dict[str, Decimal | None]:
    found = [
        one
        for one in _candidates(count, world)
        if (not reference or reference in one.initiatives) and _passes(one, count, world)
    ]
    by_side: dict[str, list[Entry]] = defaultdict(list)
    for one in found:
        by_side[one.side].append(one)
    prefecture, city = (by_side[side] + by_side["joint"] for side in ("prefecture", "city"))
    sided = [one for one in found if one.side]
    if _measure(count) in _DIFFERENT:
        keys = _DIFFERENT[_measure(count)]
        p, c, neither = (_keys(some, keys, world) for some in (prefecture, city, by_side[""]))
        sizes = {"total": p | c, "prefecture": p, "city": c, "joint": p & c}
        values = {name: Decimal(len(some)) for name, some in sizes.items()}
        return {**values, "no_side": Decimal(len(neither - p - c))}
    measure = _MEASURES[_measure(count)]
    return {
        "total": measure(sided, count),
        "prefecture": measure(prefecture, count),
        "city": measure(city, count),
        "joint": measure(by_side["joint"], count),
        "no_side": measure(by_side[""], count),
    }


def _measure(count: dict[str, Any]) -> str:
    if count["measure"] == "level":
        return str(count.get("of", "entries"))
    return str(count["measure"])


def _candidates(count: dict[str, Any], world: World) -> list[Entry]:
    if count["measure"] != "level":
        return [
            one
            for one in world.entries
            if one.kind in count["kinds"] and world.first <= one.on <= world.last
        ]
    newest: dict[tuple[str, str], Entry] = {}
    for one in sorted(world.entries, key=lambda one: (one.on, one.number)):
        if one.kind in [*count["kinds"], *count.get("ended_by", [])] and one.on <= world.last:
            newest[one.subject] = one
    return [one for one in newest.values() if _still_holds(one, count, world.last)]


def _still_holds(one: Entry, count: dict[str, Any], last: date) -> bool:
    if one.kind not in count["kinds"]:
        return False
    until = one.facts.get(count["until"]) if "until" in count else None
    if until is not None and date.fromisoformat(until) < last:
        return False
    return "within_months" not in count or one.on > _earlier(last, count["within_months"])


def _earlier(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    longest = monthrange(year, month)[1]
    ends_month = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, longest if ends_month else min(day.day, longest))


def _passes(one: Entry, count: dict[str, Any], world: World) -> bool:
    return all(_holds(one, wanted, world) for wanted in count.get("where", []))


def _holds(one: Entry, wanted: dict[str, Any], world: World) -> bool:
    fact = wanted["fact"]
    value = one.columns[fact] or None if fact in one.columns else one.facts.get(fact)
    if value is None:
        return False
    if wanted.get("is_known"):
        return True
    listed = wanted.get("one_of") or wanted["none_of"]
    if fact in ("place", "origin"):
        is_in = any(world.lies_in(value, place) for place in listed)
    else:
        is_in = value in listed
    return is_in == ("one_of" in wanted)


def _keys(
    entries: Iterable[Entry], keys: Callable[[Entry, World], Iterable[str]], world: World
) -> set[str]:
    return {key for one in entries for key in keys(one, world) if key}


def _municipality(one: Entry, world: World) -> list[str]:
    place = one.columns["place"]
    if place not in world.areas:
        return [] if place[2:5] == "000" else [place]
    return [world.first_of(place, MUNICIPAL)]


_DIFFERENT: dict[str, Callable[[Entry, World], Iterable[str]]] = {
    "persons": lambda one, _: [one.person],
    "organisations": lambda one, _: one.organisations,
    "initiatives": lambda one, _: one.initiatives,
    "places": _municipality,
    "bureaus": lambda one, world: [world.first_of(one.columns["place"], ("bureau",))],
}


def _amounts(entries: list[Entry], count: dict[str, Any]) -> list[Decimal]:
    found = (
        one.quantity if count["of"] == "quantity" else one.facts.get(count["of"]) for one in entries
    )
    return [Decimal(str(amount)) for amount in found if amount is not None]


def _middle(entries: list[Entry], count: dict[str, Any]) -> Decimal | None:
    amounts = sorted(_amounts(entries, count))
    half = len(amounts) // 2
    if not amounts:
        return None
    return amounts[half] if len(amounts) % 2 else (amounts[half - 1] + amounts[half]) / 2


_MEASURES: dict[str, Callable[[list[Entry], dict[str, Any]], Decimal | None]] = {
    "entries": lambda entries, _: Decimal(len(entries)),
    "sum": lambda entries, count: sum(_amounts(entries, count), Decimal(0)),
    "median": _middle,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entries", type=Path, help="the CSV file of /journal/")
    parser.add_argument("period", help="2025, 2025Q3 or 2025-12")
    parser.add_argument("--known-at", type=datetime.fromisoformat)
    parser.add_argument("--charter", type=Path, default=CHARTER)
    asked = parser.parse_args(arguments)
    found = recompute(
        entries_of(asked.entries), asked.period, known_at=asked.known_at, charter=asked.charter
    )
    print(json.dumps(found, ensure_ascii=False, indent=1, default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
