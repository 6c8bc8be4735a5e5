"""What the projections suppose, read from `parameters.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from renkei.charter.parsing import Spot, read_table
from renkei.charter.text import Text

FILE = Path(__file__).with_name("parameters.toml")


@dataclass(frozen=True, slots=True)
class Parameter:
    key: str  # "mortality.damping"
    value: float
    name: Text
    unit: Text
    reason: Text


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter by its key, in the order of the file.

    Errors  CharterError with key and what would be right
    """
    stated = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        f"{part}.{name}": read_table(
            Parameter, table, Spot(FILE.name, f"{part}.{name}"), key=f"{part}.{name}"
        )
        for part, tables in stated.items()
        for name, table in tables.items()
    }


def parameter(key: str) -> float:
    """The value of one parameter.

    Errors  KeyError when there is no such parameter
    """
    return parameters()[key].value


def stated_values() -> str:
    """All values in one text: another one when a value is, not when its reason is worded anew."""
    return "\n".join(f"{key} {one.value!r}" for key, one in parameters().items())
