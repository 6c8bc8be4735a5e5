"""What the page of the method says, read from `method.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from renkei.charter.errors import MisfitError
from renkei.charter.parsing import Spot, read_table
from renkei.charter.text import Text
from renkei.core.tables import Column, Table
from renkei.observatory.ahead.parameters import Parameter, parameters

FILE = Path(__file__).with_name("method.toml")
# How a parameter is written: none has more figures that mean anything.
FIGURES = ".6g"


@dataclass(frozen=True, slots=True)
class Block:
    """A text, formulas with what their letters mean, or both."""

    text: Text | None = None
    formulas: tuple[str, ...] = ()
    letters: Text | None = None

    def __post_init__(self) -> None:
        if not (self.text or self.formulas):
            raise MisfitError("text", "a block without formulas needs a text")
        if bool(self.formulas) != bool(self.letters):
            raise MisfitError("letters", "stand with formulas and with nothing else")


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: Text
    block: tuple[Block, ...]
    parameters: str = ""  # the part of `ahead/parameters.toml` that is printed under it

    @property
    def stated(self) -> Table | None:
        """The parameters of the section, as the code uses them."""
        found = [one for key, one in parameters().items() if key.startswith(f"{self.parameters}.")]
        return _parameter_table(self.title, found) if self.parameters else None


@dataclass(frozen=True, slots=True)
class Method:
    section: tuple[Section, ...]


@cache
def sections() -> tuple[Section, ...]:
    """The sections in the order of the page.

    Errors  CharterError with key and what would be right
    """
    stated = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return read_table(Method, stated, Spot(FILE.name)).section


def _parameter_table(title: Text, found: list[Parameter]) -> Table:
    columns = (
        Column("name", Text("数値", "Parameter")),
        Column("value", Text("値", "Value")),
        Column("unit", Text("単位", "Unit")),
        Column("reason", Text("なぜこの値か", "Why this value")),
    )
    rows = [(one.name, f"{one.value:{FIGURES}}", one.unit, one.reason) for one in found]
    name = Text(f"{title.ja}で使う数値", f"Parameters: {title.en}")
    return Table(name, columns, rows)
