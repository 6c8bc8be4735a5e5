"""Draft the next programme: the present one, its decisions, and which decision changed what.

What both governments decided in the review of an initiative stands in the draft, with a comment
that names the decision. Initiatives that were ended or merged are left out; the others move up and
say which one they continue. People then write the new programme from it.
"""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from renkei.charter.amending import Change, change_tables
from renkei.charter.errors import CharterError
from renkei.charter.parsing import Spot
from renkei.charter.reader import LETTERS, MARKETS, SHEETS, Table, read_programme, read_toml
from renkei.charter.terms import Initiative, Programme, Theme
from renkei.charter.writing import toml

ENTRY = re.compile(r"([a-z_]+)\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Decided:
    """A change, and the decision that it came from, as the comment says it."""

    change: Change
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`ended` names the initiatives that go on no longer, and the one that takes each up, if any;
    `notes` what else was decided of an initiative."""

    key: str
    first: int
    last: int
    agreed_on: date
    decided: Sequence[Decided] = ()
    ended: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def draft(folder: Path, agreed: Programme, wanted: Wanted, to: Path) -> Programme:
    """Write the draft into the folder `to`, which must not be there yet, and read it strictly.

    Errors  CharterError when a change does not fit, a theme would be left empty, or the draft is
            no programme; FileExistsError
    """
    tables = change_tables(folder, agreed, [one.change for one in wanted.decided])
    renamed = _new_references(agreed, wanted.ended)
    to.mkdir(parents=True)
    comments = _comments(wanted.decided, tables, agreed)
    head = _head(folder, tables, agreed, wanted)
    _write(to / "programme.toml", _renamed(head, renamed), comments.get("programme.toml", {}))
    for theme in agreed.themes:
        _write_theme(folder, tables, (theme, wanted, renamed, comments), to)
    for name in (SHEETS, LETTERS, MARKETS):
        if (folder / name).is_dir():
            shutil.copytree(folder / name, to / name)
    return read_programme(to)


Of = tuple[Theme, Wanted, Mapping[str, str], Mapping[str, Mapping[str, list[str]]]]


def _write_theme(folder: Path, tables: Mapping[str, Table], of: Of, to: Path) -> None:
    theme, wanted, renamed, comments = of
    inside = theme.initiatives[0].file.rpartition("/")[0]
    (to / inside).mkdir()
    shutil.copy(folder / inside / "theme.toml", to / inside / "theme.toml")
    for one in theme.initiatives:
        if one.reference not in renamed:
            continue
        number = renamed[one.reference].rpartition("-")[2]
        table = tables.get(one.file) or read_toml(folder, Spot(one.file))
        written = _renamed(table, renamed) | {"continues": _continued(one, wanted)}
        notes = {"reference": list(wanted.notes.get(one.reference, ()))}
        name = f"{number}_{one.slug}.toml"
        _write(to / inside / name, written, dict(comments.get(one.file, {})) | notes)


def _continued(one: Initiative, wanted: Wanted) -> list[str]:
    taken_up = [reference for reference, into in wanted.ended.items() if into == one.reference]
    return [one.reference, *taken_up]


def _new_references(agreed: Programme, ended: Iterable[str]) -> dict[str, str]:
    gone, renamed = set(ended), {}
    for theme in agreed.themes:
        left = [one for one in theme.initiatives if one.reference not in gone]
        if not left:
            raise CharterError(theme.reference, "", "would be left without an initiative")
        for number, one in enumerate(left, start=1):
            renamed[one.reference] = f"{theme.reference}-{number}"
    return renamed


def _head(
    folder: Path, tables: Mapping[str, Table], agreed: Programme, wanted: Wanted
) -> dict[str, Any]:
    table = deepcopy(tables.get("programme.toml") or read_toml(folder, Spot("programme.toml")))
    table.pop("successor", None)
    period = {"first": agreed.period.first, "last": agreed.period.last, "key": agreed.key}
    return table | {
        "key": wanted.key,
        "period": {"first": wanted.first, "last": wanted.last},
        "agreed_on": wanted.agreed_on,
        "predecessor": period,
        "shocks": _left(table.get("shocks", []), wanted.ended),
    }


def _left(shocks: list[Table], ended: Iterable[str]) -> list[Table]:
    """Shocks without the initiatives that are gone."""
    gone = set(ended)
    left = []
    for shock in shocks:
        touched = [one for one in shock.get("initiatives", ()) if one not in gone]
        if touched or "initiatives" not in shock:
            left.append(shock | ({"initiatives": touched} if touched else {}))
    return left


def _renamed(value: Any, renamed: Mapping[str, str]) -> Any:
    """With the new references wherever a text is nothing but one, or the id of an indicator."""
    if isinstance(value, dict):
        return {key: _renamed(one, renamed) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, renamed) for one in value]
    if isinstance(value, str):
        reference, dot, number = value.partition(".")
        return f"{renamed[reference]}{dot}{number}" if reference in renamed else value
    return value


def _comments(
    decided: Iterable[Decided], tables: Mapping[str, Table], agreed: Programme
) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for one in decided:
        initiative = one.change.initiative
        file = agreed.initiative(initiative).file if initiative else "programme.toml"
        place = _numbered(one.change.path, tables[file])
        found.setdefault(file, {}).setdefault(place, []).append(one.comment)
    return found


def _numbered(path: str, table: Table) -> str:
    """With entries of lists by number, as the writer counts them."""
    found = ENTRY.match(path)
    if not found:
        return path
    names = [one.get("id") or one.get("key") for one in table[found[1]]]
    number = names.index(found[2]) + 1 if found[2] in names else int(found[2])
    return f"{found[1]}[{number}]{path[found.end() :]}"


def _write(path: Path, table: Mapping[str, Any], comments: Mapping[str, list[str]]) -> None:
    kept = {key: value for key, value in table.items() if value != []}
    path.write_text(toml(kept, comments), encoding="utf-8")
