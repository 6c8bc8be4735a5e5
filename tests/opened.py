"""The rooms that are not built yet, opened for a test: every kind of entry that the charter names,
with the facts that its definitions ask for.

    with rooms_opened():
        ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, make_dataclass
from datetime import date
from typing import Any

from renkei.charter.counts import BREAKDOWNS, Count, Counted
from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.journal import kinds


@contextmanager
def rooms_opened() -> Iterator[list[str]]:
    """The names of the kinds that were declared; afterwards they are none again."""
    facts = _facts_named()
    missing = sorted(name for name in facts if kinds.kind_called(name) is None)
    try:
        for name in missing:
            kinds.kind(name, Text(name, name))(_event(name, facts[name]))
        yield missing
    finally:
        for name in missing:
            declared = kinds._KINDS.pop(name, None)
            if declared:
                del kinds._NAMES[declared.event]


def _event(name: str, facts: dict[str, type]) -> type[kinds.Event]:
    columns: list[Any] = [
        (fact, of | None, field(default=None, kw_only=True)) for fact, of in sorted(facts.items())
    ]
    made: type[kinds.Event] = make_dataclass(
        name.title().replace(".", "").replace("_", ""),
        columns,
        bases=(kinds.Event,),
        frozen=True,
        slots=True,
        kw_only=True,
    )
    return made


def _facts_named() -> dict[str, dict[str, type]]:
    """Of each kind the facts that any definition asks for, with the type that it expects."""
    found: dict[str, dict[str, type]] = {}
    for indicator in programme().every_indicator:
        for counted in indicator.count.parts if indicator.count else ():
            for kind in counted.every_kind:
                found.setdefault(kind, {})
            for kind in counted.kinds:
                found[kind] |= {**_broken_down_by(indicator.count), **found[kind]}
                found[kind] |= _asked(counted)
    return found


def _broken_down_by(count: Count | None) -> dict[str, type]:
    return {by: str for by in count.by if by not in BREAKDOWNS} if count else {}


def _asked(counted: Counted) -> dict[str, type]:
    asked: dict[str, type] = {}
    for one in counted.where:
        if one.fact in counted.facts:
            values = one.one_of or one.none_of or ("",)
            asked[one.fact] = type(values[0])
    if counted.measure in ("sum", "median") and counted.of and counted.of != "quantity":
        asked[counted.of] = int
    if counted.until:
        asked[counted.until] = date
    return asked
