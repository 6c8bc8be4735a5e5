"""Mean years lived by children who die young: the printed values of each rule."""

import numpy as np
import pytest

from renkei.engines.demography.infants import infants_mean_years, toddlers_mean_years

LIGHT = np.array([0.002, 0.002])
MIDDLE = np.array([0.05, 0.05])
HEAVY = np.array([0.15, 0.15])


@pytest.mark.parametrize(
    ("rule", "rate", "women", "men"),
    [
        ("andreev-kingkade", LIGHT, 0.14903 - 0.00411054, 0.14929 - 0.0039909),
        ("andreev-kingkade", MIDDLE, 0.04667 + 0.1940445, 0.02832 + 0.1630105),
        ("andreev-kingkade", HEAVY, 0.31411, 0.29915),
        ("coale-demeny", LIGHT, 0.0586, 0.050368),
        ("coale-demeny", HEAVY, 0.350, 0.330),
        ("midpoint", LIGHT, 0.5, 0.5),
    ],
)
def test_infants_mean_years_by_rule(rule, rate: np.ndarray, women: float, men: float) -> None:
    assert infants_mean_years(rule, rate) == pytest.approx([women, men])


@pytest.mark.parametrize(
    ("rule", "rate", "women", "men"),
    [
        ("coale-demeny", LIGHT, 1.518964, 1.645368),
        ("andreev-kingkade", LIGHT, 1.518964, 1.645368),
        ("coale-demeny", HEAVY, 1.361, 1.352),
        ("midpoint", HEAVY, 2.0, 2.0),
    ],
)
def test_toddlers_mean_years_by_rule(rule, rate: np.ndarray, women: float, men: float) -> None:
    assert toddlers_mean_years(rule, rate) == pytest.approx([women, men])


@pytest.mark.parametrize("bound", [0.01724, 0.0230, 0.06891, 0.08307])
def test_infants_mean_years_meet_where_the_lines_meet(bound: float) -> None:
    below = infants_mean_years("andreev-kingkade", np.full(2, bound - 1e-9))
    above = infants_mean_years("andreev-kingkade", np.full(2, bound + 1e-9))

    assert below == pytest.approx(above, abs=2e-4)


def test_infants_mean_years_refuse_an_unknown_rule() -> None:
    with pytest.raises(KeyError, match="sometimes"):
        infants_mean_years("sometimes", LIGHT)
