"""Death rates of years to come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.engines.demography.arrays import RateArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch
from renkei.engines.demography.mortality_trend import extrapolated_death_rates

AGES = AgeGrid.five_years(15)
YEARS = tuple(range(2000, 2011))


def falling(declines, *, years=YEARS):
    """Rates that fall by a fixed share of each sex and age in every year."""
    passed = np.arange(len(years))[:, np.newaxis, np.newaxis]
    rates = 0.01 * np.exp(-np.asarray(declines) * passed)
    return RateArray(rates[:, np.newaxis], years, ("a",), AGES)


def shares(*by_sex):
    return np.array(by_sex)[:, np.newaxis] * np.array([1.0, 0.5, 2.0, 1.5])


def test_even_decline_goes_on_evenly():
    declines = shares(0.02, 0.01)

    ahead = extrapolated_death_rates(falling(declines), years=[2011, 2030])

    assert ahead.years == (2011, 2030)
    assert ahead.rates[:, 0] == pytest.approx(
        0.01 * np.exp(-declines * np.array([11, 30])[:, np.newaxis, np.newaxis])
    )


def test_damped_decline_comes_to_rest():
    declines = shares(0.02, 0.01)

    ahead = extrapolated_death_rates(falling(declines), years=[2300], damping=0.9)

    # The middle of the jump-off is 2008; of one year's decline 1 / (1 - 0.9) = 10 are left.
    assert ahead.rates[0, 0] == pytest.approx(0.01 * np.exp(-declines * (8 + 10)))


def test_both_sexes_follow_one_index():
    """With half the noise on women's side, men's decline is not read off men alone."""
    rates = falling(shares(0.02, 0.02)).rates.copy()
    rates[::2, :, 0] *= 1.05

    ahead = extrapolated_death_rates(RateArray(rates, YEARS, ("a",), AGES), years=[2010, 2020])

    fall = np.log(ahead.rates[0] / ahead.rates[1])[0]
    assert fall[0] == pytest.approx(fall[1], rel=0.2)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.001, 0.05), st.floats(0.5, 1.0))
def test_decline_never_speeds_up(decline, damping):
    ahead = extrapolated_death_rates(
        falling(shares(decline, decline)), years=range(2011, 2041), damping=damping
    )

    yearly = -np.diff(np.log(ahead.rates), axis=0)

    assert (np.diff(yearly, axis=0) <= 1e-12).all()
    assert (yearly >= -1e-12).all()


@pytest.mark.parametrize(
    ("changes", "asked", "error", "message"),
    [
        ({"areas": ("a", "b")}, {}, AxisMismatch, "the one whose trend is followed"),
        ({"years": (*YEARS[:-1], 2012)}, {}, AxisMismatch, "one year after the other"),
        ({"factor": 0.0}, {}, ValueError, "above zero to have a logarithm"),
        ({}, {"damping": 0.0}, ValueError, "damping must be above 0"),
        ({}, {"jump_off": 12}, ValueError, "too few for a trend"),
        ({}, {"years": [2005]}, ValueError, "lies before 2008"),
    ],
)
def test_what_cannot_be_a_trend_is_refused(changes, asked, error, message):
    known = falling(shares(0.02, 0.02))
    areas = changes.get("areas", known.areas)
    rates = np.repeat(known.rates, len(areas), axis=1) * changes.get("factor", 1.0)

    with pytest.raises(error, match=message):
        extrapolated_death_rates(
            RateArray(rates, changes.get("years", YEARS), areas, AGES), **{"years": [2020], **asked}
        )
