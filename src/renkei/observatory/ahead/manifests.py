"""The manifest of a run: what was computed, from which figures, by which code, with what result."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from renkei.charter.errors import CharterError
from renkei.charter.parsing import Spot, read_table
from renkei.charter.text import Text
from renkei.engines.demography.projection.draws import Spread, Uncertainty
from renkei.engines.demography.projection.timing import Conventions
from renkei.observatory.catalogue import editions

MANIFEST = "manifest.toml"
PACKAGE = Path(__file__).resolve().parents[2]
CODE = ("engines/demography", "observatory/ahead")


class WrongRun(Exception):
    """The files of a run are not what they should be: which file, and what to do."""


@dataclass(frozen=True, slots=True)
class TableVersion:
    """One edition of a table of official figures that a run was computed from."""

    table: str
    edition: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Spreads:
    """The spread of each component; what else is known of the uncertainty is in `inputs`."""

    deaths: Spread
    births: Spread
    departures: Spread
    arrivals: Spread

    @classmethod
    def of(cls, uncertainty: Uncertainty) -> "Spreads":
        return cls(*(getattr(uncertainty, field.name) for field in fields(cls)))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is; with the same figures and the same code, computing it again gives `digest`.

    `inputs` is the digest of everything the projection was given, `code_sha256` that of the source
    files of engine and projections, `digest` that of the results. `path` says whether the compiled
    kernels or the plain arrays computed it: they differ by rounding.
    """

    key: str
    title: Text
    created_on: date
    base: str
    start: int
    end: int
    draws: int
    per_shard: int
    shards: int
    run: int
    seed: int
    path: Literal["compiled", "plain"]
    inputs: str
    code_version: str
    code_sha256: str
    digest: str
    uncertainty: Spreads
    conventions: Conventions
    tables: tuple[TableVersion, ...] = ()


def read_manifest(folder: Path) -> Manifest:
    """The manifest in the folder of a run.

    Errors  WrongRun with file, key and what would be right
    """
    path = folder / MANIFEST
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
        return read_table(Manifest, stated, Spot(str(path)))
    except CharterError as error:
        raise WrongRun(str(error)) from error
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise WrongRun(f"{path}: {error}") from error


def versions_of(tables: tuple[str, ...]) -> tuple[TableVersion, ...]:
    """The editions of these tables that are held now."""
    held = (entry for table in tables for entry in editions(table))
    return tuple(TableVersion(entry.key, entry.edition, entry.sha256) for entry in held)


@cache
def code_version() -> str:
    try:
        return version("renkei")
    except PackageNotFoundError:  # run from a checkout, where nothing is installed
        return "checkout"


@cache
def code_sha256() -> str:
    """One checksum over the source of the engine and of this package, pages included.

    What else has a say in the figures, such as how tables become arrays, shows in `inputs`.
    """
    found = hashlib.sha256()
    for path in sorted(path for part in CODE for path in (PACKAGE / part).rglob("*")):
        if path.suffix in {".py", ".toml"}:
            found.update(path.relative_to(PACKAGE).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()


# --- writing --------------------------------------------------------------------------------


def as_toml(stated: Any) -> str:
    """A manifest, or another flat dataclass, as the text of a file; `read_table` reads it back."""
    plain, nested = [], []
    for field in fields(stated):
        value = getattr(stated, field.name)
        if isinstance(value, tuple):
            nested += [line for one in value for line in _table(f"[[{field.name}]]", one)]
        elif is_dataclass(value) and not isinstance(value, Text):
            nested += _table(f"[{field.name}]", value)
        else:
            plain.append(f"{field.name} = {_value(value)}")
    return "\n".join([*plain, *nested]) + "\n"


def _table(head: str, value: Any) -> Iterator[str]:
    yield from ("", head)
    for field in fields(value):
        if (stated := getattr(value, field.name)) != ():
            yield f"{field.name} = {_value(stated)}"


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        inner = (f"{field.name} = {_value(getattr(value, field.name))}" for field in fields(value))
        return f"{{ {', '.join(inner)} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    # The strings and numbers of JSON are those of TOML too.
    return json.dumps(value, ensure_ascii=False)
