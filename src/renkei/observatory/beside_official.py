"""Our projections beside the official ones: the newest, and those from the same census."""

from functools import lru_cache

import numpy as np

from renkei.charter.text import Text
from renkei.core.tables import Cell, Column, Table
from renkei.engines.demography.projection.operator import project
from renkei.engines.demography.scoring import absolute_percentage_error
from renkei.observatory import tables
from renkei.observatory.ahead.areas import towns
from renkei.observatory.ahead.fits import fit
from renkei.observatory.ahead.runs import Fan, newest_run
from renkei.observatory.arrays import Subject, Values, quantity
from renkei.observatory.measures import quantities
from renkei.observatory.parts import YEAR
from renkei.places.codes import HOKKAIDO

PERSONS, PERCENT = Text("人", "persons"), Text("%", "%")
CENSUS = 2015  # from which the official edition of 2018 and our fit both start


def beside_newest() -> Table:
    """Our median and the official projection of 2023, for Hokkaido and over its municipalities."""
    return _beside_newest(newest_run().manifest.digest, tables.version())


@lru_cache(maxsize=2)
def _beside_newest(_digest: str, _version: str) -> Table:
    run = newest_run()
    official = quantity(quantities()["projection_2023"])
    fans = [run.people(code, "everyone") for code in (HOKKAIDO, *towns())]
    theirs = official.of([Subject(code, _NAMELESS, (code,)) for code in (HOKKAIDO, *towns())])
    rows = [
        (year, *_compared(fans, year, theirs[row]))
        for row, year in enumerate(official.years)
        if year > run.manifest.start
    ]
    columns = _columns(
        Text("北海道：本推計（中央値）", "Hokkaido: ours (median)"),
        Column(
            "inside",
            Text("公的な推計が80%の幅に入る市町村", "Municipalities: official in our 80% interval"),
            PERCENT,
        ),
    )
    return Table(
        Text("公的な2023年推計と本推計", "The official 2023 edition and ours"), columns, rows
    )


def _columns(ours: Text, last: Column) -> tuple[Column, ...]:
    return (
        YEAR,
        Column("ours", ours, PERSONS),
        Column("official", Text("北海道：公的な推計", "Hokkaido: official"), PERSONS),
        Column("change", Text("差", "Difference"), PERCENT),
        Column(
            "municipal",
            Text("市町村の差の大きさの中央値", "Municipalities: median size of difference"),
            PERCENT,
        ),
        last,
    )


_NAMELESS = Text("–", "–")
PASSED = 0.75  # of a year from 1 January to 1 October


def _compared(fans: list[Fan], year: int, official: Values) -> tuple[Cell, ...]:
    """Hokkaido's figures and their difference, then what the municipalities show in per cent."""
    at = fans[0].years.index(year)

    def on_1_october(level: float) -> Values:
        before, after = (
            np.array([fan.at(level)[at + later] for fan in fans], dtype=float) for later in (0, 1)
        )
        between: Values = before + PASSED * (after - before)
        return between

    ours, low, high = (on_1_october(level) for level in (0.5, 0.1, 0.9))
    change = 100 * (ours / official - 1)
    inside = (low <= official) & (official <= high)
    return (
        round(ours[0]),
        round(official[0]),
        round(float(change[0]), 1),
        round(float(np.median(np.abs(change[1:]))), 1),
        round(100 * float(inside[1:].mean())),
    )


# --- from the same census -------------------------------------------------------------------


def beside_same_census() -> Table:
    """Our method and the official projection of 2018, both from the census of 2015."""
    return _beside_same_census(tables.version())


@lru_cache(maxsize=2)
def _beside_same_census(_version: str) -> Table:
    official = quantity(quantities()["projection_2018"])
    ours = fit(CENSUS, until=official.years[-1])
    projected = project(ours.start, ours.assumptions).population
    found = projected.persons.sum(axis=(2, 3))
    theirs = official.of([Subject(code, _NAMELESS, (code,)) for code in projected.areas])
    rows = []
    for year in (year for year in official.years if year > CENSUS):
        a, b = found[projected.years.index(year)], theirs[official.years.index(year)]
        sizes = absolute_percentage_error(a, b)
        rows.append(
            (
                year,
                round(float(a.sum())),
                round(float(b.sum())),
                round(100 * (float(a.sum() / b.sum()) - 1), 1),
                round(float(np.median(sizes)), 1),
                round(float(np.quantile(sizes, 0.9)), 1),
            )
        )
    columns = _columns(
        Text("北海道：本推計の方法", "Hokkaido: our method"),
        Column("far", Text("同90%点", "90th percentile of the same"), PERCENT),
    )
    title = Text(
        "同じ2015年国勢調査からの公的な2018年推計と本推計の方法",
        "The official 2018 edition and our method, both from the census of 2015",
    )
    return Table(title, columns, rows)
