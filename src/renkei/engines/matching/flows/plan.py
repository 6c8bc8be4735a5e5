"""From a demand to the one best plan with its prices."""

import importlib.util
from dataclasses import dataclass
from typing import cast

import numpy as np

from renkei.engines.matching.arrays import UNMATCHED, Assignment, Count, Introductions
from renkei.engines.matching.demand import PER_THOUSANDTH, Demand, Mask, Prices, check
from renkei.engines.matching.flows.cuts import prices_of, refuse
from renkei.engines.matching.flows.network import network_of
from renkei.engines.matching.flows.potentials import potentials
from renkei.engines.matching.flows.solvers import Backend, cheapest_proved
from renkei.engines.matching.flows.ties import settle


@dataclass(frozen=True, slots=True)
class Plan:
    """Which entries are taken, and the prices that prove that no other plan is worth more.

    Shapes  chosen (entries,)
    Units   worth: 1/100,000 of a point, with bonuses and levels; score: thousandths, without them
    """

    demand: Demand
    chosen: Mask
    prices: Prices
    worth: int

    @property
    def score(self) -> int:
        return int(self.demand.lists.scores[self.chosen].sum(dtype=np.int64))

    @property
    def introductions(self) -> Introductions:
        """What each person is introduced to, in the order of their list: that of scores."""
        lists = self.demand.lists
        counts = np.bincount(lists.people[self.chosen], minlength=lists.n_people)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Introductions(starts, lists.openings[self.chosen])

    @property
    def assignment(self) -> Assignment:
        """The opening of each person, where at most one was allowed."""
        lists = self.demand.lists
        opening = np.full(lists.n_people, UNMATCHED, np.int32)
        opening[lists.people[self.chosen]] = lists.openings[self.chosen]
        return Assignment(opening)


def best_backend() -> Backend:
    """The quickest solver that is installed; nothing is imported to find out."""
    if importlib.util.find_spec("ortools"):
        return "ortools"
    return "highs" if importlib.util.find_spec("scipy") else "plain"


def best_plan(demand: Demand, *, seed: int = 0, backend: Backend | None = None) -> Plan:
    """The plan of the most worth for a demand; among equals the one of the highest lots.

    Errors  as of `check`; Impossible with its cut; NotInstalled when the backend is missing
    """
    check(demand)
    return plan_of(demand, seed=seed, backend=backend)


def plan_of(demand: Demand, *, seed: int = 0, backend: Backend | None = None) -> Plan:
    """The same for a demand that has been checked.

    1. the network of the demand, its cheapest flow, or the cut that forbids all flows
    2. potentials, which prove that it is the cheapest
    3. lots between plans of equal worth, and the potentials of what they chose
    The result depends on demand and seed alone: neither on the backend nor on threads.

    Errors  Impossible with its cut; NotInstalled when the backend is missing
    """
    backend = backend or best_backend()
    layout = network_of(demand)
    solved = cheapest_proved(layout.network, backend)
    if solved is None:
        raise refuse(demand, layout)
    flow = settle(demand, layout, solved, seed, backend)
    found = solved[1]
    if not np.array_equal(flow, solved[0]):
        found = cast(Count, potentials(layout.network, flow))  # of equal worth, so they exist
    chosen = np.zeros(len(demand.worth), np.bool_)
    chosen[layout.entries] = flow[layout.entry_arcs] > 0
    worth = -int((flow * layout.network.cost).sum())
    return Plan(demand, chosen, prices_of(demand, layout, found), worth)


def points(worth: int) -> float:
    """Worth in points."""
    return worth / PER_THOUSANDTH / 1000
