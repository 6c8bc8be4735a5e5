"""Ranking, deferred acceptance, its certificate and whole rounds, beside what others do."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench import best
from bench._matching_flows import LARGE, Size, alone, row
from bench._matching_flows import market as lists_places_groups
from bench._matching_market import BUREAUS, seekers_and_openings
from renkei.engines.matching import (
    Assignment,
    Claim,
    ClosedRound,
    Groups,
    Market,
    StableMarket,
    check_stable,
    lottery,
    opening_scores,
    priority_keys,
    rank,
    stable,
    without_each,
)
from renkei.engines.matching.explanations import letters
from renkei.engines.matching.fields import Choices

Row = dict[str, Any]
THREADS = 2
ROUNDS = 9
TIMES = (1, 2, 4, 8)
PEOPLE_OF_PEERS = 1_000


def quickest(task: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, dict[str, float]]:
    """Seconds of the quickest round, and the least of the processor's time, which others on the
    machine do not add to."""
    times = []
    for _ in range(rounds):
        started, used = time.perf_counter(), time.process_time()
        task()
        times.append((time.perf_counter() - started, time.process_time() - used))
    wall, cpu = (min(column) for column in zip(*times, strict=True))
    return wall, {"cpu_s": round(cpu, 4)}


def rows() -> list[Row]:
    """Each row in a process of its own; the compiler is not waited for."""
    return [*alone(_rank), *alone(_stable), *alone(_round), *alone(_what_if)]


# --- ours -----------------------------------------------------------------------------------


def _rank() -> list[Row]:
    rank(seekers_and_openings(64, 640), threads=THREADS)
    started = time.perf_counter()
    market = seekers_and_openings(100_000, 20_000)
    made = time.perf_counter() - started
    seconds, cpu = quickest(lambda: rank(market, 10, threads=THREADS))
    task = "exact top-10, 100,000 seekers x 20,000 openings, 20 criteria"
    return [
        row(task, seconds, 2, 0.8) | cpu,
        row("the same on one thread", best(lambda: rank(market, 10), 2)),
        row("that market drawn and checked", made),
    ]


def ranked(size: Size, seed: int = 0) -> StableMarket:
    """Lists as a ranking leaves them (see `bench._matching_flows`), points of the openings' side
    from 0 to 100, many alike, so that the lottery decides often."""
    lists, places, groups = lists_places_groups(size, seed)
    n = len(lists.openings)
    points = np.random.default_rng(seed + 1).integers(0, 101, n).astype(np.int32) * 1000
    numbers = lottery(f"bench {seed}", size.people)
    keys = priority_keys(points, np.zeros(n, np.int32), numbers, lists)
    caps = Groups.flat(groups.of_opening, groups.cap[:BUREAUS])
    return StableMarket.of(lists, keys, places, caps)


def claim(market: StableMarket) -> Claim:
    rule = market.rule
    return Claim(market.lists, market.keys, market.places, market.groups, rule.target, rule.order)


def _stable() -> list[Row]:
    small = ranked(Size(500, 10, 100))
    check_stable(claim(small), stable(small))
    market = ranked(LARGE)
    free = StableMarket.of(market.lists, market.keys, market.places)
    seconds, cpu = quickest(lambda: stable(market))
    result = stable(market)
    checked, cpu_of_check = quickest(lambda: check_stable(claim(market), result))
    proof = check_stable(claim(market), result)
    made = best(
        lambda: StableMarket.of(market.lists, market.keys, market.places, market.groups), ROUNDS
    )
    task = f"stable, 100,000 x lists of 30, {BUREAUS} regional caps"
    n_applied = proof.n_looked_at + result.n_placed
    return [
        row(task, seconds, 0.5, 0.2) | cpu | {"placed": result.n_placed, "applications": n_applied},
        row("its certificate checked", checked, 0.05, 0.005)
        | cpu_of_check
        | {"proved": proof.holds},
        row("the same without caps", best(lambda: stable(free), ROUNDS)),
        row("lists, keys, places and groups checked", made),
        row("the lottery of 100,000 drawn", best(lambda: lottery("bench", 100_000), ROUNDS)),
    ]


def close(market: Market) -> tuple[ClosedRound, bool]:
    """A round from its market to its certificate."""
    lists = rank(market, 8, threads=THREADS)
    scores = opening_scores(market, lists)
    numbers = lottery("bench", market.n_people)
    keys = priority_keys(scores, np.zeros(len(scores), np.int32), numbers, lists)
    found = StableMarket.of(lists, keys, market.places, market.groups)
    result = stable(found)
    return ClosedRound.of(market, found, result), check_stable(claim(found), result).holds


def _round() -> list[Row]:
    market = seekers_and_openings(2_000, 400)
    close(market)

    def whole() -> list[list[str]]:
        told = letters(close(market)[0])
        return [[reason.say("ja") for reason in reasons] for reasons in told]

    task = "a real round: 2,000 people x 400 openings, every explanation in words"
    n_said = sum(map(len, whole()))
    seconds, cpu = quickest(whole)
    return [
        row(task, seconds, 1, 0.3) | cpu | {"sentences": n_said},
        row("the same without explanations", best(lambda: close(market), ROUNDS)),
    ]


def _what_if() -> list[Row]:
    market = seekers_and_openings(2_000, 20_000)
    bureau = market.openings["bureau"]
    assert isinstance(bureau, Choices)
    inside = bureau.values == 0
    seconds = best(lambda: without_each(market, 7, inside), 20)
    return [row("what-if for one person, 20,000 openings, every condition", seconds, 0.05)]


# --- others ---------------------------------------------------------------------------------


def peers() -> list[Row]:
    """The same work by what one would take from the registry, at sizes that they bear."""
    return [
        *alone(_rank_by_numpy),
        *alone(_rank_by_polars),
        *(found for n in (250, 500, 1_000) for found in alone(_residents, n)),
    ]


def _part() -> tuple[Market, np.ndarray, float]:
    """A hundredth of the seekers, their eligible openings, and our own time for them."""
    from renkei.engines.matching.bitsets import eligible

    market = seekers_and_openings(PEOPLE_OF_PEERS, 20_000)
    rank(market, 10)
    ours = best(lambda: rank(market, 10), 3)
    return market, eligible(market, np.arange(PEOPLE_OF_PEERS)), ours


def _rank_by_numpy() -> list[Row]:
    """One product and one partition for a block of people; conditions given, penalties left out."""
    market, able, ours = _part()
    pairs = market.features()
    people, openings = (side.astype(np.float32) for side in (pairs.people, pairs.openings))

    def top() -> None:
        for first in range(0, PEOPLE_OF_PEERS, 100):
            block = slice(first, first + 100)
            scores = np.where(able[block], people[block] @ openings.T, -1)
            best_ten = np.argpartition(-scores, 10, axis=1)[:, :10]
            np.take_along_axis(scores, best_ten, axis=1).sort(axis=1)

    seconds = best(top, 2)
    name = "NumPy, product and partition, 1,000 x 20,000, eligibility given"
    return [row(name, seconds) | {"ours": ours}]


def _rank_by_polars() -> list[Row]:
    """Every pair as a row, a score from 20 columns, the ten largest of each person."""
    import polars as pl

    market, able, ours = _part()
    pairs = market.features()
    columns = range(pairs.people.shape[1])
    right = pl.DataFrame({f"o{c}": pairs.openings[:, c] for c in columns}).with_row_index("opening")
    score = pl.sum_horizontal([pl.col(f"p{c}") * pl.col(f"o{c}") for c in columns])

    def top() -> None:
        for first in range(0, PEOPLE_OF_PEERS, 100):
            block = slice(first, first + 100)
            left = pl.DataFrame({f"p{c}": pairs.people[block, c] for c in columns})
            crossed = left.with_row_index("person").lazy().join(right.lazy(), how="cross")
            met = pl.Series("met", able[block].ravel())
            scored = crossed.select("person", "opening", score.alias("score")).collect()
            chosen = scored.filter(met).sort("score", descending=True)
            chosen.group_by("person", maintain_order=True).head(10)

    name = "Polars, every pair a row, 1,000 x 20,000, eligibility given"
    return [row(name, best(top, 1)) | {"ours": ours}]


def _residents(n: int) -> list[Row]:
    """Deferred acceptance without caps by `matching`, lists of 30, beside ours on the same."""
    market = ranked(Size(n, min(30, n // 10), max(30, n // 5)))
    free = StableMarket.of(market.lists, market.keys, market.places)
    stable(free)
    ours = best(lambda: stable(free), 3)
    name = f"`matching`, {n:,} x lists of {market.lists.lengths[0]}, no caps"
    started = time.perf_counter()
    try:
        theirs = _by_matching(free)
    except RecursionError:
        return [row(name, time.perf_counter() - started) | {"ours": ours, "failed": "recursion"}]
    seconds = time.perf_counter() - started
    agrees = bool((theirs.opening == stable(free).opening).all())
    return [row(name, seconds) | {"ours": ours, "agrees": agrees}]


def _by_matching(market: StableMarket) -> Assignment:
    import warnings

    from matching.games import HospitalResident

    lists, capacity = market.lists, market.places.capacity
    wishes = {p: [o for o in lists.of(p).tolist() if capacity[o]] for p in range(lists.n_people)}
    wishes = {p: own for p, own in wishes.items() if own}
    order = np.lexsort((market.keys, lists.openings))
    ranks: dict[int, list[int]] = {}
    for person, opening in zip(lists.people[order], lists.openings[order], strict=True):
        if capacity[opening]:
            ranks.setdefault(int(opening), []).append(int(person))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(
            wishes, ranks, {o: int(capacity[o]) for o in ranks}
        )
        solved = game.solve()
    opening_of = np.full(lists.n_people, -1, np.int32)
    for hospital, people in solved.items():
        for person in people:
            opening_of[person.name] = hospital.name
    return Assignment(opening_of)


# --- growth ---------------------------------------------------------------------------------


def growth() -> list[Row]:
    """Seconds for 1, 2, 4 and 8 times as many, on one thread."""
    return [alone(_grown, *task) for task in _TASKS]


def _by_people(times: int) -> Callable[[], object]:
    market = seekers_and_openings(5_000 * times, 5_000)
    return lambda: rank(market, 10)


def _by_openings(times: int) -> Callable[[], object]:
    market = seekers_and_openings(5_000, 5_000 * times)
    return lambda: rank(market, 10)


def _stable_of(times: int) -> Callable[[], object]:
    market = ranked(Size(12_500 * times, 30, 2_500 * times))
    return lambda: stable(market)


def _check_of(times: int) -> Callable[[], object]:
    market = ranked(Size(12_500 * times, 30, 2_500 * times))
    result = stable(market)
    return lambda: check_stable(claim(market), result)


_TASKS = (
    ("ranking, 5,000 x 5,000, more people", _by_people),
    ("ranking, 5,000 x 5,000, more openings", _by_openings),
    ("stable, 12,500 x 30 with caps, more people and openings", _stable_of),
    ("its certificate", _check_of),
)


def _grown(name: str, task: Callable[[int], Callable[[], object]]) -> Row:
    task(1)()
    seconds = [best(task(times), ROUNDS) for times in TIMES]
    return row(name, sum(seconds)) | {"growth": seconds}
