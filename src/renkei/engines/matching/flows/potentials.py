"""Potentials of a flow: the prices that prove that no other flow is cheaper."""

import numpy as np

from renkei.engines.matching.arrays import Count, Index
from renkei.engines.matching.demand import Mask
from renkei.engines.matching.flows.network import ROOT, Network


def potentials(network: Network, flow: Count) -> Count | None:
    """Shortest distances in the residual network, by rounds of relaxation; None if there are none.

    1. residual arcs: forwards where there is room, backwards where flow can be taken off
    2. start where every arc with flow is tight
    3. relax the arcs out of nodes that came nearer, until none does
    4. now and then, follow each node back to whom it came nearer by: a circle there costs less
       than nothing (what closed it brought a node strictly nearer): the flow was not the cheapest

    Shapes  flow (arcs,) -> (nodes,), 0 at the root
    Units   those of the cost
    Source  Bellman, On a routing problem, Quarterly of Applied Mathematics 16 (1958); Ahuja,
            Magnanti and Orlin, Network Flows (1993), theorem 9.3
    """
    tail, head, cost = residual(network, flow)
    starts = np.searchsorted(tail, np.arange(network.n_nodes + 1))
    found = _start(network, flow)
    near = np.arange(network.n_nodes)
    came_by = near.copy()
    for turn in range(1, network.n_nodes + 2):
        arcs = ranges(starts, near)
        before = found.copy()
        reach = before[tail[arcs]] + cost[arcs]
        np.minimum.at(found, head[arcs], reach)
        near = np.nonzero(found < before)[0]
        if not len(near):
            return np.asarray(found - found[ROOT])
        nearer = arcs[(reach == found[head[arcs]]) & (reach < before[head[arcs]])]
        came_by[head[nearer]] = tail[nearer]
        if turn % _TURNS == 0 and _has_circle(came_by):
            return None
    return None


_TURNS = 64


def _has_circle(came_by: Count) -> bool:
    """Whether following the pointers never ends at a node that points at itself."""
    at = came_by
    for _ in range(len(came_by).bit_length()):
        at = at[at]
    return bool((came_by[at] != at).any())


def residual(network: Network, flow: Count) -> tuple[Index, Index, Count]:
    """Tails, heads and costs of the arcs along which the flow can change, sorted by tail."""
    on, back = flow < network.upper, flow > network.lower
    tail = np.concatenate([network.tail[on], network.head[back]])
    head = np.concatenate([network.head[on], network.tail[back]])
    cost = np.concatenate([network.cost[on], -network.cost[back]])
    order = np.argsort(tail, kind="stable")
    return tail[order], head[order], cost[order]


def ranges(starts: Count, nodes: Count) -> Count:
    """The places `starts[n]` to below `starts[n + 1]` of all these nodes, one after another."""
    first, lengths = starts[nodes], starts[nodes + 1] - starts[nodes]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(first - ends + lengths, lengths))


def is_tight(network: Network, prices: Count) -> Mask:
    """Arcs whose flow may change without a change of the cost."""
    change = network.cost + prices[network.tail] - prices[network.head]
    return np.asarray(change == 0, np.bool_)


def _start(network: Network, flow: Count) -> Count:
    most = np.iinfo(np.int64).max
    start = np.full(network.n_nodes, most)
    back = flow > network.lower
    np.minimum.at(start, network.tail[back], -network.cost[back])
    return np.where(start == most, 0, start)
