"""From death rates to years of life: single-year and abridged period life tables."""

from dataclasses import dataclass

import numpy as np

from renkei.engines.demography.arrays import RateArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.infants import (
    InfantRule,
    infants_mean_years,
    toddlers_mean_years,
)


@dataclass(frozen=True, slots=True, eq=False)
class LifeTable:
    """A period life table for every year, area and sex.

    Shapes  every column (time, area, sex, age)
    Units   per newborn (radix 1): persons, deaths or person-years; `dying` a probability;
            `mean_years` and `expectation` in years, the latter NaN where nobody reaches the age
    """

    mean_years: FloatArray  # nax: lived in the group by those who die in it
    dying: FloatArray  # nqx
    survivors: FloatArray  # lx: alive at the first moment of the group
    deaths: FloatArray  # ndx
    person_years: FloatArray  # nLx
    person_years_above: FloatArray  # Tx
    expectation: FloatArray  # ex
    years: tuple[int, ...]
    areas: tuple[str, ...]
    ages: AgeGrid


def life_table(
    rates: RateArray,
    *,
    infants: InfantRule = "andreev-kingkade",
    mean_years: FloatArray | None = None,
) -> LifeTable:
    """The life table that a set of death rates implies, had they lasted a lifetime.

    1. mean years lived by the dying: `mean_years` where given, else the rule for `infants` and
       the middle of every other closed group; the inverse of the rate in the open group
    2. probability of dying nqx = n nmx / (1 + (n - nax) nmx); where the group would die out
       earlier than its mean years allow, everyone dies and nax = 1 / nmx
    3. survivors, deaths, person-years, expectation

    Shapes  rates.rates (time, area, sex, age) -> every column (time, area, sex, age);
            mean_years anything that broadcasts to it (its open group is not read)
    Units   deaths per person-year; years
    Errors  ValueError when a rate is negative or not finite, when the open group has no deaths,
            or when a rule for infants is asked of a grid that does not hold them apart
    Source  Preston, Heuveline, Guillot, Demography (2001), chapter 3
    Check   deaths sum to 1; person-years times rate equal deaths
    """
    _require_usable(rates.rates)
    if mean_years is None:
        mean_years = _mean_years(rates.rates, rates.ages, infants)
    mean_years = _at_most_the_inverse_rate(mean_years, rates.rates)
    dying = _probability_of_dying(rates.rates, mean_years, rates.ages.widths)
    survivors = np.ones_like(dying)
    survivors[..., 1:] = np.cumprod(1.0 - dying[..., :-1], axis=-1)
    deaths = survivors * dying
    person_years = _person_years(survivors, deaths, mean_years, rates.ages.widths)
    above = np.cumsum(person_years[..., ::-1], axis=-1)[..., ::-1]
    nobody = np.full_like(above, np.nan)
    expectation = np.divide(above, survivors, out=nobody, where=survivors > 0)
    return LifeTable(
        mean_years, dying, survivors, deaths, person_years, above, expectation,
        rates.years, rates.areas, rates.ages,
    )  # fmt: skip


def _require_usable(rates: FloatArray) -> None:
    if not np.all(np.isfinite(rates) & (rates >= 0)):
        raise ValueError("death rates must be numbers of at least zero")
    if not np.all(rates[..., -1] > 0):
        raise ValueError("the open age group needs deaths, or its people would live for ever")


def _mean_years(rates: FloatArray, ages: AgeGrid, rule: InfantRule) -> FloatArray:
    years = np.broadcast_to(ages.widths / 2, rates.shape).copy()
    if ages.starts[1] != 1:
        if rule != "midpoint":
            raise AxisMismatch("age", f"the rule “{rule}” for infants", f"{ages.labels[0]} as one")
        return years
    years[..., 0] = infants_mean_years(rule, rates[..., 0])
    if ages.starts[2:3] == (5,):
        years[..., 1] = toddlers_mean_years(rule, rates[..., 0])
    return years


def _at_most_the_inverse_rate(mean_years: FloatArray, rates: FloatArray) -> FloatArray:
    bound = np.divide(1.0, rates, out=np.full_like(rates, np.inf), where=rates > 0)
    capped = np.minimum(mean_years, bound)
    capped[..., -1] = bound[..., -1]
    return capped


def _probability_of_dying(
    rates: FloatArray, mean_years: FloatArray, widths: FloatArray
) -> FloatArray:
    dying = np.ones_like(rates)
    closed = rates[..., :-1]
    remaining = widths[:-1] - mean_years[..., :-1]
    # At the bound nax = 1 / nmx the quotient is one but for rounding.
    dying[..., :-1] = np.minimum(widths[:-1] * closed / (1.0 + remaining * closed), 1.0)
    return dying


def _person_years(
    survivors: FloatArray, deaths: FloatArray, mean_years: FloatArray, widths: FloatArray
) -> FloatArray:
    lived = deaths * mean_years
    lived[..., :-1] += widths[:-1] * (survivors[..., :-1] - deaths[..., :-1])
    return lived
