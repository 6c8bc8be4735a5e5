"""The readable difference of two states of a programme, or of two programmes.

for one in differences(before, after): one.initiative, one.path, one.before, one.after
for piece in pieces(old, new): piece.kind ("same", "out", "in"), piece.text
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from renkei.charter.terms import Initiative, Programme
from renkei.charter.text import Text

# A word: letters, a number, a run of one Japanese script, or a single sign.
WORD = re.compile(
    r"[A-Za-z’'-]+|[0-9][0-9,.]*|[\u4e00-\u9fff々]+|[\u3041-\u309f]+|[\u30a1-\u30ffー]+|\s+|."
)
# Of an initiative, what its place in the folder says.
UNSAID = ("number", "slug", "file", "reference")
OF_PROGRAMME = ("title", "purpose", "conduct", "period", "diagnosis", "bodies", "indicators")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; None where it is not stated."""

    initiative: str  # empty for the programme itself
    path: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Literal["same", "out", "in"]
    text: str


def differences(before: Programme, after: Programme) -> list[Difference]:
    """Field by field; an initiative that only one of them has stands there whole."""
    found = [
        one
        for name in OF_PROGRAMME
        for one in _differ("", name, getattr(before, name), getattr(after, name))
    ]
    old = {one.reference: one for one in before.initiatives}
    new = {one.reference: one for one in after.initiatives}
    for reference in dict.fromkeys([*old, *new]):
        found += of_initiatives(reference, old.get(reference), new.get(reference))
    return found


def of_initiatives(
    reference: str, before: Initiative | None, after: Initiative | None
) -> list[Difference]:
    if before is None or after is None:
        return [Difference(reference, "", before, after)]
    names = [field.name for field in fields(Initiative) if field.name not in UNSAID]
    return [
        one
        for name in names
        for one in _differ(reference, name, getattr(before, name), getattr(after, name))
    ]


def pieces(before: str, after: str) -> list[Piece]:
    """Word for word: what stayed, what went out, what came in."""
    old, new = WORD.findall(before), WORD.findall(after)
    told = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            told.append(Piece("same", "".join(old[a:b])))
            continue
        told += [Piece("out", "".join(old[a:b]))] if a < b else []
        told += [Piece("in", "".join(new[c:d]))] if c < d else []
    return told


def _differ(initiative: str, path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, tuple) and isinstance(after, tuple):
        yield from _in_lists(initiative, path, before, after)
    elif _has_parts(before) and type(before) is type(after) and "[" in path and "]." not in path:
        for field in fields(before):
            pair = getattr(before, field.name), getattr(after, field.name)
            yield from _differ(initiative, f"{path}.{field.name}", *pair)
    else:
        yield Difference(initiative, path, before, after)


def _in_lists(
    initiative: str, path: str, before: tuple[Any, ...], after: tuple[Any, ...]
) -> Iterator[Difference]:
    old, new = _by_name(before), _by_name(after)
    for name in dict.fromkeys([*old, *new]):
        yield from _differ(initiative, f"{path}[{name}]", old.get(name), new.get(name))


def _by_name(entries: tuple[Any, ...]) -> dict[str, Any]:
    """By id or key where the entries have one, else by number."""
    return {
        str(getattr(one, "id", None) or getattr(one, "key", None) or n): one
        for n, one in enumerate(entries, start=1)
    }


def _has_parts(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, Text)
