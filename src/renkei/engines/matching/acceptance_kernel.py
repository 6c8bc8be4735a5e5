"""The inner loops of deferred acceptance under nested caps.

Each opening keeps a heap of those whom it holds, the last admitted on top. Each group keeps a
tournament for the place that it would give up first: its leaves are the last places of its own
openings and the winners of the groups inside it. When somebody applies and a group around the
opening is full, the place is filled all the same, and the place that the narrowest full group
gives up first is emptied: by the exchange property of the rule's value no other change is needed.

A place's number has a bit for each level of groups (whether the group keeps within its target), one
for the opening's own target, 20 bits for the round counted down and 21 for the order counted down.
The lowest number is given up first.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.compiling import compiled, inlined

Array: TypeAlias = NDArray[Any]
Arrays: TypeAlias = tuple[Array, ...]
State: TypeAlias = tuple[Arrays, Arrays, Arrays, Array, Array, Array]

NOTHING = np.iinfo(np.int64).max
_ROUND, _SURE, _WIDEST = 21, 41, 61
_LAST_ORDER, _LAST_ROUND = 2**21 - 1, 2**20 - 1


@inlined
def push(heap: Arrays, first: int, size: int, key: int, person: int) -> None:
    """Put somebody into a heap of `size`, the greatest key on top."""
    keys, people = heap
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if keys[first + above] >= key:
            break
        keys[first + place] = keys[first + above]
        people[first + place] = people[first + above]
        place = above
    keys[first + place] = key
    people[first + place] = person


@inlined
def replace_top(heap: Arrays, first: int, size: int, key: int, person: int) -> int:
    """Put somebody in the place of the top, and return who stood there."""
    keys, people = heap
    top, place = people[first], 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and keys[first + below + 1] > keys[first + below]:
            below += 1
        if keys[first + below] <= key:
            break
        keys[first + place] = keys[first + below]
        people[first + place] = people[first + below]
        place = below
    keys[first + place] = key
    people[first + place] = person
    return int(top)


@inlined
def pop(heap: Arrays, first: int, size: int) -> int:
    """Take the top away, and return who it is."""
    last = first + size - 1
    return replace_top(heap, first, size - 1, heap[0][last], heap[1][last])


@inlined
def number_of(openings: Arrays, groups: Arrays, opening: int, has: int) -> int:
    """The number of the place with which the opening has so many people."""
    target, order = openings[1][opening], openings[2][opening]
    depth, n_levels = groups[4], groups[5][0]
    number, turn = _LAST_ORDER - order, has
    if has <= target:
        number |= 1 << _SURE
    else:
        turn = has - target
    for level in range(depth[groups[3][opening]] + 1, n_levels):
        number |= 1 << (_WIDEST - level)
    return int(number | ((_LAST_ROUND - turn) << _ROUND))


@inlined
def settle(trees: Arrays, group: int, leaf: int, number: int) -> None:
    """Write a leaf and play its tournament again."""
    nodes, size, first = trees[0], trees[1][group], trees[2][group]
    node = size + leaf
    nodes[first + node] = number
    while node > 1:
        node >>= 1
        left, right = nodes[first + 2 * node], nodes[first + 2 * node + 1]
        lower = left if left < right else right
        if nodes[first + node] == lower:
            return  # nothing changes further up
        nodes[first + node] = lower


@inlined
def change(state: State, opening: int, by: int) -> None:
    """One person more or fewer: counts of the opening and its groups, and all tournaments."""
    openings, groups, trees, has, inside, _ = state
    parent, target, depth = groups[0], groups[2], groups[4]
    has[opening] += by
    group = groups[3][opening]
    if group < 0:
        return
    above = group
    while above >= 0:
        inside[above] += by
        above = parent[above]
    number = NOTHING
    if has[opening] > 0:
        number = number_of(openings, groups, opening, has[opening])
    settle(trees, group, trees[3][opening], number)
    while parent[group] >= 0:
        number = trees[0][trees[2][group] + 1]
        if number != NOTHING and inside[group] <= target[group]:
            number |= 1 << (_WIDEST - depth[group])
        settle(trees, parent[group], trees[4][group], number)
        group = parent[group]


@inlined
def narrowest_full(groups: Arrays, inside: Array, opening: int) -> int:
    """The narrowest group around an opening that has no room; -1 where all have."""
    group = groups[3][opening]
    while group >= 0 and inside[group] < groups[1][group]:
        group = groups[0][group]
    return int(group)


@inlined
def gives_up_itself(state: State, opening: int, full: int) -> bool:
    """Whether the new place would be emptied again, as seen without filling it.

    Only where the full group holds the opening directly: further out, filling the place can take
    a group over its target and so change what others are worth.
    """
    openings, groups, trees, has, _, _ = state
    if groups[1][full] == 0:
        return True
    if groups[3][opening] != full:
        return False
    number = number_of(openings, groups, opening, has[opening] + 1)
    return bool(number < trees[0][trees[2][full] + 1])


@inlined
def refuse_worst(state: State, heap: Arrays, opening: int, key: int, person: int) -> int:
    """Who is refused where one comes and one goes; nobody behind the new last is ever wanted."""
    openings, has, bars = state[0], state[3], state[5]
    first = openings[0][opening]
    if has[opening] == 0:
        bars[opening] = -1
        return person
    if heap[0][first] < key:
        bars[opening] = heap[0][first]
        return person
    refused = replace_top(heap, first, has[opening], key, person)
    bars[opening] = heap[0][first]
    return refused


@inlined
def apply_at(state: State, heap: Arrays, opening: int, key: int, person: int) -> int:
    """Somebody applies; returns who is refused, maybe the same, or -1 for nobody."""
    openings, groups, trees, has, inside, bars = state
    first = openings[0][opening]
    room, size = openings[0][opening + 1] - first, has[opening]
    if size == room:
        return refuse_worst(state, heap, opening, key, person)
    full = narrowest_full(groups, inside, opening)
    if full >= 0 and gives_up_itself(state, opening, full):
        return refuse_worst(state, heap, opening, key, person)
    push(heap, first, size, key, person)
    change(state, opening, 1)
    if full < 0:
        return -1
    worst = openings[3][_LAST_ORDER - (trees[0][trees[2][full] + 1] & _LAST_ORDER)]
    bars[worst] = heap[0][openings[0][worst]]
    refused = pop(heap, openings[0][worst], has[worst])
    change(state, worst, -1)
    return refused


@compiled
def apply_all(
    lists: Arrays, openings: Arrays, groups: Arrays, trees: Arrays, assigned: Array
) -> int:
    """Let everyone apply, and whoever is refused go on in the next round.

    Shapes  lists: starts, openings, keys; openings: where the heap of each begins, target, order,
            opening by order; groups: parent, cap, target, of_opening, depth, levels (1,);
            trees: nodes, leaves, first node, leaf of each opening, leaf of each group;
            assigned (people,) of -1, which is written
    """
    starts, listed, keys = lists
    n_places = openings[0][-1]
    heap = (np.empty(n_places, np.int64), np.empty(n_places, np.int32))
    has = np.zeros(len(openings[1]), np.int64)
    inside = np.zeros(len(groups[0]), np.int64)
    # Whoever comes after somebody whom an opening refused is refused there for ever.
    bars = np.full(len(openings[1]), NOTHING, np.int64)
    state = (openings, groups, trees, has, inside, bars)
    following = starts[:-1].copy()
    # In rounds rather than each chain of refusals to its end: then the memory of the next person
    # is fetched while this one is dealt with. The result is the same.
    free = np.arange(len(assigned)).astype(np.int32)
    n_free = len(free)
    touched = 0
    while n_free > 0:
        n_next = 0
        for position in range(n_free):
            if position + 8 < n_free:
                ahead = following[free[position + 8]]
                if ahead < len(keys):
                    touched += keys[ahead] + listed[ahead]
            person, refused = free[position], free[position]
            entry, end = following[person], starts[person + 1]
            while refused == person and entry < end:
                if keys[entry] < bars[listed[entry]]:
                    refused = apply_at(state, heap, listed[entry], keys[entry], person)
                entry += 1
            following[person] = entry
            if refused != person:
                assigned[person] = listed[entry - 1]
                if refused >= 0:
                    assigned[refused] = -1
                    free[n_next] = refused
                    n_next += 1
        n_free = n_next
    return touched
