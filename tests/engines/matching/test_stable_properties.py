"""What `stable` promises, on random rounds, with and without groups inside groups."""

from dataclasses import replace

import numpy as np
from hypothesis import given

from renkei.engines.matching import (
    Assignment,
    FlexibleRule,
    Groups,
    Lists,
    Places,
    StableMarket,
    check_stable,
    proportional,
    stable,
)
from renkei.engines.matching.endings import people_inside
from tests.engines.matching.rounds import (
    FEW,
    MANY,
    SEEDS,
    all_stable,
    claim_of,
    random_round,
    rank_of,
    ranked,
)


def ranks(market: StableMarket, result: Assignment) -> list[int]:
    return [rank_of(market, p, int(o)) for p, o in enumerate(result.opening)]


@MANY
@given(SEEDS)
def test_plain_and_fast_are_equal(seed: int) -> None:
    market = random_round(seed)

    plain, fast = stable(market, fast=False), stable(market, fast=True)

    assert plain.opening.tobytes() == fast.opening.tobytes()


@MANY
@given(SEEDS)
def test_result_has_no_justified_objection_within_the_caps(seed: int) -> None:
    market = random_round(seed)

    result = stable(market)

    for fast in (False, True):
        found = check_stable(claim_of(market), result, fast=fast)
        assert found.holds, found


@MANY
@given(SEEDS)
def test_caps_and_capacities_are_never_broken(seed: int) -> None:
    market = random_round(seed)

    result = stable(market)

    assert (people_inside(market, result) <= market.groups.cap).all()
    assert (result.counts(market.places.n_openings) <= market.places.capacity).all()


@FEW
@given(SEEDS)
def test_no_stable_result_is_better_for_anybody(seed: int) -> None:
    market = random_round(seed, people=6, openings=5, caps=False)

    ours = ranks(market, stable(market))

    every = [ranks(market, Assignment(np.array(found))) for found in all_stable(market)]
    assert ours in every
    assert all(mine <= theirs for other in every for mine, theirs in zip(ours, other, strict=True))


@FEW
@given(SEEDS)
def test_rural_hospitals(seed: int) -> None:
    """Roth (1986): in all stable results the same people are placed, every opening has as many, and
    one that is not full has the same people."""
    market = random_round(seed, people=6, openings=5, caps=False)
    n = market.places.n_openings

    found = [np.array(one) for one in all_stable(market)]

    first = found[0]
    counts = Assignment(first).counts(n)
    for other in found[1:]:
        assert ((other >= 0) == (first >= 0)).all()
        assert (Assignment(other).counts(n) == counts).all()
        for opening in np.flatnonzero(counts < market.places.capacity):
            assert ((other == opening) == (first == opening)).all()


@MANY
@given(SEEDS, SEEDS)
def test_false_list_gains_nothing(seed: int, lie: int) -> None:
    market = random_round(seed)
    rng = np.random.default_rng(lie)
    person = int(rng.integers(market.lists.n_people))
    truth = [list(market.lists.of(p)) for p in range(market.lists.n_people)]

    told = list(truth)
    told[person] = list(rng.permutation(truth[person])[: rng.integers(0, len(truth[person]) + 1)])
    lied = stable(with_lists(market, told))

    mine = rank_of(market, person, int(stable(market).opening[person]))
    assert mine <= rank_of(market, person, int(lied.opening[person]))


def with_lists(market: StableMarket, wishes: list[list[int]]) -> StableMarket:
    """The same market with other lists; everybody's key at an opening stays what it was."""
    lists = ranked(*wishes)
    key = {
        (int(p), int(o)): int(k)
        for p, o, k in zip(market.lists.people, market.lists.openings, market.keys, strict=True)
    }
    keys = [key[int(p), int(o)] for p, o in zip(lists.people, lists.openings, strict=True)]
    return replace(market, lists=lists, keys=np.array(keys, np.int64))


@MANY
@given(SEEDS)
def test_nobody_is_worse_off_than_under_capacities_cut_to_the_targets(seed: int) -> None:
    """Kamada and Kojima (2015): against the rule of the Japanese residency match."""
    market = flat(random_round(seed), seed)
    cut = Places.of(market.rule.target)
    rule = FlexibleRule(cut.capacity, market.rule.order)
    reduced = StableMarket.of(market.lists, market.keys, cut, Groups.none(cut.n_openings), rule)

    flexible, hard = stable(market), stable(reduced)

    assert all(
        ours <= theirs
        for ours, theirs in zip(ranks(market, flexible), ranks(market, hard), strict=True)
    )


def flat(market: StableMarket, seed: int) -> StableMarket:
    """The same with two regions and targets in proportion, which fit into the caps."""
    rng = np.random.default_rng(seed)
    of = rng.integers(0, 2, market.places.n_openings).astype(np.int32)
    groups = Groups.flat(of, rng.integers(0, 8, 2))
    rule = proportional(market.places, groups)
    return StableMarket.of(market.lists, market.keys, market.places, groups, rule)


@MANY
@given(SEEDS, SEEDS)
def test_one_more_place_hurts_nobody(seed: int, where: int) -> None:
    market = random_round(seed, caps=False)
    more = market.places.capacity.copy()
    more[where % len(more)] += 1
    rule = FlexibleRule(more, market.rule.order)
    roomier = StableMarket.of(market.lists, market.keys, Places.of(more), None, rule)

    before, after = stable(market), stable(roomier)

    assert all(
        new <= old for new, old in zip(ranks(market, after), ranks(market, before), strict=True)
    )


@MANY
@given(SEEDS)
def test_a_higher_cap_of_a_single_region_hurts_nobody(seed: int) -> None:
    market = flat(random_round(seed), seed)
    roomier = market.with_cap(0, int(market.groups.cap[0]) + 1)

    before, after = stable(market), stable(roomier)

    assert all(
        new <= old for new, old in zip(ranks(market, after), ranks(market, before), strict=True)
    )


@MANY
@given(SEEDS, SEEDS)
def test_order_of_people_does_not_matter(seed: int, shuffle: int) -> None:
    market = random_round(seed)
    order = np.random.default_rng(shuffle).permutation(market.lists.n_people)
    lists = ranked(*[market.lists.of(int(person)) for person in order])
    entries = [
        np.arange(market.lists.starts[person], market.lists.starts[person + 1]) for person in order
    ]
    keys = market.keys[np.concatenate(entries)]

    shuffled = stable(replace(market, lists=lists, keys=keys))

    assert (shuffled.opening == stable(market).opening[order]).all()


def test_whoever_lists_nothing_is_given_nothing() -> None:
    nothing = Lists(np.zeros(4, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))
    market = StableMarket.of(nothing, np.zeros(0, np.int64), Places.of(np.array([2])))

    for fast in (False, True):
        assert stable(market, fast=fast).opening.tolist() == [-1, -1, -1]
