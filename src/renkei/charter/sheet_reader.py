"""Read the question sheets of a programme, and read back the copy of a version that was used."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from renkei.charter.parsing import Spot, read_table
from renkei.charter.reader import SHEETS, SHIPPED, read_toml
from renkei.charter.sheets import Sheet, Version


@cache
def sheets() -> Mapping[str, Sheet]:
    """The sheets that are shipped, by key, read and checked once for each process."""
    return MappingProxyType(read_sheets(SHIPPED))


def read_sheets(folder: Path) -> dict[str, Sheet]:
    """The sheets of the programme in `folder`, in the order of their names.

    Errors  CharterError with file, key and what would be right.
    """
    found = {}
    for path in sorted((folder / SHEETS).iterdir()):
        if path.name.startswith("."):
            continue
        spot = Spot(f"{SHEETS}/{path.name}")
        if path.suffix != ".toml":
            raise spot.refuse("is not read here; a sheet is a file like some_name.toml")
        sheet = read_table(Sheet, read_toml(folder, spot), spot)
        if sheet.key != path.stem:
            raise spot.at("key").refuse(f"“{sheet.key}” should be “{path.stem}”, as the file says")
        found[sheet.key] = sheet
    return found


def version_from(definition: Mapping[str, object]) -> Version:
    """The version whose `definition` was kept with the answers to it.

    Errors  CharterError when it is no definition of a version
    """
    table = dict(definition)
    stated = table.get("valid_from")
    if isinstance(stated, str):
        table["valid_from"] = date.fromisoformat(stated)
    return read_table(Version, table, Spot("the copy that was kept"))
