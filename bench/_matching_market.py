"""Made-up markets at the size of a prefecture: seekers, openings, conditions, 20 criteria."""

from typing import Any

import numpy as np

from renkei.engines.matching import (
    Choices,
    Condition,
    Criterion,
    Groups,
    Market,
    Numbers,
    Places,
    Sentence,
    Sets,
)
from renkei.engines.matching.conditions import Side

BUREAUS, TOWNS, CRITERIA = 14, 179, 20
SAID = Sentence("条件", "condition")


def seekers_and_openings(n: int, m: int, seed: int = 0, places: int = 5) -> Market:
    """Pay, one to three bureaus, childcare, a licence, a way of so many minutes; the way is softly
    asked for by a third and by a third not at all, the licence likewise by openings."""
    rng = np.random.default_rng(seed)
    conditions = (
        _condition("pay", "at_least", "pay", "pay"),
        _condition("bureau", "one_of", "bureaus", "bureau"),
        _condition("childcare", "offers", "needs", "offers"),
        _condition("licence", "has", "licences", "licences", asked_by="opening"),
        _condition(
            "way",
            "reachable",
            "town",
            "town",
            limit="minutes",
            table=rng.integers(10, 180, (TOWNS, TOWNS)),
        ),
    )
    strengths = {
        "way": rng.integers(0, 3, n).astype(np.int8),
        "licence": rng.integers(0, 3, m).astype(np.int8),
    }
    bureau = rng.integers(0, BUREAUS, m).astype(np.int32)
    capacity = rng.poisson(places, m).astype(np.int64)
    inside = np.bincount(bureau, weights=capacity, minlength=BUREAUS)
    cap = (inside * rng.uniform(0.7, 1.1, BUREAUS)).astype(np.int64)
    return Market(
        n_people=n,
        places=Places.of(capacity),
        people=_people(rng, n),
        openings=_openings(rng, m) | {"bureau": Choices(bureau)},
        conditions=conditions,
        criteria=_criteria(rng, n, m),
        groups=Groups.flat(bureau, cap),
        strengths=strengths,
    )


def _condition(name: str, predicate: str, person: str, opening: str, **more: Any) -> Condition:
    said = Sentence(f"{name}を満たします。", f"{name} is met.")
    lacks = Sentence(f"{name}を満たしません。", f"{name} is not met.")
    return Condition(name, predicate, person, opening, Sentence(name, name), said, lacks, **more)


def _people(rng: np.random.Generator, n: int) -> dict[str, Any]:
    bureaus = np.zeros(n, np.uint64)
    for _ in range(3):
        bureaus |= np.uint64(1) << rng.integers(0, BUREAUS, n).astype(np.uint64)
    return {
        "pay": Numbers(rng.integers(15, 30, n) * 10_000),
        "bureaus": Sets(bureaus),
        "needs": Sets((rng.random(n) < 0.2).astype(np.uint64)),
        "licences": Sets(_things(rng, n, 6)),
        "town": Choices(rng.integers(0, TOWNS, n).astype(np.int32)),
        "minutes": Numbers(rng.choice([60, 90, 120], n)),
    }


def _openings(rng: np.random.Generator, m: int) -> dict[str, Any]:
    return {
        "pay": Numbers(rng.integers(18, 40, m) * 10_000),
        "offers": Sets(_things(rng, m, 4)),
        "licences": Sets(np.uint64(1) << rng.integers(0, 6, m).astype(np.uint64)),
        "town": Choices(rng.integers(0, TOWNS, m).astype(np.int32)),
    }


def _things(rng: np.random.Generator, n: int, most: int) -> np.ndarray:
    return (rng.integers(0, 2**most, n) | rng.integers(0, 2**most, n)).astype(np.uint64)


def _criteria(rng: np.random.Generator, n: int, m: int) -> tuple[Criterion, ...]:
    def criterion(number: int, side: Side) -> Criterion:
        asking, asked = (n, m) if side == "person" else (m, n)
        sliders, levels = rng.integers(0, 11, asking), rng.integers(0, 101, asked)
        return Criterion(f"wish {side} {number}", SAID, side, sliders, levels)

    half = CRITERIA // 2
    return tuple(criterion(number, "person") for number in range(half)) + tuple(
        criterion(number, "opening") for number in range(half)
    )
