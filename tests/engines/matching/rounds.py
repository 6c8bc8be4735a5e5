"""Small rounds of every kind, and stability looked for among all results, one by one."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from renkei.engines.matching import (
    NO_CAP,
    Affinity,
    Choices,
    Claim,
    Condition,
    Criterion,
    FlexibleRule,
    Groups,
    Lists,
    Market,
    Numbers,
    Places,
    Points,
    Sentence,
    Sets,
    StableMarket,
    lottery,
    priority_keys,
)
from renkei.engines.matching.conditions import Side

MANY = settings(max_examples=150, deadline=None)
FEW = settings(max_examples=40, deadline=None)
SEEDS = st.integers(0, 2**32 - 1)
SAID = Sentence("条件", "condition")


def ranked(*people: Sequence[int]) -> Lists:
    """One list of openings for each person, best first."""
    starts = np.cumsum([0, *map(len, people)]).astype(np.int64)
    openings = np.array([opening for person in people for opening in person], np.int32)
    return Lists(starts, openings, np.zeros(len(openings), np.int32))


def keys_of(lists: Lists, orders: Sequence[Sequence[int]]) -> np.ndarray:
    """Keys after which each opening admits in this order of people."""
    pairs = zip(lists.people, lists.openings, strict=True)
    return np.array([orders[opening].index(person) for person, opening in pairs], np.int64)


def residents(
    wishes: Sequence[Sequence[int]], orders: Sequence[Sequence[int]], capacity: Sequence[int]
) -> StableMarket:
    """A market as textbooks print it."""
    lists = ranked(*wishes)
    return StableMarket.of(lists, keys_of(lists, orders), Places.of(np.array(capacity)))


def claim_of(market: StableMarket) -> Claim:
    rule = market.rule
    return Claim(market.lists, market.keys, market.places, market.groups, rule.target, rule.order)


def random_groups(rng: np.random.Generator, n_openings: int, most: int = 5) -> Groups:
    """A forest in any order of its groups, with caps here and there and targets below them."""
    n = int(rng.integers(0, most + 1))
    above = [int(rng.integers(-1, group)) if group else -1 for group in range(n)]
    label = rng.permutation(n)
    parent = np.full(n, -1, np.int32)
    for group, over in enumerate(above):
        parent[label[group]] = label[over] if over >= 0 else -1
    cap = np.where(rng.random(n) < 0.25, NO_CAP, rng.integers(0, 8, n)).astype(np.int64)
    target = np.minimum(cap, rng.integers(0, 6, n))
    of = rng.integers(-1, n, n_openings).astype(np.int32)
    return Groups(parent, of, cap, np.zeros(n, np.int64), target)


def random_round(
    seed: int, *, people: int = 14, openings: int = 7, caps: bool = True
) -> StableMarket:
    """Lists and keys with many ties before the lottery, capacities from 0 to 4."""
    rng = np.random.default_rng(seed)
    n_people, n_openings = int(rng.integers(1, people)), int(rng.integers(1, openings))
    groups = random_groups(rng, n_openings) if caps else Groups.none(n_openings)
    capacity = rng.integers(0, 5, n_openings)
    wishes = [
        rng.permutation(n_openings)[: rng.integers(0, n_openings + 1)] for _ in range(n_people)
    ]
    lists = ranked(*wishes)
    n = len(lists.openings)
    scores = rng.integers(0, 4, n).astype(np.int32) * 1000
    classes = rng.integers(0, 2, n).astype(np.int32)
    keys = priority_keys(scores, classes, lottery(str(seed), n_people), lists)
    target = np.array([rng.integers(0, most + 1) for most in capacity], np.int64)
    rule = FlexibleRule(target, rng.permutation(n_openings).astype(np.int32))
    return StableMarket.of(lists, keys, Places.of(capacity), groups, rule)


def rank_of(market: StableMarket, person: int, opening: int) -> int:
    """Where an opening stands on a person's list; nothing at all comes last."""
    own = list(market.lists.of(person))
    return own.index(opening) if opening in own else len(own)


def all_stable(market: StableMarket) -> Iterator[tuple[int, ...]]:
    """Every stable result of a market without caps, from the definition alone."""
    wishes = [[*map(int, market.lists.of(p)), -1] for p in range(market.lists.n_people)]
    key = {
        (int(p), int(o)): int(k)
        for p, o, k in zip(market.lists.people, market.lists.openings, market.keys, strict=True)
    }
    for result in product(*wishes):
        if _is_stable(market, wishes, key, result):
            yield result


def _is_stable(
    market: StableMarket,
    wishes: list[list[int]],
    key: dict[tuple[int, int], int],
    result: tuple[int, ...],
) -> bool:
    held: dict[int, list[int]] = {}
    for person, opening in enumerate(result):
        held.setdefault(opening, []).append(person)
    capacity = market.places.capacity
    if any(o >= 0 and len(people) > capacity[o] for o, people in held.items()):
        return False
    for person, opening in enumerate(result):
        for better in wishes[person][: wishes[person].index(opening)]:
            there = held.get(better, [])
            if len(there) < capacity[better]:
                return False
            if any(key[other, better] > key[person, better] for other in there):
                return False
    return True


def condition(name: str, predicate: str, person: str, opening: str, **more: Any) -> Condition:
    said = Sentence(f"{name}を満たす", f"{name} is met")
    lacks = Sentence(f"{name}を満たさない", f"{name} is not met")
    return Condition(name, predicate, person, opening, Sentence(name, name), said, lacks, **more)


def random_market(seed: int, n: int = 40, m: int = 30) -> Market:
    """Every predicate, criteria and affinities of both sides, some asked softly, some forbidden."""
    rng = np.random.default_rng(seed)
    people = {
        "pay": Numbers(rng.integers(15, 26, n) * 10_000),
        "start": Numbers(rng.integers(7, 11, n)),
        "areas": Sets(rng.integers(1, 2**5, n).astype(np.uint64)),
        "home": Choices(rng.integers(-1, 6, n).astype(np.int32)),
        "needs": Sets((rng.integers(0, 2**4, n) & rng.integers(0, 2**4, n)).astype(np.uint64)),
        "licences": Sets(rng.integers(0, 2**4, n).astype(np.uint64)),
        "spot": Points(rng.integers(0, 1000, (n, 2))),
        "radius": Numbers(rng.choice([300, 600, 1500], n)),
        "minutes": Numbers(rng.choice([30, 60, 120], n)),
    }
    openings = {
        "pay": Numbers(rng.integers(18, 40, m) * 10_000),
        "start": Numbers(rng.integers(6, 11, m)),
        "area": Choices(rng.integers(-1, 5, m).astype(np.int32)),
        "place": Choices(rng.integers(0, 6, m).astype(np.int32)),
        "offers": Sets(rng.integers(0, 2**4, m).astype(np.uint64)),
        "licences": Sets((rng.integers(0, 2**4, m) & rng.integers(0, 2**4, m)).astype(np.uint64)),
        "accepts": Sets(rng.integers(2**5, 2**6, m).astype(np.uint64)),
        "spot": Points(rng.integers(0, 1000, (m, 2))),
    }
    table = rng.integers(-1, 120, (6, 6))
    conditions = (
        condition("pay", "at_least", "pay", "pay"),
        condition("late start", "at_most", "start", "start", penalty=7_500),
        condition("area", "one_of", "areas", "area"),
        condition("accepted home", "among", "home", "accepts", asked_by="opening"),
        condition("childcare", "offers", "needs", "offers"),
        condition("licence", "has", "licences", "licences", asked_by="opening"),
        condition("shared", "overlaps", "licences", "offers", penalty=30_000),
        condition("near", "within", "spot", "spot", limit="radius"),
        condition("commute", "reachable", "home", "place", limit="minutes", table=table),
        condition("same place", "equals", "home", "place", penalty=60_000),
    )
    strengths = {
        one.name: rng.choice(
            [0, 1, 2], n if one.asked_by == "person" else m, p=[0.5, 0.3, 0.2]
        ).astype(np.int8)
        for one in conditions
    }
    forbidden = np.stack([rng.integers(0, n, 5), rng.integers(0, m, 5)], axis=1)
    return Market(
        n_people=n,
        places=Places.of(rng.integers(0, 4, m)),
        people=people,
        openings=openings,
        conditions=conditions,
        criteria=random_criteria(rng, n, m),
        strengths=strengths,
        forbidden=forbidden,
        balance=int(rng.integers(0, 1001)),
    )


def random_criteria(rng: np.random.Generator, n: int, m: int) -> tuple[Criterion | Affinity, ...]:
    def criterion(name: str, side: Side) -> Criterion:
        asking, asked = (n, m) if side == "person" else (m, n)
        sliders, levels = rng.integers(0, 11, asking), rng.integers(0, 101, asked)
        return Criterion(f"wish for {name}", SAID, side, sliders, levels)

    return (
        criterion("pay", "person"),
        criterion("leave", "person"),
        Affinity(
            "wish for field",
            SAID,
            "person",
            rng.integers(0, 11, n),
            rng.integers(0, 101, (n, 3)),
            rng.integers(-1, 3, m).astype(np.int32),
        ),
        criterion("experience", "opening"),
        Affinity(
            "wish for course",
            SAID,
            "opening",
            rng.integers(0, 11, m),
            rng.integers(0, 101, (m, 4)),
            rng.integers(-1, 4, n).astype(np.int32),
        ),
    )
