"""Amend a programme: change texts, partners and targets, and read it as strictly as the files.

A change names a field of an initiative, or of the programme: "title", "indicators[II-1.3].target",
"partners[2].role". An entry of a list is called by its id or key, or by its number; the number
after the last adds one. What a field held before, and holds after, is written as in TOML; None
where it is not stated.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renkei.charter.errors import CharterError
from renkei.charter.parsing import Spot
from renkei.charter.reader import Table, read_programme, read_toml
from renkei.charter.terms import Programme

STEP = re.compile(r"([a-z_]+)(?:\[([^\]]+)\])?(\.|$)")
OF_PROGRAMME = ("title", "purpose", "conduct", "indicators")
OF_INITIATIVE = ("title", "purpose", "how", "partners", "indicators", "logic")
FIXED = ("id", "key", "reference")


@dataclass(frozen=True, slots=True)
class Change:
    """`initiative` is empty where the programme itself is changed."""

    initiative: str
    path: str
    before: Any
    after: Any


def amended(folder: Path, agreed: Programme, changes: Iterable[Change]) -> Programme:
    """The programme of `folder` with all changes made, in their order.

    Errors  CharterError for a field that is not there or may not change, one that no longer holds
            what the change starts from, and for a result that the reader refuses
    """
    return read_programme(folder, change_tables(folder, agreed, changes))


def change_tables(folder: Path, agreed: Programme, changes: Iterable[Change]) -> dict[str, Table]:
    """The files that the changes touch, by name, as they read afterwards; errors as `amended`."""
    tables: dict[str, Table] = {}
    for change in changes:
        file = file_of(agreed, change.initiative)
        if file not in tables:
            tables[file] = deepcopy(read_toml(folder, Spot(file)))
        _make(change, tables[file], Spot(file))
    return tables


def value_now(folder: Path, agreed: Programme, changes: Iterable[Change], wanted: Change) -> Any:
    """What the field of `wanted` holds once `changes` are made.

    Errors  CharterError as `amended`
    """
    spot = Spot(file_of(agreed, wanted.initiative))
    table = deepcopy(read_toml(folder, spot))
    for change in changes:
        if change.initiative == wanted.initiative:
            _make(change, table, spot)
    holder, key = _place(table, wanted, spot)
    return _held(holder, key)


def file_of(agreed: Programme, initiative: str) -> str:
    """Errors  CharterError where there is no such initiative"""
    if not initiative:
        return "programme.toml"
    try:
        return agreed.initiative(initiative).file
    except KeyError:
        raise CharterError(initiative, "", "is no initiative of this programme") from None


def _make(change: Change, table: Table, spot: Spot) -> None:
    holder, key = _place(table, change, spot)
    if _held(holder, key) != change.before:
        raise spot.at(change.path).refuse("holds something else than the change starts from")
    if change.after is None:
        del holder[key]
    elif isinstance(holder, list) and key == len(holder):
        holder.append(deepcopy(change.after))
    else:
        holder[key] = deepcopy(change.after)


def _held(holder: Any, key: Any) -> Any:
    if isinstance(holder, list):
        return holder[key] if key < len(holder) else None
    return holder.get(key)


def _place(table: Table, change: Change, spot: Spot) -> tuple[Any, Any]:
    """The table or list that holds the field, and its key there."""
    steps = list(_steps(change.path, spot))
    allowed = OF_INITIATIVE if change.initiative else OF_PROGRAMME
    if steps[0] not in allowed or steps[-1] in FIXED:
        raise spot.at(change.path).refuse("does not change by an amendment")
    holder: Any = table
    for step in steps[:-1]:
        holder = _into(holder, step, spot.at(change.path))
    return holder, _position(holder, steps[-1], spot.at(change.path))


def _steps(path: str, spot: Spot) -> Iterable[str]:
    at = 0
    while found := STEP.match(path, at):
        yield found[1]
        if found[2]:
            yield found[2]
        at = found.end()
        if not found[3]:
            return
    raise spot.at(path).refuse("is no path such as “indicators[II-1.3].target”")


def _into(holder: Any, step: str, spot: Spot) -> Any:
    key = _position(holder, step, spot)
    found = _held(holder, key)
    if not isinstance(found, (dict, list)):
        raise spot.refuse("is not stated here")
    return found


def _position(holder: Any, step: str, spot: Spot) -> Any:
    if not isinstance(holder, list):
        return step
    for n, entry in enumerate(holder):
        if step in (entry.get("id"), entry.get("key")):
            return n
    if step.isdecimal() and 1 <= int(step) <= len(holder) + 1:
        return int(step) - 1
    raise spot.refuse(f"has no entry “{step}”")
