"""The figures printed in the explanation of the projection are those that the code gives."""

import re

import numpy as np
import pytest

from renkei.engines.demography.projection.operator import project
from renkei.observatory import tables
from renkei.observatory.ahead.backtests import backtests, scores
from renkei.observatory.ahead.base import START, base
from renkei.places.codes import HOKKAIDO
from tests.house.repository import ROOT

PAGES = [ROOT / f"docs/explanation/projecting-hokkaido{name}.md" for name in ("", ".ja")]
FIT = re.compile(r"^\| (\d{4}) \| (\d{4}) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) ?% \|$", re.MULTILINE)
OFFICIAL = re.compile(
    r"^\| \*[^|]*2018[^|]*\* \| 2020 \| ([\d.]+) \| ([\d.]+) \| \|$", re.MULTILINE
)
HEADS = ("2030", "2040", "2050")


def printed(page):
    return page.read_text(encoding="utf-8")


def row_after_heads(text, place):
    """Numbers of a row of the table whose columns are HEADS."""
    table = text[text.index(f"| | {' | '.join(HEADS)} |") :].splitlines()
    cells = table[2 + place].strip("| ").split("|")[1:]
    return [float(cell.strip(" %").replace(",", "").replace("−", "-")) for cell in cells]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_errors_of_past_fits_are_those_printed(page) -> None:
    rows = [
        (test.fitted_to, found.year, found.everywhere)
        for test in backtests()
        for found in scores(test)
    ]

    said = [
        (int(fitted_to), int(year), float(median), float(p90), float(covered))
        for fitted_to, year, median, p90, covered in FIT.findall(printed(page))
    ]

    assert said == [
        (
            fitted_to,
            year,
            round(score.errors.median_absolute, 2),
            round(score.errors.p90_absolute, 1),
            round(100 * score.coverage, 1),
        )
        for fitted_to, year, score in rows
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_errors_of_the_official_projection_are_those_printed(page) -> None:
    official = scores(backtests()[-1])[0].official

    (said,) = OFFICIAL.findall(printed(page))

    assert tuple(map(float, said)) == (
        round(official.errors.median_absolute, 2),
        round(official.errors.p90_absolute, 1),
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_base_stands_beside_the_official_projection_as_printed(page) -> None:
    known = base()
    firsts_of_january = project(known.start, known.assumptions).persons.sum(axis=(1, 2, 3))
    frame = tables.table("projection_2023").filter(area=HOKKAIDO)
    official = dict(frame.select("year", "total").rows())

    # The official figures are of 1 October, three quarters of a year later.
    places = [int(year) - START for year in HEADS]
    ours = [0.25 * firsts_of_january[at] + 0.75 * firsts_of_january[at + 1] for at in places]

    theirs = [official[int(year)] for year in HEADS]
    assert row_after_heads(printed(page), 0) == theirs
    assert row_after_heads(printed(page), 1) == pytest.approx(ours, abs=1)
    percent = 100 * (np.array(ours) / theirs - 1)
    assert row_after_heads(printed(page), 2) == pytest.approx(percent, abs=0.051)
