"""Departures and arrivals by sex and age from totals, net migration and profiles of moving."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from renkei.engines.demography.arrays import NetMigrationArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.gross_moves import (
    GrossMoves,
    PoolSplit,
    gross_moves,
    people_at_risk,
    pools_of,
)
from renkei.engines.demography.model_schedules import SIMPLIFIED_BASIC_STANDARD
from tests.engines.demography.examples import FEW, FIVE

PERIODS = ((2015, 2020), (2020, 2025))
AREAS = ("010006", "011002", "012025")
LEAVING = SIMPLIFIED_BASIC_STANDARD.over(FIVE)
SEEDS = st.integers(0, 2**32 - 1)


def labelled(persons: FloatArray) -> NetMigrationArray:
    return NetMigrationArray(persons, PERIODS, AREAS, FIVE)


def world(seed: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """People at risk, and true departures and arrivals that agree with them."""
    random = np.random.default_rng(seed)
    at_risk = random.integers(50, 3_000, (2, 3, 2, 19)).astype(float)
    rates = np.minimum(5 * LEAVING * random.uniform(0.5, 1.5, at_risk.shape), 0.5)
    departures = at_risk * rates
    arrivals = departures.sum(axis=1, keepdims=True) * random.dirichlet(
        np.ones(3), (2, 2, 19)
    ).transpose(0, 3, 1, 2)
    return at_risk, departures, arrivals


def estimated(seed: int, **totals: FloatArray) -> tuple[GrossMoves, FloatArray]:
    at_risk, out, come = world(seed)
    found = gross_moves(labelled(come - out), at_risk, leaving=LEAVING, **totals)
    return found, at_risk


@FEW
@given(seed=SEEDS)
def test_gross_moves_have_the_totals_and_the_net_migration(seed: int) -> None:
    _, out, come = world(seed)

    found, at_risk = estimated(seed, departures=out.sum((2, 3)), arrivals=come.sum((2, 3)))

    assert found.departures.sum(axis=(2, 3)) == pytest.approx(out.sum(axis=(2, 3)), rel=1e-9)
    assert found.arrivals.sum(axis=(2, 3)) == pytest.approx(come.sum(axis=(2, 3)), rel=1e-9)
    assert found.net_gap == pytest.approx(np.zeros_like(out), abs=1e-6)
    assert (found.departures >= 0).all()
    assert (found.arrivals >= 0).all()
    assert (found.departures <= at_risk * (1 + 1e-9)).all()


@FEW
@given(seed=SEEDS)
def test_gross_moves_by_sex_have_the_totals_of_each_sex(seed: int) -> None:
    _, out, come = world(seed)

    found, _ = estimated(seed, departures=out.sum(axis=3), arrivals=come.sum(axis=3))

    assert found.departures.sum(axis=3) == pytest.approx(out.sum(axis=3), rel=1e-9)
    assert found.arrivals.sum(axis=3) == pytest.approx(come.sum(axis=3), rel=1e-9)


def test_gross_moves_return_what_they_were_made_from_when_the_profiles_are_true() -> None:
    at_risk, out, come = world(1)

    found = gross_moves(
        labelled(come - out),
        at_risk,
        departures=out.sum(axis=(2, 3)),
        arrivals=come.sum(axis=(2, 3)),
        leaving=out / at_risk,
        coming=come,
    )

    assert found.departures == pytest.approx(out)
    assert found.arrivals == pytest.approx(come)


def test_gross_moves_come_close_to_the_truth_by_a_model_schedule() -> None:
    at_risk, out, _ = world(3)
    # Each area attracts the ages alike, give or take a fifth.
    attraction = np.array([0.2, 0.5, 0.3])[:, None, None]
    attraction = attraction * np.random.default_rng(3).uniform(0.8, 1.2, at_risk.shape)
    attraction /= attraction.sum(axis=1, keepdims=True)
    come = out.sum(axis=1, keepdims=True) * attraction
    totals = {"departures": out.sum(axis=(2, 3)), "arrivals": come.sum(axis=(2, 3))}

    found = gross_moves(labelled(come - out), at_risk, leaving=LEAVING, **totals)
    flat = gross_moves(labelled(come - out), at_risk, leaving=np.ones(19), **totals)

    def wrong(moves: GrossMoves) -> float:
        return float(np.abs(moves.departures - out).sum() / out.sum())

    # The true rates are up to half above or below the schedule.
    assert wrong(found) < 0.16
    assert wrong(found) < 0.6 * wrong(flat)


def test_exchange_is_that_of_the_least_relative_entropy() -> None:
    """Against a general minimiser, four cells of one area."""
    grid = AgeGrid((0, 20))
    net = np.array([[[[4.0, -3], [-6, 1]]]])
    likely = np.array([[[[9.0, 4], [7, 2]]]])
    coming = np.array([[[[5.0, 6], [3, 8]]]])
    totals = np.array([[30.0]]), np.array([[26.0]])
    ratios = 30 * likely.ravel() / 22, 26 * coming.ravel() / 22

    found = gross_moves(
        NetMigrationArray(net, PERIODS[:1], AREAS[:1], grid),
        np.full((1, 1, 2, 2), 1_000.0),
        departures=totals[0],
        arrivals=totals[1],
        leaving=likely / 1_000,
        coming=coming,
    )

    def entropy(out: FloatArray) -> float:
        sides = zip((out, out + net.ravel()), ratios, strict=True)
        return float(sum((x * np.log(x / p) - x + p).sum() for x, p in sides))

    best = minimize(
        entropy,
        np.array([5.0, 9, 12, 4]),
        bounds=[(max(0.0, -n) + 1e-9, None) for n in net.ravel()],
        constraints={"type": "eq", "fun": lambda out: out.sum() - 30},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert found.departures.ravel() == pytest.approx(best.x, abs=1e-3)


@FEW
@given(seed=SEEDS, surplus=st.floats(-200, 200))
def test_net_migration_that_disagrees_with_the_totals_is_moved_most_where_most_move(
    seed: int, surplus: float
) -> None:
    _, out, come = world(seed)
    totals = {"departures": out.sum(axis=(2, 3)) + 500, "arrivals": come.sum(axis=(2, 3)) + 500}
    totals["arrivals"] = totals["arrivals"] + surplus

    found, _ = estimated(seed, **totals)

    assert found.departures.sum(axis=(2, 3)) == pytest.approx(totals["departures"])
    assert found.arrivals.sum(axis=(2, 3)) == pytest.approx(totals["arrivals"])
    assert found.net_gap.sum(axis=(2, 3)) == pytest.approx(np.full((2, 3), surplus), abs=1e-5)
    young, old = found.net_gap[..., 4].sum(), found.net_gap[..., 17].sum()
    assert abs(young) >= abs(old) - 1e-9


def test_totals_too_small_for_the_balances_scale_them() -> None:
    _, out, come = world(5)
    net = come - out
    gains = np.maximum(net, 0).sum(axis=(2, 3))
    losses = np.maximum(-net, 0).sum(axis=(2, 3))
    fewer = np.minimum(gains, losses) / 2

    found, _ = estimated(5, departures=losses - fewer, arrivals=gains - fewer)

    assert found.departures.sum(axis=(2, 3)) == pytest.approx(losses - fewer)
    assert found.arrivals.sum(axis=(2, 3)) == pytest.approx(gains - fewer)
    assert (np.minimum(found.departures, found.arrivals) == 0).all()
    assert found.departures[net < 0] == pytest.approx(
        (-net * ((losses - fewer) / losses)[..., None, None])[net < 0]
    )


def test_nobody_leaves_from_a_cell_without_people() -> None:
    at_risk, out, come = world(6)
    at_risk[:, :, :, 3] = out[:, :, :, 3] = 0

    found = gross_moves(
        labelled(come - out),
        at_risk,
        departures=out.sum(axis=(2, 3)),
        arrivals=come.sum(axis=(2, 3)) - 40,
        leaving=LEAVING,
    )

    assert (found.departures[:, :, :, 3] == 0).all()
    assert found.arrivals.sum(axis=(2, 3)) == pytest.approx(come.sum(axis=(2, 3)) - 40)


def test_nobody_moves_where_no_moves_are_counted() -> None:
    at_risk, _, _ = world(7)
    nothing = np.zeros((2, 3))

    found = gross_moves(
        labelled(np.zeros_like(at_risk)),
        at_risk,
        departures=nothing,
        arrivals=nothing,
        leaving=LEAVING,
    )

    assert not found.departures.any()
    assert not found.arrivals.any()


def test_more_departures_than_people_are_refused() -> None:
    at_risk, out, come = world(8)
    totals = out.sum(axis=(2, 3)), come.sum(axis=(2, 3))
    many = totals[0] + [[0, 0, 0], [0, 1e6, 0]], totals[1] + [[0, 0, 0], [0, 1e6, 0]]

    with pytest.raises(ValueError, match="area 011002, period 1: more departures and arrivals"):
        gross_moves(
            labelled(come - out), at_risk, departures=many[0], arrivals=many[1], leaving=LEAVING
        )


def test_a_balance_that_nobody_can_bring_about_is_refused() -> None:
    at_risk, out, _ = world(8)
    nobody_but_newborn = np.zeros(19)
    nobody_but_newborn[0] = 1

    with pytest.raises(ValueError, match="area 010006, period 0: more departures and arrivals"):
        gross_moves(
            labelled(np.zeros_like(at_risk)),
            at_risk,
            departures=out.sum(axis=(2, 3)) + 10_000,
            arrivals=np.zeros((2, 3)),
            leaving=nobody_but_newborn,
        )


@pytest.mark.parametrize("name", ["departures", "arrivals", "at_risk", "leaving"])
def test_negative_numbers_are_refused(name: str) -> None:
    at_risk, out, come = world(9)
    given_ = {
        "at_risk": at_risk,
        "departures": out.sum(axis=(2, 3)),
        "arrivals": come.sum(axis=(2, 3)),
        "leaving": LEAVING,
    }
    given_[name] = -given_[name]

    with pytest.raises(ValueError, match="must be numbers of at least zero"):
        gross_moves(labelled(come - out), **given_)


def test_missing_net_migration_and_other_shapes_are_refused() -> None:
    at_risk, out, come = world(10)
    totals = {"departures": out.sum(axis=(2, 3)), "arrivals": come.sum(axis=(2, 3))}
    net = come - out
    net[0, 1, 0, 0] = np.nan

    with pytest.raises(ValueError, match="female 0-4, area 011002, 2015-2020 has no net migration"):
        gross_moves(labelled(net), at_risk, leaving=LEAVING, **totals)
    with pytest.raises(AxisMismatch, match="“age” differs: 18 values"):
        gross_moves(labelled(come - out), at_risk[..., 1:], leaving=LEAVING, **totals)
    with pytest.raises(AxisMismatch, match="2 axes against 3 axes"):
        gross_moves(
            labelled(come - out),
            at_risk,
            leaving=LEAVING,
            departures=out.sum(axis=3),
            arrivals=totals["arrivals"],
        )


def test_people_at_risk_stand_at_the_age_they_reach() -> None:
    found = people_at_risk(np.array([[10.0, 20, 30, 40]]), np.array([7.0]))

    assert found.tolist() == [[7, 10, 20, 70]]


def three_pools() -> dict[str, PoolSplit]:
    out = np.array([0.6, 0.2, 0.5])[:, None, None], np.array([0.3, 0.7, 0.5])[:, None, None]
    come = np.array([0.5, 0.3, 0.8])[:, None, None], np.array([0.3, 0.6, 0.1])[:, None, None]
    return {
        "hokkaido": PoolSplit(out[0], come[0]),
        "japan": PoolSplit(out[1], come[1]),
        "abroad": PoolSplit(1 - out[0] - out[1], 1 - come[0] - come[1]),
    }


@FEW
@given(seed=SEEDS)
def test_pools_put_together_are_the_moves_again(seed: int) -> None:
    _, out, come = world(seed)
    found, at_risk = estimated(seed, departures=out.sum((2, 3)), arrivals=come.sum((2, 3)))

    pools = pools_of(found, at_risk, three_pools()).pools

    left = [pool.out_rates.values * at_risk for pool in pools]
    inside = left[0].sum(axis=1)
    handed = [inside if pool.supply is None else pool.supply for pool in pools]
    came = [
        pool.in_shares.values * people[:, None] for pool, people in zip(pools, handed, strict=True)
    ]
    assert [pool.name for pool in pools if pool.supply is None] == ["hokkaido"]
    assert sum(left) == pytest.approx(found.departures, abs=1e-6)
    assert sum(came) == pytest.approx(found.arrivals, abs=1e-6)


def test_pools_split_as_given_where_departures_and_arrivals_agree() -> None:
    """One area that exchanges within itself as many as come from there."""
    grid = AgeGrid((0, 20))
    persons = np.full((1, 1, 2, 2), 10.0)
    moves = GrossMoves(persons, persons, 0 * persons, PERIODS[:1], AREAS[:1], grid)
    split = PoolSplit(np.array(0.3), np.array(0.3))

    pools = pools_of(
        moves,
        10 * persons,
        {"here": split, "away": PoolSplit(1 - split.departures, 1 - split.arrivals)},
    ).pools

    assert pools[0].out_rates.values == pytest.approx(np.full(persons.shape, 0.03))
    assert pools[1].out_rates.values == pytest.approx(np.full(persons.shape, 0.07))
    assert pools[1].supply == pytest.approx(np.full((1, 2, 2), 7.0))


def test_pools_send_outside_who_cannot_arrive_inside() -> None:
    grid = AgeGrid((0, 20))
    out, come = np.full((1, 2, 2, 2), 10.0), np.full((1, 2, 2, 2), 4.0)
    moves = GrossMoves(out, come, 0 * out, PERIODS[:1], AREAS[:2], grid)
    nine, one = np.array(0.9), np.array(0.1)

    pools = pools_of(
        moves, 10 * out, {"here": PoolSplit(nine, nine), "away": PoolSplit(one, one)}
    ).pools

    assert (pools[0].out_rates.values * 100).sum() == pytest.approx(come.sum())
    assert (pools[1].out_rates.values * 100).sum() == pytest.approx((out - come).sum())
    assert pools[1].supply == pytest.approx(np.zeros((1, 2, 2)))


def test_pools_refuse_one_pool_and_shares_that_do_not_add_up() -> None:
    persons = np.ones((1, 1, 2, 2))
    moves = GrossMoves(persons, persons, 0 * persons, PERIODS[:1], AREAS[:1], AgeGrid((0, 20)))
    half = PoolSplit(np.array(0.5), np.array(0.5))

    with pytest.raises(ValueError, match="name at least two pools"):
        pools_of(moves, persons, {"here": half})
    with pytest.raises(ValueError, match="shares of a, b, c must add up to one"):
        pools_of(moves, persons, {"a": half, "b": half, "c": half})
