"""The cheapest flow in plain Python: slow, without any solver, what the fast ones are held to."""

from dataclasses import replace

import numpy as np

from renkei.engines.matching.arrays import Count, Index
from renkei.engines.matching.demand import Mask
from renkei.engines.matching.flows.network import Network

_Arc = tuple[int, int, int]  # node it leads to, number of the arc, +1 along it or -1 against it


def cheapest_plainly(network: Network) -> Count | None:
    """Successive shortest paths; None when no flow keeps the bounds.

    1. arcs that pay are filled, all others carry their lower bound: nothing left can pay
    2. from a node with too much, the cheapest residual path to a node with too little
    3. move one unit along it; repeat until no node has too much
    Each step keeps the flow the cheapest one for what its nodes have, so the last one is.

    Shapes  -> (arcs,)
    Source  Busacker and Gowen, A procedure for determining a family of minimal-cost network flow
            patterns (1960); Ahuja, Magnanti and Orlin, Network Flows (1993), 9.7
    """
    flow, excess = _loaded(network)
    while (excess > 0).any():
        source = int(np.argmax(excess > 0))
        if not _pushed(network, flow, source, excess):
            return None
    return flow


def short_and_much_plainly(network: Network) -> tuple[Mask, Mask]:
    """When no more can be brought from nodes with too much to those that lack: nodes from which
    one that lacks is reached, and nodes reached from one with too much.

    Shapes  -> (nodes,), (nodes,)
    """
    free = replace(network, cost=np.zeros_like(network.cost))
    flow, excess = _loaded(free)
    for source in np.nonzero(excess > 0)[0].tolist():
        while excess[source] > 0 and _pushed(free, flow, source, excess):
            pass
    short, much = excess < 0, excess > 0
    arcs = _residual_arcs(free, flow)
    for _ in range(network.n_nodes):
        for node, steps in arcs.items():
            for to, _arc, _sign in steps:
                short[node] |= short[to]
                much[to] |= much[node]
    return short, much


def _loaded(network: Network) -> tuple[Count, Count]:
    flow = np.where(network.cost < 0, network.upper, network.lower).astype(np.int64)
    excess = np.zeros(network.n_nodes, np.int64)
    np.add.at(excess, network.head, flow)
    np.subtract.at(excess, network.tail, flow)
    return flow, excess


def _pushed(network: Network, flow: Count, source: int, excess: Count) -> bool:
    """Whether a unit could be moved from the source to a node that lacks something."""
    path = _cheapest_path(network, flow, source, excess)
    for node, arc, sign in path:
        flow[arc] += sign
        target = node
    if path:
        excess[source] -= 1
        excess[target] += 1
    return bool(path)


def _cheapest_path(network: Network, flow: Count, source: int, excess: Count) -> list[_Arc]:
    """Arcs from the source to the nearest node that lacks something (Bellman-Ford), or none."""
    distance: dict[int, int] = {source: 0}
    reached_by: dict[int, tuple[int, _Arc]] = {}
    near = [source]
    leaving = _residual_arcs(network, flow)
    while near:
        nearer: list[int] = []
        for node in near:
            for to, arc, sign in leaving.get(node, ()):
                far = distance[node] + sign * int(network.cost[arc])
                if far < distance.get(to, far + 1):
                    distance[to] = far
                    reached_by[to] = node, (to, arc, sign)
                    nearer.append(to)
        near = nearer
    lacking = [node for node in distance if excess[node] < 0]
    if not lacking:
        return []
    node, path = min(lacking, key=lambda one: (distance[one], one)), []
    while node != source:
        node, step = reached_by[node]
        path.append(step)
    return path[::-1]


def _residual_arcs(network: Network, flow: Count) -> dict[int, list[_Arc]]:
    leaving: dict[int, list[_Arc]] = {}
    for arc in range(len(flow)):
        tail, head = int(network.tail[arc]), int(network.head[arc])
        if flow[arc] < network.upper[arc]:
            leaving.setdefault(tail, []).append((head, arc, 1))
        if flow[arc] > network.lower[arc]:
            leaving.setdefault(head, []).append((tail, arc, -1))
    return leaving


def circles_plainly(n_nodes: int, tail: Index, head: Index) -> Count:
    """Nodes that can reach each other bear the same number: the smallest of them.

    Shapes  tail, head (arcs,) -> (nodes,)
    """
    reached = np.eye(n_nodes, dtype=np.bool_)
    before = -1
    while before != (before := int(reached.sum())):
        for start, to in zip(tail.tolist(), head.tolist(), strict=True):
            reached[start] |= reached[to]
    return np.asarray(np.argmax(reached & reached.T, axis=1), np.int64)
