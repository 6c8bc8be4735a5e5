"""The figures of the front page: those of the shipped tables stand beside this file, as counted.

Most workers are asked for no other figures; a third of their memory would be the libraries that
read tables. What was kept says of which tables it is: where others are held, it is counted again.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from renkei.observatory.catalogue import editions
from renkei.observatory.measures import measures, quantities

FILE = Path(__file__).with_name("front.json")
MEASURE = "projected_change"


@dataclass(frozen=True, slots=True)
class FrontFigures:
    year: int
    natural: float  # change of Hokkaido in the year, persons
    social: float
    shown_year: int
    shown: Mapping[str, float | None]  # `MEASURE` of each municipality by its code


def kept_figures() -> FrontFigures | None:
    """None where other tables are held than those of which they were counted."""
    kept = _kept()
    return FrontFigures(**kept["figures"]) if kept["of"] == held_tables() else None


def held_tables() -> dict[str, list[str]]:
    """What the figures rest on: the checksums of every edition."""
    of = [quantities()[name] for name in ("natural_change", "social_change")]
    names = {name for quantity in of for name in quantity.tables} | {*measures()[MEASURE].tables}
    return {name: [one.sha256 for one in editions(name)] for name in sorted(names)}


def keep(figures: FrontFigures) -> None:
    told = {"of": held_tables(), "figures": asdict(figures)}
    FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


@cache
def _kept() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told
