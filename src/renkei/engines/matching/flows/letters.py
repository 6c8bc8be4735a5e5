"""What each person is told of a plan: why not what they rank higher, by the plan's prices."""

from collections.abc import Iterator, Sequence

import numpy as np

from renkei.engines.matching.demand import PER_THOUSANDTH
from renkei.engines.matching.flows.plan import Plan
from renkei.engines.matching.flows.reasons import scarcity
from renkei.engines.matching.reasons import Reason
from renkei.engines.matching.sentences import Sentence

Told = list[tuple[int, Reason]]  # openings, each with a reason


def why_each_in_plan(plan: Plan, groups: Sequence[Sentence] = ()) -> list[Told]:
    """For each person how the entries of the list ended, down to the first that is theirs.

    1. what the desk ruled out
    2. what is scarce about an opening, by its price and the prices of the groups that hold it
    3. where nothing is scarce: what they have meets a floor, or was kept from an earlier plan, or
       a plan with the entry is worth the same, and the lots decided
    No plan is made for it; by how many points somebody fell short says `why_not_in_plan`.

    Shapes  groups: a name for each group, or none where groups go unnamed -> (people,)
    Units   points in thousandths
    """
    lists, dear = plan.demand.lists, _dear(plan, groups)
    starts, openings = lists.starts.tolist(), lists.openings.tolist()
    chosen, forbidden = plan.chosen.tolist(), plan.demand.forbidden.tolist()
    told: list[Told] = []
    for person in range(lists.n_people):
        first, last = starts[person], starts[person + 1]
        own = next((entry for entry in range(first, last) if chosen[entry]), None)
        said: Told = []
        for entry in range(first, last if own is None else own):
            opening = openings[entry]
            if forbidden[entry]:
                said.append((opening, Reason("forbidden")))
            else:
                said += ((opening, one) for one in dear[opening] or _kept(plan, own, groups))
        if own is not None:
            said.append((openings[own], Reason("placed", {"rank": own - first + 1})))
        told.append(said)
    return told


def _dear(plan: Plan, groups: Sequence[Sentence]) -> list[tuple[Reason, ...]]:
    """What is scarce about each opening."""
    n = plan.demand.places.n_openings
    return [tuple(scarcity(plan, opening, groups, floors=False)) for opening in range(n)]


def _kept(plan: Plan, own: int | None, groups: Sequence[Sentence]) -> Iterator[Reason]:
    """Why somebody has what they rank lower, although the other was not scarce."""
    demand = plan.demand
    if own is not None:
        floors = tuple(scarcity(plan, int(demand.lists.openings[own]), groups, floors=True))
        if floors:
            yield from floors
            return
        plain = np.int64(demand.lists.scores[own]) * PER_THOUSANDTH
        if demand.worth[own] > plain:
            yield Reason("plan_kept")
            return
    yield Reason("plan_even")
