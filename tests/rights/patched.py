"""Another table of rules for a while: what a test, or a mutant, puts in the place of the real."""

from collections.abc import Iterator
from contextlib import contextmanager

from renkei.core.rights import RecordKind
from renkei.core.rights.kinds import _KINDS, _NAMES


@contextmanager
def declared_as(kind: RecordKind) -> Iterator[RecordKind]:
    """While the block runs, records of the table are of this kind."""
    model = kind.model.lower()
    before = _NAMES.get(model)
    kept = _KINDS.get(before) if before else None
    if before:
        del _KINDS[before]
    _KINDS[kind.name], _NAMES[model] = kind, kind.name
    try:
        yield kind
    finally:
        del _KINDS[kind.name], _NAMES[model]
        if before and kept:
            _KINDS[before], _NAMES[model] = kept, before
