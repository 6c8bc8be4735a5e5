"""The catalogue: what each table of official figures is, where it comes from, whom it counts.

A table is one Parquet file with one TOML entry of the same name. The shipped reference set stands
beside this file; an office adds editions (the next year of a table) in the directory of the
setting `STATISTICS`, as `<key>/<edition>.parquet` and `<key>/<edition>.toml`.
"""

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from renkei.charter.errors import CharterError, MisfitError
from renkei.charter.parsing import Spot, read_table
from renkei.charter.text import Text
from renkei.core.figures import Source

SHIPPED = Path(__file__).resolve().parent / "reference"


class CatalogueError(Exception):
    """An entry or a table is not what it should be: which file, and what would be right."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Literal["text", "integer", "number"]
    meaning: Text
    unit: Text | None = None  # a column without unit says which row this is

    @property
    def is_dimension(self) -> bool:
        return self.unit is None


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    edition: str
    title: Text
    institution: Text
    source_table: Text
    period: Text  # reference date or dates, as a reader is told them
    read_on: str
    licence: Text
    credit: Text
    definition: Text
    columns: tuple[Column, ...]
    rows: int
    sha256: str
    path: Path  # of the Parquet file
    caveats: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        _require(r"[a-z][a-z0-9_]*", "key", self.key, "small letters, digits and _")
        _require(r"[A-Za-z0-9][A-Za-z0-9_-]*", "edition", self.edition, "letters, digits, - and _")
        _require(r"\d{4}-\d{2}(-\d{2})?", "read_on", self.read_on, "a day or month: 2026-11-23")
        _require(r"[0-9a-f]{64}", "sha256", self.sha256, "64 hexadecimal digits")
        if len({column.name for column in self.columns}) < len(self.columns):
            raise MisfitError("columns", "two columns have the same name")

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that together name a row."""
        return tuple(column.name for column in self.columns if column.is_dimension)


def _require(pattern: str, name: str, value: str, right: str) -> None:
    if not re.fullmatch(pattern, value):
        raise MisfitError(name, f"“{value}” should be {right}")


# --- reading --------------------------------------------------------------------------------


@cache
def entries() -> dict[str, Entry]:
    """The shipped tables by key, in the order of their keys; `editions` has those loaded too."""
    return {path.stem: _named(path, key=path.stem) for path in sorted(SHIPPED.glob("*.toml"))}


def editions(key: str) -> tuple[Entry, ...]:
    """The shipped entry of a table, then the editions that this office has loaded.

    Errors  CatalogueError when there is no such table, or an entry is not what it should be
    """
    found = _editions(version())
    if key not in found:
        raise CatalogueError(f"there is no table “{key}”; there are {', '.join(found)}")
    return found[key]


def source_of(key: str) -> Source:
    """What is credited under a figure that rests on this table, loaded editions included."""
    found = editions(key)
    first = found[0]
    return Source(
        institution=first.institution,
        table=first.source_table,
        as_of=_joined([entry.period for entry in found]),
        read_on=max(entry.read_on for entry in found),
        credit=_joined([entry.credit for entry in found]),
    )


def version() -> str:
    """A text that changes whenever a loaded file is added, changed or taken away."""
    seen = [_seen(path) for path in sorted(settings.STATISTICS.glob("*/*.*"))]
    return f"{settings.STATISTICS}:" + hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]


def _seen(path: Path) -> str:
    try:
        stat = path.stat()
    except FileNotFoundError:  # taken away just now, by an office that loads figures meanwhile
        return f"{path}:"
    return f"{path}:{stat.st_mtime_ns}:{stat.st_size}"


def read_entry(path: Path) -> Entry:
    """The entry in one TOML file.

    Errors  CatalogueError with file, key and what would be right
    """
    spot = Spot(str(path))
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
        return read_table(Entry, stated, spot, path=path.with_suffix(".parquet"))
    except (CharterError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = str(error) if isinstance(error, CharterError) else f"{path}: {error}"
        raise CatalogueError(message) from error


@lru_cache(maxsize=2)
def _editions(_version: str) -> dict[str, tuple[Entry, ...]]:
    known = entries()
    found: dict[str, tuple[Entry, ...]] = {key: (entry,) for key, entry in known.items()}
    for path in sorted(settings.STATISTICS.glob("*/*.toml")):
        key = path.parent.name
        if key not in known:
            raise CatalogueError(f"{path}: there is no table “{key}” to which it could be added")
        found[key] += (_named(path, key=key),)
    return found


def _named(path: Path, *, key: str) -> Entry:
    entry = read_entry(path)
    if entry.key != key:
        raise CatalogueError(f"{path}: key: “{entry.key}” should be “{key}”, as the file is named")
    return entry


def _joined(texts: list[Text]) -> Text:
    distinct = list(dict.fromkeys(texts))
    return Text("、".join(text.ja for text in distinct), "; ".join(text.en for text in distinct))


# --- writing --------------------------------------------------------------------------------


def as_toml(entry: Entry) -> str:
    """The entry as the text of its file; `read_entry` reads it back."""
    lines = [
        f"{field.name} = {_value(getattr(entry, field.name))}"
        for field in fields(entry)
        if field.name not in {"path", "columns", "caveats"}
    ]
    if entry.caveats:
        lines += ["caveats = [", *(f"  {_value(caveat)}," for caveat in entry.caveats), "]"]
    for column in entry.columns:
        lines += ["", "[[columns]]", *_column_lines(column)]
    return "\n".join(lines) + "\n"


def _column_lines(column: Column) -> list[str]:
    return [
        f"{field.name} = {_value(value)}"
        for field in fields(column)
        if (value := getattr(column, field.name)) is not None
    ]


def _value(value: str | int | Text) -> str:
    if isinstance(value, Text):
        return f"{{ ja = {_value(value.ja)}, en = {_value(value.en)} }}"
    # The strings of JSON are strings of TOML too.
    return json.dumps(value, ensure_ascii=False)
