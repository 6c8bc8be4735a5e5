"""A demand as a network in which flow goes round: root, people, openings, groups, root."""

from dataclasses import dataclass, replace

import numpy as np

from renkei.engines.matching.arrays import Count, Index
from renkei.engines.matching.demand import Demand, Mask
from renkei.engines.matching.errors import Contradiction

ROOT = 0


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs with bounds and a cost for each unit; what comes into a node goes out of it.

    Shapes  tail, head, lower, upper, cost (arcs,); sorted by tail
    """

    n_nodes: int
    tail: Index
    head: Index
    lower: Count
    upper: Count
    cost: Count

    def part(self, arcs: Mask | Count) -> "Network":
        """The same nodes with some of the arcs."""
        return replace(
            self, **{name: getattr(self, name)[arcs] for name in ("tail", "head", *_NUMBERS)}
        )


_NUMBERS = ("lower", "upper", "cost")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where people, openings, groups and entries of a demand stand in its network.

    Shapes  entry_arcs (entries that are not forbidden,): their arcs; entries: which they are
    """

    network: Network
    entries: Count
    entry_arcs: Count
    elsewhere: Count  # the people who have a node of their own for what is elsewhere
    first_opening: int
    first_group: int

    def person_of(self, nodes: Index) -> Index:
        """The nodes of people in the place of those of their elsewhere."""
        first = self.first_opening - len(self.elsewhere)
        found = nodes.copy()
        apart = (nodes >= first) & (nodes < self.first_opening)
        found[apart] = 1 + self.elsewhere[nodes[apart] - first]
        return found


def network_of(demand: Demand) -> Layout:
    """The network whose cheapest flow is the best plan.

    1. root -> person, least to most introductions
    2. person -> their elsewhere, where some are asked for
    3. person or elsewhere -> opening, one for each entry, at the worth of the entry
    4. opening -> group or root, one arc for each level
    5. group -> parent or root, floor to cap

    Errors  Contradiction when an entry is both pinned and forbidden
    Source  Ahuja, Magnanti and Orlin, Network Flows (1993), 1.2 and 6.7
    """
    clash = demand.pinned & demand.forbidden
    if clash.any():
        entry = int(np.argmax(clash))
        raise Contradiction(
            f"person {demand.lists.people[entry]} and opening {demand.lists.openings[entry]}",
            "are pinned and forbidden",
            "take one of them back",
        )
    people, openings = demand.lists.n_people, demand.places.n_openings
    entries = np.nonzero(~demand.forbidden)[0]
    asked = _asked_elsewhere(demand, entries)
    first_elsewhere = 1 + people
    first_opening = first_elsewhere + int(np.count_nonzero(asked))
    first_group = first_opening + openings
    elsewhere_node = first_elsewhere + np.cumsum(asked > 0) - 1
    blocks = [
        _people_arcs(demand),
        _elsewhere_arcs(demand, asked, elsewhere_node),
        _entry_arcs(demand, entries, np.where(asked > 0, elsewhere_node, 0), first_opening),
        *_opening_arcs(demand, first_opening, first_group),
        _group_arcs(demand, first_group),
    ]
    tail, head, lower, upper, cost = (
        np.concatenate(column) for column in zip(*blocks, strict=True)
    )
    # Solvers want no larger numbers than they need; one more than could ever be asked for binds
    # no flow and is in no cut that is short.
    upper = np.minimum(upper, demand.most.sum() + lower.sum() + 1)
    n_nodes = first_group + demand.groups.n_groups
    network = Network(n_nodes, tail, head, lower, upper, cost)
    network, place = _by_tail(network)
    before = len(blocks[0][0]) + len(blocks[1][0])
    entry_arcs = place[before : before + len(entries)]
    return Layout(network, entries, entry_arcs, np.nonzero(asked)[0], first_opening, first_group)


def _by_tail(network: Network) -> tuple[Network, Count]:
    """Sorted, and where each arc stands now. People who see all alike come sorted already."""
    place = np.arange(len(network.tail))
    if (network.tail[1:] >= network.tail[:-1]).all():
        return network, place
    order = np.argsort(network.tail, kind="stable")
    place[order] = np.arange(len(order))
    return network.part(order), place


_Arcs = tuple[Index, Index, Count, Count, Count]  # tail, head, lower, upper, cost


def _arcs(
    tail: Count | Index, head: Count | Index, lower: Count, upper: Count, cost: Count | None = None
) -> _Arcs:
    return (
        tail.astype(np.int32),
        head.astype(np.int32),
        lower.astype(np.int64),
        upper.astype(np.int64),
        np.zeros(len(tail), np.int64) if cost is None else cost,
    )


def _asked_elsewhere(demand: Demand, entries: Count) -> Count:
    """So many elsewhere as are asked for and the list has, at most as many as are allowed."""
    if not demand.least_elsewhere.any():
        return np.zeros_like(demand.most)
    outside = demand.is_elsewhere[demand.lists.openings[entries]]
    listed = np.bincount(
        demand.lists.people[entries], weights=outside, minlength=demand.lists.n_people
    ).astype(np.int64)
    return np.minimum(np.minimum(demand.least_elsewhere, listed), demand.most)


def _people_arcs(demand: Demand) -> _Arcs:
    nodes = 1 + np.arange(demand.lists.n_people, dtype=np.int64)
    return _arcs(np.full_like(nodes, ROOT), nodes, demand.least, demand.most)


def _elsewhere_arcs(demand: Demand, asked: Count, nodes: Count) -> _Arcs:
    who = np.nonzero(asked)[0]
    return _arcs(1 + who, nodes[who], asked[who], demand.most[who])


def _entry_arcs(demand: Demand, entries: Count, elsewhere: Count, first_opening: int) -> _Arcs:
    # Where nothing is forbidden, all entries are taken as they are: copies take time.
    part = entries if len(entries) < len(demand.worth) else slice(None)
    person, opening = demand.lists.people[part], demand.lists.openings[part]
    tail = 1 + person
    if elsewhere.any():
        outside = demand.is_elsewhere[opening] & (elsewhere[person] > 0)
        tail = np.where(outside, elsewhere[person], tail)
    pinned = demand.pinned[part].astype(np.int64)
    return _arcs(tail, first_opening + opening, pinned, np.ones_like(pinned), -demand.worth[part])


def _opening_arcs(demand: Demand, first_opening: int, first_group: int) -> list[_Arcs]:
    """Levels of equal worth share an arc; a minimum is filled from the first level on."""
    places, group = demand.places, demand.groups.of_opening.astype(np.int64)
    nodes = first_opening + np.arange(places.n_openings, dtype=np.int64)
    into = np.where(group >= 0, first_group + group, ROOT)
    blocks: list[_Arcs] = []
    levels = demand.levels or (0,)
    starts = [n for n, level in enumerate(levels) if n == 0 or levels[n - 1] != level]
    for start, stop in zip(starts, [*starts[1:], None], strict=True):

        def part(most: Count, start: int = start, stop: int | None = stop) -> Count:
            return np.clip(most, start, stop) - start

        lower, upper = part(places.minimum), part(places.capacity)
        blocks.append(_arcs(nodes, into, lower, upper, np.full_like(nodes, -levels[start])))
    return blocks


def _group_arcs(demand: Demand, first_group: int) -> _Arcs:
    parent = demand.groups.parent.astype(np.int64)
    nodes = first_group + np.arange(len(parent), dtype=np.int64)
    into = np.where(parent >= 0, first_group + parent, ROOT)
    return _arcs(nodes, into, demand.groups.floor, demand.groups.cap)
