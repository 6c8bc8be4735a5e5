"""Matching: who is introduced to whom, and who gets which place, with a proof.

Arrays in, arrays out: no file, no clock, no chance without a seed. A market is people, openings,
conditions, criteria and a tree of groups; a result is a proposal that people confirm. Methods,
guarantees and their limits: `docs/explanation/matching.md`; the names to import stand in
`docs/reference/matching.md`. Each module is read when a name of it is first asked for.

arrays         ranked lists, groups, places, assignments
errors         what is refused, where, and what would mend it
"""

from importlib import import_module
from typing import TYPE_CHECKING

# What an editor and the type checker are told; `_NAMES_OF` says the same to who runs it.
# ruff: noqa: F401
# mypy: implicit-reexport
if TYPE_CHECKING:
    from renkei.engines.matching.arrays import (
        NO_CAP,
        Assignment,
        Groups,
        Introductions,
        Lists,
        Places,
    )
    from renkei.engines.matching.errors import (
        Contradiction,
        MarketError,
        NegativeCapacity,
        NotATree,
        NotInstalled,
        ProtectedAttribute,
        RepeatedRank,
        ShapeMismatch,
        UnknownOpening,
    )

_NAMES_OF = {
    "arrays": "NO_CAP Assignment Groups Introductions Lists Places",
    "errors": "Contradiction MarketError NegativeCapacity NotATree NotInstalled ProtectedAttribute"
    " RepeatedRank ShapeMismatch UnknownOpening",
}
_MODULE_OF = {name: module for module, names in _NAMES_OF.items() for name in names.split()}


def __dir__() -> list[str]:
    return sorted([*globals(), *_MODULE_OF])


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
