"""Why no plan keeps all bounds: the cut that asks for more than can come through it."""

from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.arrays import Count
from renkei.engines.matching.demand import Demand, Mask, Prices
from renkei.engines.matching.errors import Impossible
from renkei.engines.matching.flows.network import ROOT, Layout, Network
from renkei.engines.matching.flows.plain import short_and_much_plainly
from renkei.engines.matching.flows.solvers import supplies


@dataclass(frozen=True, slots=True)
class Cut:
    """Who asks for more than can come, in keys and figures.

    Units   introductions; `groups`, `openings`, `people` ask by floor, minimum or least number
            (people also by pins and by what they are to see elsewhere); `full_groups`,
            `full_openings` and `comers` are all through whom it could come
    """

    needs: int
    has: int
    groups: tuple[int, ...]
    openings: tuple[int, ...]
    people: tuple[int, ...]
    full_groups: tuple[int, ...]
    full_openings: tuple[int, ...]
    comers: tuple[int, ...]
    prices: Prices


def refuse(demand: Demand, layout: Layout) -> Impossible:
    """The refusal of a demand that no plan can meet, with its cut."""
    found = violated_cut(layout.network)
    cut = _cut(demand, layout, found)
    asking = _listed(("group", cut.groups), ("opening", cut.openings), ("person", cut.people))
    full = _listed(("group", cut.full_groups), ("opening", cut.full_openings))
    more = f", more room in {full}" if full else ""
    return Impossible(
        asking,
        f"need at least {cut.needs}, only {cut.has} can be had there ({len(cut.comers)} people)",
        f"ask for {cut.needs - cut.has} less{more}, or longer lists",
        cut,
    )


def violated_cut(network: Network) -> Count:
    """Potentials of a smallest set of nodes that asks for more than can come: 0 there, -1 outside.

    1. carry all lower bounds, and as much as possible from nodes with too much to those that lack
    2. nodes from which one that lacks can still be reached take all that may come to them and
       give only what they must. If the root is one of them, people are too many rather than too
       few: then the nodes that can still be reached from one with too much
    3. of several such sets that have nothing to do with each other, the one that is short most
    The sets are the same whatever the flow, because the smallest minimum cuts are unique.

    Shapes  -> (nodes,), less that of the root
    Source  Hoffman, Some recent applications of the theory of linear inequalities to extremal
            combinatorial analysis (1960); Ford and Fulkerson, Flows in Networks (1962)
    """
    try:
        short, much = _short_and_much(network)
    except ImportError:
        short, much = short_and_much_plainly(network)
    if short[ROOT]:
        inside = ~_worst_part(network, much, is_short=False)
    else:
        inside = _worst_part(network, short, is_short=True)
    found = np.where(inside, 0, -1)
    return np.asarray(found - found[ROOT])


def _worst_part(network: Network, nodes: Mask, *, is_short: bool) -> Mask:
    """The part, connected by arcs inside the set, that is short (or has too much) by most.

    What is short must give more than may come in; what has too much must take more than may leave.
    """
    part = np.where(nodes, np.arange(network.n_nodes), -1)
    inside = nodes[network.tail] & nodes[network.head]
    tail, head = network.tail[inside], network.head[inside]
    while (part[tail] != part[head]).any():
        low = np.minimum(part[tail], part[head])
        np.minimum.at(part, tail, low)
        np.minimum.at(part, head, low)
    border = nodes[network.tail] != nodes[network.head]
    leaves = nodes[network.tail[border]]
    must, may = network.lower[border], network.upper[border]
    weights = np.where(leaves == is_short, must, -may)
    ends = np.where(leaves, network.tail[border], network.head[border])
    excess = np.bincount(part[ends], weights=weights, minlength=network.n_nodes)
    return np.asarray(part == int(np.argmax(excess)), np.bool_)


def prices_of(demand: Demand, layout: Layout, potentials: Count) -> Prices:
    """What a place costs above the price of what holds it, from the potentials of the network."""
    height = -potentials
    openings = height[layout.first_opening : layout.first_group]
    groups = np.append(height[layout.first_group :], height[ROOT])
    return Prices(
        opening=openings - groups[demand.groups.of_opening],
        group=groups[:-1] - groups[demand.groups.parent],
    )


def _cut(demand: Demand, layout: Layout, found: Count) -> Cut:
    network, high = layout.network, found.max()
    here, there = found[network.tail] == high, found[network.head] == high
    asks = here & ~there & (network.lower > 0)
    comes = ~here & there & (network.upper > 0)
    people = demand.lists.n_people
    spans = (
        (1, 1 + people),
        (layout.first_opening, layout.first_group),
        (layout.first_group, network.n_nodes),
    )

    def ends(arcs: Mask, span: tuple[int, int]) -> tuple[int, ...]:
        """Openings and groups ask and are full by the arc that leaves them, people by any."""
        nodes = network.tail[arcs]
        if span[0] == 1:
            nodes = np.concatenate([nodes, network.head[arcs]])
            nodes = layout.person_of(nodes)
        inside = nodes[(nodes >= span[0]) & (nodes < span[1])]
        return tuple(np.unique(inside - span[0]).tolist())

    return Cut(
        needs=int(network.lower[asks].sum()),
        has=int(network.upper[comes].sum()),
        groups=ends(asks, spans[2]),
        openings=ends(asks, spans[1]),
        people=ends(asks, spans[0]),
        full_groups=ends(comes, spans[2]),
        full_openings=ends(comes, spans[1]),
        comers=ends(comes, spans[0]),
        prices=prices_of(demand, layout, found),
    )


def _listed(*kinds: tuple[str, tuple[int, ...]]) -> str:
    """At most eight of each kind by number: `groups 1, 4; person 3`."""
    named = []
    for kind, numbers in kinds:
        if numbers:
            many = {"person": "people"}.get(kind, f"{kind}s") if len(numbers) > 1 else kind
            shown = ", ".join(map(str, numbers[:8]))
            rest = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
            named.append(f"{many} {shown}{rest}")
    return "; ".join(named)


def _short_and_much(network: Network) -> tuple[Mask, Mask]:
    """Nodes from which one that lacks is reached, and nodes reached from one with too much."""
    from scipy.sparse import coo_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import (  # type: ignore[import-untyped]
        breadth_first_order,
        maximum_flow,
    )

    given = supplies(network)
    source, sink, nodes = network.n_nodes, network.n_nodes + 1, np.arange(network.n_nodes)
    # SciPy computes in 32 bits; more than all that is lacking never flows through an arc.
    most = min(int(given[given > 0].sum()), np.iinfo(np.int32).max // 4)
    room = np.minimum(network.upper - network.lower, most)
    gives, lacks = given > 0, given < 0
    tail = np.concatenate([network.tail, np.full(gives.sum(), source), nodes[lacks]])
    head = np.concatenate([network.head, nodes[gives], np.full(lacks.sum(), sink)])
    amount = np.concatenate([room, given[gives], -given[lacks]]).astype(np.int32)
    graph = coo_array((amount, (tail, head)), shape=(sink + 1, sink + 1)).tocsr()
    left = graph - maximum_flow(graph, source, sink).flow
    left.eliminate_zeros()
    found = np.zeros((2, sink + 1), np.bool_)
    found[0, breadth_first_order(left.T.tocsr(), sink, return_predecessors=False)] = True
    found[1, breadth_first_order(left, source, return_predecessors=False)] = True
    return found[0, :source], found[1, :source]
