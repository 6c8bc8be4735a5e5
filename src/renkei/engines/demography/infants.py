"""Years lived in their age group by children who die before five, by published rules.

Deaths of infants crowd into the first weeks, so the middle of the age group would be wrong.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from renkei.engines.demography.axes import FEMALE, MALE, FloatArray

InfantRule: TypeAlias = Literal["andreev-kingkade", "coale-demeny", "midpoint"]


def infants_mean_years(rule: InfantRule, death_rates: FloatArray) -> FloatArray:
    """Mean years lived in the first year of life by those who die in it (1a0).

    Shapes  death_rates of infants (..., sex) -> (..., sex)
    Units   deaths per person-year -> years
    Errors  KeyError when the rule is not one of `InfantRule`
    Source  andreev-kingkade: E. M. Andreev, W. W. Kingkade, Average age at death in infancy and
            infant mortality level, Demographic Research 33 (2015), as the Human Mortality
            Database applies it to death rates (Methods Protocol, version 6).
            coale-demeny: model West, as adapted to death rates by Preston, Heuveline, Guillot,
            Demography (2001), table 3.3.
    """
    women, men = _INFANT_RULES[rule]
    by_sex = [women(death_rates[..., FEMALE]), men(death_rates[..., MALE])]
    return np.stack(by_sex, axis=-1)


def toddlers_mean_years(rule: InfantRule, death_rates: FloatArray) -> FloatArray:
    """Mean years lived from 1 to below 5 by those who die at these ages (4a1).

    Shapes  death_rates of infants, not of toddlers (..., sex) -> (..., sex)
    Units   deaths per person-year -> years
    Source  Coale and Demeny's model West, in Preston, Heuveline, Guillot, Demography (2001),
            table 3.3; Andreev and Kingkade give no rule for these ages, so theirs borrows it
    """
    if rule == "midpoint":
        return np.full_like(death_rates, 2.0)
    women = _capped_line(1.361, 1.522, -1.518)(death_rates[..., FEMALE])
    men = _capped_line(1.352, 1.651, -2.816)(death_rates[..., MALE])
    return np.stack([women, men], axis=-1)


_Rule: TypeAlias = Callable[[FloatArray], FloatArray]

# Above this infant death rate Coale and Demeny hold their values constant.
_HEAVY_MORTALITY = 0.107


def _capped_line(heavy: float, intercept: float, slope: float) -> _Rule:
    return lambda m: np.where(m >= _HEAVY_MORTALITY, heavy, intercept + slope * m)


def _two_lines(
    bounds: tuple[float, float],
    low: tuple[float, float],
    middle: tuple[float, float],
    heavy: float,
) -> _Rule:
    first, second = bounds
    return lambda m: np.where(
        m < first,
        low[0] + low[1] * m,
        np.where(m < second, middle[0] + middle[1] * m, heavy),
    )


# Women, men.
_INFANT_RULES: dict[InfantRule, tuple[_Rule, _Rule]] = {
    "andreev-kingkade": (
        _two_lines((0.01724, 0.06891), (0.14903, -2.05527), (0.04667, 3.88089), 0.31411),
        _two_lines((0.0230, 0.08307), (0.14929, -1.99545), (0.02832, 3.26021), 0.29915),
    ),
    "coale-demeny": (_capped_line(0.350, 0.053, 2.800), _capped_line(0.330, 0.045, 2.684)),
    "midpoint": (lambda m: np.full_like(m, 0.5), lambda m: np.full_like(m, 0.5)),
}
