"""Who did what, where initiatives change rates and their effects do not add up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.decomposition import Factors as Switches
from renkei.engines.demography.decomposition import decompose

# More orders than those of seven are too many to look at.
MOST_INITIATIVES = 7


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """A difference that several initiatives make together, and the part of each.

    Shapes  all (...), as the quantity
    Units   those of the quantity
    Check   `shared` and `in_order` both sum to the total; `alone` and the interaction do
    """

    total: FloatArray
    shared: dict[str, FloatArray]
    in_order: dict[str, FloatArray]
    alone: dict[str, FloatArray]

    @property
    def interaction(self) -> FloatArray:
        """What they make together beyond what each makes alone."""
        apart: FloatArray = np.sum(list(self.alone.values()), axis=0)
        return self.total - apart


# The figures when these initiatives, and no others, are at work.
Together: TypeAlias = Callable[[frozenset[str]], FloatArray]


def attribute(together: Together, initiatives: Sequence[str]) -> Attribution:
    """Share out what initiatives do together, where some change rates and effects do not add up.

    1. every set of initiatives is projected once
    2. shared: the mean over all orders of what each adds to those before it, its Shapley value
    3. in order: what each adds to those named before it

    Shapes  as `together` returns them
    Errors  ValueError when there are more initiatives than orders can be looked at, or one is
            named twice
    Source  L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II
            (1953); the mean over all orders as in `decomposition.decompose`
    Check   where effects add up, all three are the same and the interaction is zero
    """
    if len(set(initiatives)) != len(initiatives):
        raise ValueError(f"an initiative is named twice: {', '.join(initiatives)}")
    if not 1 <= len(initiatives) <= MOST_INITIATIVES:
        raise ValueError(
            f"{len(initiatives)} initiatives cannot be shared out: give 1 to {MOST_INITIATIVES},"
            " several of one theme together as one"
        )
    known: dict[frozenset[str], FloatArray] = {}

    def of(names: frozenset[str]) -> FloatArray:
        if names not in known:
            known[names] = np.asarray(together(names), dtype=float)
        return known[names]

    def quantity(switches: Switches) -> FloatArray:
        return of(frozenset(name for name, switch in switches.items() if switch))

    off = {name: np.zeros(()) for name in initiatives}
    found = decompose(quantity, off, {name: np.ones(()) for name in initiatives})
    sets = [frozenset(initiatives[:place]) for place in range(len(initiatives) + 1)]
    return Attribution(
        found.difference,
        dict(found.effects),
        {
            name: of(with_it) - of(before)
            for name, before, with_it in zip(initiatives, sets, sets[1:], strict=False)
        },
        {name: of(frozenset([name])) - of(frozenset()) for name in initiatives},
    )
