"""Two programmes of one region side by side: what went on, what changed, what is new, what ended.

An initiative says itself what it continues (`continues = ["II-3"]`); where it says nothing, the one
with the same title is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from renkei.charter.reader import read_programme
from renkei.charter.terms import Initiative, Neighbour, Programme

Kind = Literal["same", "changed", "new", "ended"]
SAID = ("title", "purpose", "how", "partners")


@dataclass(frozen=True, slots=True)
class Pair:
    kind: Kind
    before: Initiative | None
    after: Initiative | None


def neighbour(folder: Path, other: Neighbour) -> Programme | None:
    """The programme before or after, where its folder lies beside this one.

    Errors  CharterError when what lies there is wrong
    """
    beside = folder.parent / other.key if other.key else None
    return read_programme(beside) if beside and beside.is_dir() else None


def pairs_of(before: Programme, after: Programme) -> list[Pair]:
    """In the order of the later one, then what of the earlier one nobody continues."""
    old = {one.reference: one for one in before.initiatives}
    continued: set[str] = set()
    pairs = []
    for one in after.initiatives:
        taken = list(_continued(one, before))
        continued.update(taken)
        pairs += [Pair(_kind(old[name], one), old[name], one) for name in taken]
        pairs += [] if taken else [Pair("new", None, one)]
    ended = (one for reference, one in old.items() if reference not in continued)
    return [*pairs, *(Pair("ended", one, None) for one in ended)]


def _continued(one: Initiative, before: Programme) -> Iterator[str]:
    known = {other.reference for other in before.initiatives}
    if one.continues:
        yield from (name for name in one.continues if name in known)
    else:
        yield from (other.reference for other in before.initiatives if other.title == one.title)


def _kind(before: Initiative, after: Initiative) -> Kind:
    is_same = all(getattr(before, name) == getattr(after, name) for name in SAID)
    return "same" if is_same else "changed"
