"""Letters: texts from which an office begins a numbered document, as data.

    hokkaido_sapporo_2020/
        letters/
            results_request.toml

What has to be filled in stands in 〔 〕; a document with such a gap cannot be approved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from renkei.charter.parsing import Spot, read_table
from renkei.charter.reader import LETTERS, SHIPPED, read_toml
from renkei.charter.text import Text

GAP_OPENS, GAP_CLOSES = "〔", "〕"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    key: str
    name: Text
    title: Text
    body: Text
    origin: Text
    initiatives: tuple[str, ...] = ()


@cache
def letters() -> Mapping[str, Letter]:
    """The letters that are shipped, by key."""
    return MappingProxyType(read_letters(SHIPPED))


def read_letters(folder: Path) -> dict[str, Letter]:
    """The letters of the programme in `folder`, in the order of their names.

    Errors  CharterError with file, key and what would be right.
    """
    found = {}
    for path in sorted((folder / LETTERS).iterdir()):
        if path.name.startswith("."):
            continue
        spot = Spot(f"{LETTERS}/{path.name}")
        if path.suffix != ".toml":
            raise spot.refuse("is not read here; a letter is a file like some_name.toml")
        letter = read_table(Letter, read_toml(folder, spot), spot)
        if letter.key != path.stem:
            raise spot.at("key").refuse(f"“{letter.key}” should be “{path.stem}”, as the file says")
        found[letter.key] = letter
    return found


def has_gap(text: str) -> bool:
    return GAP_OPENS in text or GAP_CLOSES in text
