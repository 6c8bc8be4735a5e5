"""How each municipality came out: what was projected, what was counted, and the error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.tables import Column, Table
from renkei.core.writing import number
from renkei.engines.demography.scoring import percentage_error
from renkei.observatory.ahead.backtests import Backtest, YearScores, backtests, scores
from renkei.observatory.parts import AREA_CODE, AREA_NAME
from renkei.places.queries import Area

# What `sort` in the address may be; a minus sign before it turns the order round.
ORDERS = ("name", "counted", "projected", "error", "size", "official")
PERSONS = Text("人", "persons")
PERCENT = Text("%", "%")


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A fit and one of the censuses after it."""

    fit: Backtest
    row: int

    @property
    def key(self) -> str:
        return f"{self.fit.fitted_to}-{self.year}"

    @property
    def year(self) -> int:
        return self.fit.years[self.row]

    @property
    def ahead(self) -> int:
        return self.year - self.fit.fitted_to

    @property
    def scores(self) -> YearScores:
        return scores(self.fit)[self.row]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One municipality in one trial; errors in per cent of those counted, None where unknown."""

    area: Area
    counted: float
    projected: float
    low: float
    high: float
    error: float
    official: float | None

    @property
    def is_inside(self) -> bool:
        return self.low <= self.counted <= self.high

    @property
    def size(self) -> float:
        """Of the error, whichever its side."""
        return abs(self.error)

    @property
    def interval(self) -> str:
        return _("%(low)s～%(high)s") % {"low": number(self.low), "high": number(self.high)}

    @property
    def error_written(self) -> str:
        return number(self.error, 1, signed=True)

    @property
    def official_written(self) -> str:
        return number(self.official, 1, signed=True)


def trials() -> tuple[Trial, ...]:
    """Every fit with every census after it, the earliest first."""
    return tuple(Trial(fit, row) for fit in backtests() for row in range(len(fit.years)))


def outcomes(trial: Trial, areas: Sequence[Area]) -> list[Outcome]:
    """How the municipalities came out, in the order given."""
    fit, row = trial.fit, trial.row
    errors = percentage_error(fit.central[row], fit.counted[row])
    officials = percentage_error(fit.official[row], fit.counted[row])
    return [
        Outcome(
            area,
            float(fit.counted[row, i]),
            float(fit.central[row, i]),
            float(fit.low[row, i]),
            float(fit.high[row, i]),
            float(errors[i]),
            None if np.isnan(officials[i]) else float(officials[i]),
        )
        for area in areas
        for i in (fit.areas.index(area.code),)
    ]


def in_order(found: Sequence[Outcome], order: str) -> list[Outcome]:
    """Sorted by one of ORDERS; what is unknown stands last in either direction."""
    column, falls = order.removeprefix("-"), order.startswith("-")
    if column == "name":
        return sorted(found, key=lambda one: (one.area.name_kana, one.area.code), reverse=falls)
    known = [one for one in found if getattr(one, column) is not None]
    known.sort(key=lambda one: (getattr(one, column), one.area.code), reverse=falls)
    return known + [one for one in found if getattr(one, column) is None]


def outcome_table(trial: Trial, found: Sequence[Outcome]) -> Table:
    """The outcomes as a file."""
    columns = (
        AREA_CODE,
        AREA_NAME,
        Column("fitted_to", Text("推計の基準年", "Fitted to")),
        Column("year", Text("比べた年", "Compared in")),
        Column("counted", Text("国勢調査人口", "Counted"), PERSONS),
        Column("projected", Text("本推計", "Projected"), PERSONS),
        Column("low", Text("80%の幅の下限", "Low end of the 80% interval"), PERSONS),
        Column("high", Text("80%の幅の上限", "High end of the 80% interval"), PERSONS),
        Column("error", Text("誤差", "Error"), PERCENT),
        Column("official_error", Text("公的な推計の誤差", "Error of the official one"), PERCENT),
    )
    rows = [
        (
            one.area.code,
            Text(one.area.full_name_ja, one.area.full_name_en),
            trial.fit.fitted_to,
            trial.year,
            round(one.counted),
            round(one.projected),
            round(one.low),
            round(one.high),
            round(one.error, 2),
            None if one.official is None else round(one.official, 2),
        )
        for one in found
    ]
    title = Text(
        f"{trial.fit.fitted_to}年までの資料による{trial.year}年の推計と国勢調査",
        f"Projected from data up to {trial.fit.fitted_to} and counted in {trial.year}",
    )
    return Table(title, columns, rows)
