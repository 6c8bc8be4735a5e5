"""Which of several plans of equal worth: drawn by lot from a published seed."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import Count
from renkei.engines.matching.demand import Demand
from renkei.engines.matching.flows.network import Layout, Network
from renkei.engines.matching.flows.plain import circles_plainly
from renkei.engines.matching.flows.potentials import is_tight, potentials
from renkei.engines.matching.flows.solvers import Backend, cheapest

LOTS = 1 << 20  # numbers in a draw: two plans hardly ever draw the same sum


def settle(
    demand: Demand, layout: Layout, solved: tuple[Count, Count], seed: int, backend: Backend
) -> Count:
    """The one plan, among all of the best worth, whose pairs drew the highest sum of lots.

    1. arcs that may change without a loss are those of no reduced cost, and of them those that
       lie on a circle along which flow can be moved
    2. every pair of a person and an opening among them draws a lot
    3. the cheapest flow of the lots, by the same solver, in the small network of these arcs
    4. sums may still tie: draw again among what is left, until one plan remains

    Shapes  solved: flow (arcs,) and potentials (nodes,) -> (arcs,)
    """
    flow, prices = solved
    arcs = np.nonzero(is_tight(layout.network, prices))[0]
    entry = np.full(len(layout.network.tail), -1)
    entry[layout.entry_arcs] = layout.entries
    draw = 0
    while len(arcs := _open_arcs(layout.network, flow, arcs, entry)):
        change = _changes(layout.network, flow, arcs)
        pays = entry[arcs] >= 0
        lots = _lots(demand, entry[arcs][pays], seed, draw)
        change.cost[pays] = -lots
        moved = cheapest(change, backend)
        assert moved is not None  # no change at all is one
        flow = flow.copy()
        flow[arcs] += moved
        prices_of_lots = potentials(change, moved)
        assert prices_of_lots is not None
        arcs = arcs[is_tight(change, prices_of_lots)]
        draw += 1
    return flow


def _open_arcs(network: Network, flow: Count, arcs: Count, entry: Count) -> Count:
    """Arcs on a circle of changes; none when no entry is on one.

    Every circle takes one entry and gives up another, for what lies between openings and root is
    a tree; so there is none where no further entry could be taken.
    """
    part = network.part(arcs)
    on, back = flow[arcs] < part.upper, flow[arcs] > part.lower
    if not (on & (entry[arcs] >= 0)).any():
        return arcs[:0]
    tail = np.concatenate([part.tail[on], part.head[back]])
    head = np.concatenate([part.head[on], part.tail[back]])
    circle = _circles(network.n_nodes, tail, head)
    inside = (circle[part.tail] == circle[part.head]) & (on | back)
    return arcs[inside] if (entry[arcs[inside]] >= 0).any() else arcs[:0]


def _circles(n_nodes: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> Count:
    """Strongly connected nodes bear the same number."""
    try:
        from scipy.sparse import coo_array  # type: ignore[import-untyped]
        from scipy.sparse.csgraph import (  # type: ignore[import-untyped]
            connected_components,
        )
    except ImportError:
        return circles_plainly(n_nodes, tail, head)
    graph = coo_array((np.ones(len(tail), np.int8), (tail, head)), shape=(n_nodes, n_nodes))
    return np.asarray(connected_components(graph.tocsr(), connection="strong")[1])


def _changes(network: Network, flow: Count, arcs: Count) -> Network:
    """By how much the flow of these arcs may change, among the nodes that they touch."""
    part = network.part(arcs)
    nodes, ends = np.unique(np.concatenate([part.tail, part.head]), return_inverse=True)
    tail, head = ends[: len(arcs)].astype(np.int32), ends[len(arcs) :].astype(np.int32)
    return replace(
        part,
        n_nodes=len(nodes),
        tail=tail,
        head=head,
        lower=part.lower - flow[arcs],
        upper=part.upper - flow[arcs],
        cost=np.zeros(len(arcs), np.int64),
    )


def _lots(demand: Demand, entries: Count, seed: int, draw: int) -> Count:
    """A number for each pair from seed, draw, person and opening alone.

    Source  Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014
            (the mixing function of SplitMix64)
    """
    person = demand.lists.people[entries].astype(np.uint64)
    opening = demand.lists.openings[entries].astype(np.uint64)
    start = np.full(len(entries), (seed * 1_000_003 + draw) % 2**64, np.uint64)
    mixed = _mixed(_mixed(_mixed(start) + person) + opening)
    return np.asarray((mixed % np.uint64(LOTS)).astype(np.int64))


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    numbers = numbers + np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
