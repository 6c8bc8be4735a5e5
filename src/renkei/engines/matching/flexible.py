"""The flexible rule: what each opening is sure of, and in which order the rest is handed out.

A place of an opening is named by how many people the opening has with it. The rule says which of
two places is filled first, when a cap leaves room for one of them:

1. a place inside the target of the widest group that tells them apart, then of the next narrower
2. a place inside the opening's own target
3. the lower round: the first place beyond the target before the second
4. the published order of the openings

The value of a result, as these four say, is a sum of concave functions on a laminar family. So a
region's choice takes nobody back whom it refused before, and takes no fewer when more apply
(Kojima, Tamura and Yokoo 2018); with one level of groups and without targets of groups it is the
rule of Kamada and Kojima (2015).
"""

from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.arrays import NO_CAP, Count, Groups, Index, Places
from renkei.engines.matching.errors import Contradiction, MarketError, ShapeMismatch
from renkei.engines.matching.validation import depths

MOST_PLACES = 2**20 - 1
MOST_OPENINGS = 2**21 - 1
MOST_LEVELS = 20


@dataclass(frozen=True, slots=True, eq=False)
class FlexibleRule:
    """Targets of openings, and the order in which what is left is handed out.

    Shapes  target, order (openings,)
    Units   target: people, at most the capacity; order: 0 is served first, no two alike
    """

    target: Count
    order: Index


def proportional(places: Places, groups: Groups) -> FlexibleRule:
    """Targets in proportion to capacity, as in the Japanese residency match; order by number.

    1. without a group, or in a group whose target is at least its capacity: the capacity
    2. else the group's target × capacity / capacity of the group, rounded down
    3. what is left over goes to the largest remainders, to the earlier opening among equals

    Errors  as the checks of places and groups
    Source  Kamada and Kojima (2015), Efficient matching under distributional constraints
    """
    capacity, of = places.capacity, groups.of_opening
    target = capacity.copy()
    for group in range(groups.n_groups):
        inside = np.flatnonzero(of == group)
        total, share = int(capacity[inside].sum()), int(groups.target[group])
        if share >= total:
            continue
        whole, rest = np.divmod(capacity[inside] * share, total)
        left = share - int(whole.sum())
        whole[np.argsort(-rest, kind="stable")[:left]] += 1
        target[inside] = whole
    return FlexibleRule(target, np.arange(len(capacity), dtype=np.int32))


def require_rule(rule: FlexibleRule, places: Places, groups: Groups) -> None:
    """Refuse targets above capacities, an order with ties, and sizes beyond those of a key.

    Errors  ShapeMismatch, Contradiction, MarketError
    """
    n = places.n_openings
    for name, values in (("target", rule.target), ("order", rule.order)):
        if values.shape != (n,):
            raise ShapeMismatch(f"rule.{name}", f"has the shape {values.shape}", f"give ({n},)")
    outside = np.flatnonzero((rule.target < 0) | (rule.target > places.capacity))
    if len(outside):
        first = int(outside[0])
        problem = f"the target {rule.target[first]} is not 0 to {places.capacity[first]}"
        raise Contradiction(f"opening {first}", problem, "lower the target to the capacity")
    if not np.array_equal(np.sort(rule.order), np.arange(n)):
        raise MarketError("rule.order", "is not 0 to n - 1, each once", "number the openings")
    levels = int(depths(groups).max(initial=0))
    if n > MOST_OPENINGS or levels >= MOST_LEVELS:
        problem = f"{n} openings, {levels + 1} levels"
        raise MarketError("market", problem, f"divide it: {MOST_OPENINGS} and {MOST_LEVELS}")


def has_caps(groups: Groups) -> bool:
    return bool((groups.cap < NO_CAP).any())
