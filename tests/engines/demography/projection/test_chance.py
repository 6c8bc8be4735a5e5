"""What chance alone does where few live, and spreads that differ between areas."""

import numpy as np
import pytest

from renkei.engines.demography.projection.draws import (
    COMPONENTS,
    Draws,
    Spread,
    Uncertainty,
    factors_of_shard,
)

MANY = Draws(n_draws=4000, seed=5, n_per_shard=4000)


def factors(uncertainty, *, n_areas=2, n_steps=3, step=1, draws=MANY):
    drawn = factors_of_shard(uncertainty, draws, 0, n_steps=n_steps, n_areas=n_areas, step=step)
    return np.stack([drawn.of_step(time) for time in range(n_steps)], axis=1)


def expecting(*by_area):
    return np.tile(np.array(by_area, dtype=float), (len(COMPONENTS), 1))


def test_chance_has_the_mean_and_variance_of_a_poisson_number():
    drawn = factors(Uncertainty(events=expecting(4, 400)))

    assert drawn.mean(axis=-1) == pytest.approx(1.0, abs=0.04)
    assert drawn[:, :, 0].std(axis=-1) == pytest.approx(0.5, rel=0.08)
    assert drawn[:, :, 1].std(axis=-1) == pytest.approx(0.05, rel=0.08)


def test_chance_of_a_longer_step_is_that_of_its_events():
    drawn = factors(Uncertainty(events=expecting(4, 4)), step=5)

    assert drawn.std(axis=-1) == pytest.approx(np.sqrt(1 / 20), rel=0.08)


def test_chance_is_new_in_every_step_and_area():
    drawn = factors(Uncertainty(events=expecting(9, 9)))

    series = drawn.reshape(-1, MANY.n_draws)

    unequal = np.corrcoef(series) - np.eye(len(series))
    assert np.abs(unequal).max() < 0.08


def test_chance_comes_on_top_of_the_walk_of_its_region():
    walk = Uncertainty(births=Spread(region=0.2), regions=(0, 1))
    with_chance = Uncertainty(
        births=Spread(region=0.2), regions=(0, 1), events=expecting(1e12, 1e12)
    )

    assert factors(with_chance) == pytest.approx(factors(walk), rel=1e-4)


def test_scales_multiply_the_spread_of_an_areas_own_level():
    drawn = factors(Uncertainty(births=Spread(area=0.1), scales=(1.0, 3.0)), n_steps=1)

    logs = np.log(drawn[COMPONENTS.index("births"), 0])

    assert logs.std(axis=-1) == pytest.approx([0.1, 0.3], rel=0.06)


def test_scales_of_one_change_nothing():
    spread = Spread(0.01, 0.02, 0.03)

    plain = factors(Uncertainty(deaths=spread))

    assert np.array_equal(factors(Uncertainty(deaths=spread, scales=(1.0, 1.0))), plain)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"scales": (1.0, 2.0, 3.0)}, "scales are given for 3 areas, but there are 2"),
        ({"events": expecting(1, 2, 3)}, "events are given for 3 areas, but there are 2"),
        ({"events": expecting(1, 0)}, "give a small number where none are"),
    ],
)
def test_uncertainty_of_other_areas_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        factors(Uncertainty(**given))
