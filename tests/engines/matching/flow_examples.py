"""Small demands of every kind, and the best worth found by an integer program of another form."""

from dataclasses import replace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from renkei.engines.matching.arrays import NO_CAP, Groups, Lists, Places
from renkei.engines.matching.demand import Demand

MANY = settings(max_examples=150, deadline=None)
FEW = settings(max_examples=40, deadline=None)


def lists_of(*people: list[tuple[int, int]]) -> Lists:
    """One list of (opening, score in thousandths) for each person, best first."""
    starts = np.cumsum([0, *map(len, people)]).astype(np.int64)
    entries = np.array([pair for person in people for pair in person], np.int64).reshape(-1, 2)
    return Lists(starts, entries[:, 0].astype(np.int32), entries[:, 1].astype(np.int32))


def counts(*numbers: int) -> NDArray[np.int64]:
    return np.array(numbers, np.int64)


def groups_of(
    parent: list[int], of_opening: list[int], *, cap: list[int] | None = None, floor: list[int]
) -> Groups:
    caps = counts(*(cap or [NO_CAP] * len(parent)))
    return Groups(
        np.array(parent, np.int32), np.array(of_opening, np.int32), caps, counts(*floor), caps
    )


def market(seed: int, n_people: int, length: int, n_openings: int) -> tuple[Lists, Places, Groups]:
    """Lists as a ranking leaves them: scores close together, some openings wanted by many."""
    rng = np.random.default_rng(seed)
    wanted = rng.gamma(2.0, size=n_openings)
    keys = rng.exponential(size=(n_people, n_openings)) / wanted
    openings = np.argsort(keys, axis=1)[:, :length]
    falls = np.log(np.cumsum(rng.exponential(size=(n_people, length)), axis=1))
    scores = np.clip(88_000 - 3_500 * falls, 0, 100_000).astype(np.int32)
    starts = np.arange(n_people + 1, dtype=np.int64) * length
    lists = Lists(starts, openings.ravel().astype(np.int32), scores.ravel())
    capacity = rng.poisson(n_people / n_openings, n_openings).astype(np.int64)
    of_opening = rng.integers(0, 4, n_openings)
    room = np.bincount(of_opening, weights=capacity, minlength=4)
    cap = np.append((room * 0.9).astype(np.int64), NO_CAP)
    floor = np.append((room * 0.3).astype(np.int64), 0)
    parent = np.array([4, 4, 4, 4, -1], np.int32)
    groups = Groups(parent, of_opening.astype(np.int32), cap, floor, cap)
    return lists, Places.of(capacity), groups


@st.composite
def demands(draw: st.DrawFn, *, plain: bool = False) -> Demand:
    """At most 6 people, 5 openings and 3 groups; nobody, nothing and no room among them.

    `plain`: at most one opening for each person, nothing pinned, forbidden or elsewhere.
    """
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_people, n_openings = draw(st.integers(0, 6)), draw(st.integers(0, 5))
    widest = draw(st.sampled_from([1, 3, 60, 100_000]))
    lists = _some_lists(rng, n_people, n_openings, widest)
    capacity = rng.integers(0, 4, n_openings)
    minimum = np.minimum(capacity, rng.integers(0, 3, n_openings) * (rng.random(n_openings) < 0.2))
    demand = Demand.of(lists, Places(capacity, minimum), _some_groups(rng, n_openings))
    return demand if plain else _more_rules(rng, demand)


def _some_lists(rng: np.random.Generator, n_people: int, n_openings: int, widest: int) -> Lists:
    people = []
    for _ in range(n_people):
        listed = rng.permutation(n_openings)[: rng.integers(0, n_openings + 1)]
        scores = sorted(rng.integers(0, widest + 1, len(listed)).tolist(), reverse=True)
        people.append(list(zip(listed.tolist(), scores, strict=True)))
    return lists_of(*people)


def _some_groups(rng: np.random.Generator, n_openings: int) -> Groups:
    n = int(rng.integers(0, 4))
    parent = np.array([rng.integers(-1, g) for g in range(n)], np.int32)
    floor = rng.integers(0, 3, n) * (rng.random(n) < 0.5)
    # Floors inside a group never exceed its cap: that would be refused as a contradiction.
    inside = np.array([floor[parent == g].sum() for g in range(n)], np.int64)
    cap = np.maximum(floor, inside) + rng.integers(0, 5, n)
    of_opening = rng.integers(-1, n, n_openings).astype(np.int32)
    return Groups(parent, of_opening, cap, floor, cap)


def _more_rules(rng: np.random.Generator, demand: Demand) -> Demand:
    n_people, n_entries = demand.lists.n_people, len(demand.worth)
    most = rng.integers(0, 4, n_people)
    forbidden = rng.random(n_entries) < 0.1
    levels = sorted(rng.integers(-20, 6_000, rng.integers(0, 4)).tolist(), reverse=True)
    return replace(
        demand,
        most=most,
        least=np.minimum(most, rng.integers(0, 3, n_people) * (rng.random(n_people) < 0.2)),
        forbidden=forbidden,
        pinned=(rng.random(n_entries) < 0.06) & ~forbidden,
        is_elsewhere=rng.random(demand.places.n_openings) < 0.5,
        least_elsewhere=np.minimum(most, rng.integers(0, 3, n_people)),
        levels=tuple(levels),
    )


def best_worth(demand: Demand) -> int | None:
    """By an integer program over entries and places one by one; None when there is no plan."""
    n_entries, places = len(demand.worth), demand.places
    seats = [(o, k) for o in range(places.n_openings) for k in range(places.capacity[o])]
    levels = demand.levels or (0,)
    gains = [levels[min(k, len(levels) - 1)] for _o, k in seats]
    objective = -np.concatenate([demand.worth, gains])
    rows = [*_rows(demand, len(objective))]
    for opening in range(places.n_openings):
        row = np.zeros(len(objective))
        row[:n_entries] = demand.lists.openings == opening
        row[n_entries:] = [-(o == opening) for o, _k in seats]
        rows.append((row, 0, 0))
    if not len(objective):
        return 0 if all(low <= 0 for _row, low, _high in rows) else None
    low = np.concatenate([demand.pinned, np.zeros(len(seats))])
    high = np.concatenate([~demand.forbidden, np.ones(len(seats))])
    matrix, least, most = (np.array(column) for column in zip(*rows, strict=True))
    found = milp(
        objective,
        constraints=LinearConstraint(matrix, least, most),
        bounds=Bounds(low.astype(float), high.astype(float)),
        integrality=np.ones(len(objective)),
    )
    return None if found.status == 2 else -round(found.fun)


def _rows(demand: Demand, width: int):
    """Bounds of people, openings and groups, as rows over the entries."""
    people, openings = demand.lists.people, demand.lists.openings

    def row(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.concatenate([mask, np.zeros(width - len(mask))])

    outside = demand.is_elsewhere[openings]
    for p in range(demand.lists.n_people):
        listed = int(((people == p) & outside & ~demand.forbidden).sum())
        asked = min(demand.least_elsewhere[p], listed, demand.most[p])
        yield row(people == p), demand.least[p], demand.most[p]
        yield row((people == p) & outside), asked, width
    for o in range(demand.places.n_openings):
        yield row(openings == o), demand.places.minimum[o], demand.places.capacity[o]
    for g in range(demand.groups.n_groups):
        inside = np.array([_is_inside(demand.groups, int(o), g) for o in openings], np.bool_)
        yield row(inside), demand.groups.floor[g], demand.groups.cap[g]


def _is_inside(groups: Groups, opening: int, group: int) -> bool:
    at = int(groups.of_opening[opening])
    while at not in (-1, group):
        at = int(groups.parent[at])
    return at == group
