"""Mode `introduce`: several openings for each person, none shown more often than it can serve."""

from dataclasses import dataclass, field, replace

import numpy as np

from renkei.engines.matching.arrays import Count, Groups, Lists, Places
from renkei.engines.matching.demand import Demand, Mask, check
from renkei.engines.matching.errors import MarketError, ShapeMismatch
from renkei.engines.matching.flows.optimal import Pair, marked
from renkei.engines.matching.flows.plan import Plan, plan_of
from renkei.engines.matching.flows.solvers import Backend


@dataclass(frozen=True, slots=True)
class IntroduceRules:
    """How many introductions each side gets.

    Shapes  least, most, least_elsewhere: one number for all or (people,); exposure: one number for
            all or (openings,); is_elsewhere (openings,) or None
    Units   introductions; exposure: introductions for each place, rounded up; seed: of the lots
    """

    least: int | Count = 0
    most: int | Count = 5
    exposure: float | np.ndarray[tuple[int], np.dtype[np.float64]] = 3.0
    is_elsewhere: Mask | None = None
    least_elsewhere: int | Count = 0
    one_before_a_third: bool = False
    pinned: tuple[Pair, ...] = field(default=())
    forbidden: tuple[Pair, ...] = field(default=())
    seed: int = 0
    backend: Backend | None = None


def introduce(
    lists: Lists,
    places: Places,
    groups: Groups | None = None,
    *,
    rules: IntroduceRules | None = None,
) -> Plan:
    """Up to so many openings for each person, best total two-sided score, shown in score order.

    1. an opening is introduced at most exposure times its places, at least its minimum
    2. of a person's introductions so many are elsewhere as the rules ask and their list has: the
       list holds what their own conditions allow
    3. with `one_before_a_third`, first as many openings as possible are introduced once
    4. the cheapest flow; lots among plans of equal worth; or the cut that forbids all plans

    Shapes  lists (entries,), places (openings,), groups a tree over openings
            -> Plan with `introductions`, person after person
    Units   scores in thousandths of a point; worth in 1/100,000
    Errors  Impossible with the violated cut; those of `optimal` for bad input
    Source  Ahuja, Magnanti and Orlin, Network Flows (1993), 12.7 (b-matching in bipartite graphs)
            and 14.2 (levels: convex costs as parallel arcs)
    """
    rules = rules or IntroduceRules()
    exposed = Places(_exposed(places.capacity, rules.exposure), places.minimum)
    demand = replace(
        Demand.of(lists, exposed, groups),
        least=_of_each(rules.least, lists.n_people, "least"),
        most=_of_each(rules.most, lists.n_people, "most"),
        least_elsewhere=_of_each(rules.least_elsewhere, lists.n_people, "least_elsewhere"),
    )
    if rules.is_elsewhere is not None:
        demand = replace(demand, is_elsewhere=np.asarray(rules.is_elsewhere, np.bool_))
    check(demand)
    demand = replace(
        demand,
        pinned=marked(lists, rules.pinned, "pin"),
        forbidden=marked(lists, rules.forbidden, "forbidden opening"),
    )
    if rules.one_before_a_third:
        demand = replace(demand, levels=(_more_than_all(demand), 0))
    return plan_of(demand, seed=rules.seed, backend=rules.backend)


def _more_than_all(demand: Demand) -> int:
    """A first introduction outweighs whatever scores could be lost for it."""
    best = int(demand.worth.max(initial=0))
    return 1 + best * int(np.minimum(demand.most, demand.lists.lengths).sum())


def _of_each(given: int | Count, length: int, name: str) -> Count:
    numbers = np.asarray(given, np.int64)
    if numbers.ndim and len(numbers) != length:
        raise ShapeMismatch(f"rules.{name}", f"has {len(numbers)} values", f"give {length} or one")
    return np.broadcast_to(numbers, (length,)).copy()


def _exposed(
    capacity: Count, exposure: float | np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Count:
    factor = np.asarray(exposure, np.float64)
    if factor.ndim and len(factor) != len(capacity):
        raise ShapeMismatch(
            "rules.exposure", f"has {len(factor)} values", f"give {len(capacity)} or one"
        )
    if not (np.isfinite(factor).all() and (factor >= 0).all()):
        raise MarketError("rules.exposure", "is below zero or no number", "give a factor")
    # A factor of 1.1 and 10 places are 11 introductions, not 12: the product is a hair above 11.
    return np.ceil(np.round(capacity * factor, 9)).astype(np.int64)
