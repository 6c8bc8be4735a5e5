"""Yearly net migration rates by age: from the censuses up to 2015 and the ten years since.

Two sources tell of them: rates of five years that lasted up to the census of 2015, and what became
of each cohort between that census and the register of 2025, which are nine and a quarter years
apart. Both are sums of the same yearly rates over the ages that a cohort passed.
"""

import numpy as np

from renkei.engines.demography.arrays import RateArray
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.life_table import life_table
from renkei.engines.demography.migration_trend import drawn_to_region
from renkei.engines.demography.single_years import split_counts
from renkei.engines.demography.survival import survival_ratios
from renkei.observatory.ahead import recent, vital
from renkei.observatory.ahead.areas import projected_areas, regions, towns
from renkei.observatory.ahead.fits import lasting_rates, strength_by_age
from renkei.observatory.ahead.parameters import parameter
from renkei.observatory.arrays import AGES
from renkei.observatory.unknown import everyone
from renkei.places.codes import SAPPORO

SINGLE = AgeGrid.single_years(AGES.open_from)
YEARS = recent.REGISTER_DATE - recent.CENSUS_DATE
WHOLE_YEARS = int(YEARS)
FIRST_AGE = 10  # younger ones were not born at the census


def net_rates_by_age() -> FloatArray:
    """Net moves per person and year by the age reached: (area, sex, age) on five-year groups.

    1. a first guess: a fifth of the rates of five years that lasted up to 2015, of each
       municipality; wards have those of their city, and the youngest those of the next group
    2. what the guess leaves open, as logarithms of the growth of cohorts: in five years, and
       between the census of 2015 and the register of 2025, less the country's
    3. corrections of the guess, level within five-year groups, that meet both in least squares
       and differ little from group to group; last, logarithms become rates again
    """
    before = np.log1p(np.maximum(_lasting(), _ALL_BUT_FEW))
    guess = before / 5
    guess[..., 0] = guess[..., 1]
    weight = parameter("base.decade_weight")
    smooth = parameter("base.roughness") * np.diff(np.eye(len(AGES)), axis=0)
    five, ten = _passed_in(5.0)[1:], _passed_in(YEARS)[_KNOWN]
    open_in_five = before[..., 1:] - guess @ five.T
    open_in_ten = _since_the_census()[..., _KNOWN] - guess @ ten.T
    nothing = np.zeros((*guess.shape[:-1], len(smooth)))
    left_open = np.concatenate([open_in_five, weight * open_in_ten, nothing], axis=-1)
    to_meet = np.concatenate([five, weight * ten, smooth])
    logs: FloatArray = guess + left_open @ np.linalg.pinv(to_meet).T
    return np.expm1(logs)


_KNOWN = AGES.span(FIRST_AGE)
_ALL_BUT_FEW = -0.95  # whoever loses more of a cohort has too few people for a rate


def _lasting() -> FloatArray:
    people = everyone("census").of(years=[2000, 2005, 2010, 2015], areas=tuple(towns()))
    rates = dict(zip(towns(), lasting_rates(people, list(towns().values())), strict=True))
    return np.stack([rates.get(area, rates[SAPPORO]) for area in projected_areas()])


def _since_the_census() -> FloatArray:
    """Logarithm of what moves made of each cohort since 2015: (area, sex, age of 2025)."""
    areas = projected_areas()
    expected = _survivors(recent.census(areas), vital.death_levels(areas))
    counted = recent.REGISTERED_AGES.collapse(recent.register(areas), AGES)
    grown = np.log(np.maximum(counted, 1.0) / np.maximum(expected, 1.0))
    relative = grown - _since_the_census_in_japan()
    return drawn_to_region(relative, expected, regions(), strength=strength_by_age())


def _since_the_census_in_japan() -> FloatArray:
    """The same of Japan, whose register counted more or fewer than its census in 2015 as well."""
    census = everyone("census_japan").of(years=[recent.CENSUS]).persons[0]
    census = census * recent.register_over_census_in_japan()
    counted = recent.REGISTERED_AGES.collapse(recent.register_of_japan(), AGES)
    return np.log(counted / np.maximum(_survivors(census, np.ones(1)), 1.0))


def _survivors(census: FloatArray, levels: FloatArray) -> FloatArray:
    """Those counted in 2015 who live in 2025, by the age group they reach: (area, sex, age)."""
    people = split_counts(census, AGES, SINGLE)
    later = [people]
    for year in range(recent.CENSUS + 1, recent.REGISTER + 1):
        later.append(_a_year_older(later[-1], _yearly_survival(year, levels)))
    part = YEARS - WHOLE_YEARS
    # Nine years and a quarter on, three quarters have had their ninth birthday since, but a
    # quarter already the tenth.
    single: FloatArray = (1 - part) * later[WHOLE_YEARS] + part * later[WHOLE_YEARS + 1]
    return SINGLE.collapse(single, AGES)


def _a_year_older(people: FloatArray, survival: FloatArray) -> FloatArray:
    older = np.zeros_like(people)
    older[..., 1:] = (people * survival)[..., :-1]
    older[..., -1] += (people * survival)[..., -1]
    return older


def _yearly_survival(year: int, levels: FloatArray) -> FloatArray:
    known = vital.prefecture_rates([year])
    rates = known.rates[0] * levels[:, np.newaxis, np.newaxis]
    areas = tuple(str(i) for i in range(len(levels)))
    table = life_table(RateArray(rates[np.newaxis], (year,), areas, known.ages))
    return survival_ratios(table, step=1, ages=SINGLE)[0][0]


def _passed_in(years: float) -> FloatArray:
    """Years that those of each age group spent in each group: (group reached, group).

    In the step that ends at an age somebody moves by the rate of that age; the last, unfinished
    one counts by its part.
    """
    passed = np.zeros((len(AGES), len(AGES)))
    ages = range(SINGLE.open_from + 5)
    for age in ages:
        reached = min(age // 5, len(AGES) - 1)
        for ago in range(int(np.ceil(years))):
            if age >= ago:
                passed[reached, min((age - ago) // 5, len(AGES) - 1)] += min(1.0, years - ago)
    return passed / 5
