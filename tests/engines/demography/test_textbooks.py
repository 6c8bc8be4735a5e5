"""Projections printed in textbooks, from the printed inputs."""

import numpy as np
import pytest

from renkei.engines.demography.arrays import FertilityArray, PopulationArray, SurvivalArray
from renkei.engines.demography.axes import AgeGrid, FloatArray
from renkei.engines.demography.life_table import LifeTable
from renkei.engines.demography.projection.forms import CohortArray, NetRates, OriginDestination
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions
from renkei.engines.demography.survival import survival_ratios

AGES = AgeGrid.five_years(85)

# S. H. Preston, P. Heuveline, M. Guillot, Demography: Measuring and Modeling Population Processes
# (2001), box 6.1: women of Sweden on 1 January 1993, persons, person-years per 100,000 newborn
# (those lived after 85 together), births per woman and year at 15-19 to 45-49.
SWEDISH_WOMEN = (
    293_395, 248_369, 240_012, 261_346, 285_209, 314_388, 281_290, 286_923, 304_108,
    324_946, 247_613, 211_351, 215_140, 221_764, 223_506, 183_654, 141_990, 112_424,
)  # fmt: skip
PERSON_YEARS = (
    497_487, 497_138, 496_901, 496_531, 495_902, 495_168, 494_213, 492_760, 490_447,
    486_613, 480_665, 471_786, 457_852, 436_153, 402_775, 350_358, 271_512, 291_707,
)  # fmt: skip
BIRTHS_PER_WOMAN = (0.0120, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003)

# F. Willekens, A. Rogers, Spatial Population Analysis: Methods and Computer Programs, IIASA
# Research Report RR-78-18 (1978): women of Slovenia and of the rest of Yugoslavia in 1961, the
# parts of those aged 0-4 … 80-84 who live in Slovenia and in the rest five years later (table
# 2.9), and the women of 2001 who lived in 1961, by age from 40-44 (table 3.2).
SLOVENIA = (
    67_800, 74_100, 70_700, 60_100, 62_900, 66_500, 67_100, 62_900, 39_500,
    47_900, 51_300, 46_100, 39_600, 29_500, 21_700, 14_400, 7_100,
)  # fmt: skip
REST = (
    847_900, 905_200, 808_100, 617_400, 725_500, 774_000, 728_400, 633_300, 392_400,
    437_100, 453_800, 389_300, 325_800, 230_600, 180_000, 120_900, 61_200,
)  # fmt: skip
STAY_IN_SLOVENIA = (
    0.9709, 0.9888, 0.9816, 0.9668, 0.9653, 0.9729, 0.9808, 0.9853, 0.9826,
    0.9754, 0.9645, 0.9457, 0.9048, 0.8319, 0.7372, 0.5908,
)  # fmt: skip
FROM_SLOVENIA = (
    0.012622, 0.009392, 0.016308, 0.030062, 0.031117, 0.022849, 0.013638, 0.006854, 0.003827,
    0.002925, 0.003098, 0.003512, 0.004072, 0.003743, 0.003589, 0.002983,
)  # fmt: skip
STAY_IN_REST = (
    0.9412, 0.9963, 0.9946, 0.9909, 0.9895, 0.9896, 0.9891, 0.9867, 0.9826,
    0.9742, 0.9601, 0.9356, 0.8948, 0.8302, 0.7452, 0.6403,
)  # fmt: skip
FROM_REST = (
    0.0010638, 0.0008022, 0.0020513, 0.0039405, 0.0035411, 0.0021072, 0.0014229, 0.0010097,
    0.0006821, 0.0005431, 0.0008010, 0.0009545, 0.0008019, 0.0004919, 0.0003183, 0.0004107,
)  # fmt: skip
SLOVENIA_2001 = (67_731, 74_725, 69_342, 56_291, 56_672, 54_501, 45_935, 31_869, 11_951)
REST_2001 = (758_104, 844_134, 736_956, 543_472, 600_813, 578_276, 455_970, 298_515, 119_997)


def women_only(persons: FloatArray) -> FloatArray:
    """(area, age) -> (1, area, sex, age) without men."""
    return np.stack([persons, np.zeros_like(persons)], axis=1)[np.newaxis]


def test_closed_projection_of_swedish_women() -> None:
    lived = np.array(PERSON_YEARS) / 100_000
    nothing = np.zeros((1, 1, 2, 18))
    columns = dict.fromkeys(LifeTable.__slots__, nothing)
    columns["person_years"] = np.broadcast_to(lived, (1, 1, 2, 18))
    labels = {"years": (1998,), "areas": ("SE",), "ages": AGES}
    ratios, births = survival_ratios(LifeTable(**columns | labels), step=5, ages=AGES)
    periods = ((1993, 1998), (1998, 2003))
    fertility = np.zeros((2, 1, 18))
    fertility[:, 0, 3:10] = BIRTHS_PER_WOMAN
    assumptions = Assumptions(
        SurvivalArray(
            np.repeat(ratios, 2, axis=0), np.repeat(births, 2, axis=0), periods, ("SE",), AGES
        ),
        FertilityArray(fertility, (1998, 2003), ("SE",), AGES),
        NetRates(CohortArray(np.zeros((2, 1, 2, 18)), periods, ("SE",), AGES)),
        Conventions(boys_per_girl=1.05),
    )
    start = PopulationArray(
        women_only(np.array([SWEDISH_WOMEN], dtype=float)), (1993,), ("SE",), AGES
    )

    found = project(start, assumptions)

    # Printed for 1998: girls aged 0-4, 5-9 and 10-14; for 2003: girls aged 0-4.
    assert np.rint(found.persons[1, 0, 0, :3]).tolist() == [293_574, 293_189, 248_251]
    assert np.rint(found.persons[2, 0, 0, 0]) == 280_121


def test_multiregional_projection_of_women_of_yugoslavia() -> None:
    """Who lives elsewhere five years later left and arrived at the end; nobody is born."""
    periods = tuple((year, year + 5) for year in range(1961, 2001, 5))
    areas = ("Slovenia", "rest")
    staying = np.zeros((2, 18))
    staying[:, :16] = [STAY_IN_SLOVENIA, STAY_IN_REST]
    leaving = np.zeros((2, 18))
    leaving[:, 1:17] = [FROM_SLOVENIA, FROM_REST]
    alive = staying.copy()
    alive[:, :16] += leaving[:, 1:17]
    shape = (len(periods), 2, 2, 18)
    assumptions = Assumptions(
        SurvivalArray(
            np.broadcast_to(alive[:, np.newaxis], shape),
            np.ones((*shape[:3], 1)),
            periods,
            areas,
            AGES,
        ),
        FertilityArray(np.zeros((8, 2, 18)), tuple(end for _, end in periods), areas, AGES),
        OriginDestination(
            CohortArray(np.broadcast_to(leaving[:, np.newaxis], shape), periods, areas, AGES),
            np.broadcast_to(np.array([[0.0, 1], [1, 0]])[:, :, None, None], (8, 2, 2, 2, 18)),
        ),
        Conventions(timing="end"),
    )
    persons = np.zeros((2, 18))
    persons[:, :17] = [SLOVENIA, REST]
    start = PopulationArray(women_only(persons), (1961,), areas, AGES)

    found = project(start, assumptions).persons[-1, :, 0, 8:17]

    # The proportions are printed with four or five digits, and eight steps multiply them.
    assert found[0] == pytest.approx(SLOVENIA_2001, rel=4e-4)
    assert found[1] == pytest.approx(REST_2001, rel=4e-4)
