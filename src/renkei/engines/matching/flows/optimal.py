"""Mode `optimal`: the places given out with the best total score, every quota met."""

from dataclasses import dataclass, replace

import numpy as np

from renkei.engines.matching.arrays import Assignment, Groups, Lists, Places
from renkei.engines.matching.demand import Demand, Mask, check, entry_of
from renkei.engines.matching.flows.plan import Plan, plan_of
from renkei.engines.matching.flows.solvers import Backend

Pair = tuple[int, int]  # a person and an opening on their list


@dataclass(frozen=True, slots=True)
class OptimalRules:
    """What counsellors and organisers set.

    Units   stay_percent: whole percent of the score that a person's earlier opening gains;
            everyone: a plan must place all people; seed: of the lots between equal plans
    """

    stay_percent: int = 0
    everyone: bool = False
    pinned: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    seed: int = 0
    backend: Backend | None = None


def optimal(
    lists: Lists,
    places: Places,
    groups: Groups | None = None,
    *,
    earlier: Assignment | None = None,
    rules: OptimalRules | None = None,
) -> Plan:
    """At most one opening for each person, best total score, all minima, maxima and floors met.

    1. each entry is worth its score, and the bonus if the person had the opening before
    2. the cheapest flow on people, openings and the tree of groups; or the cut that forbids it
    3. lots among plans of equal worth (`ties.settle`)
    Nobody is placed where they did not list. Without `everyone`, a person stays without a place
    where that is worth more to all together; an opening runs with its minimum of people, always.

    Shapes  lists (entries,), places (openings,), groups a tree over openings; earlier (people,)
            -> Plan with `assignment` (people,), `prices` (openings,), (groups,)
    Units   scores in thousandths of a point; worth in 1/100,000
    Errors  Impossible with the violated cut; UnknownOpening, RepeatedRank, NegativeCapacity,
            NotATree, Contradiction, ShapeMismatch, MarketError for bad input; NotInstalled
    Source  Ford and Fulkerson, Flows in Networks (1962); Ahuja, Magnanti and Orlin, Network Flows
            (1993), chapters 9 to 12
    """
    rules = rules or OptimalRules()
    demand = Demand.of(lists, places, groups)
    check(demand)
    if earlier is not None:
        demand = demand.keeping(earlier, rules.stay_percent)
    demand = replace(
        demand,
        least=demand.most if rules.everyone else demand.least,
        pinned=marked(lists, rules.pinned, "pin"),
        forbidden=marked(lists, rules.forbidden, "forbidden opening"),
    )
    return plan_of(demand, seed=rules.seed, backend=rules.backend)


def marked(lists: Lists, pairs: tuple[Pair, ...], what: str) -> Mask:
    """The entries of these pairs.

    Shapes  -> (entries,)
    Errors  MarketError when a pair is not on the list
    """
    mask = np.zeros(len(lists.openings), np.bool_)
    mask[[entry_of(lists, person, opening, what) for person, opening in pairs]] = True
    return mask
