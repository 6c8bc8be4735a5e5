"""Periods of figures: a fiscal year, a quarter of one, a month.

Period.year(2025)          April 2025 to March 2026     key "2025"
Period.quarter(2025, 3)    October to December 2025     key "2025Q3"
Period.month(2025, 12)     December 2025                key "2025-12"
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core import writing
from renkei.core.calendar import APRIL, fiscal_year_days, fiscal_year_of, months_of_fiscal_year

QUARTERS = (1, 2, 3, 4)
KEY = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both counted; in order of time."""

    first: date
    last: date
    key: str

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(*fiscal_year_days(year), key=str(year))

    @classmethod
    def quarter(cls, year: int, n: int) -> "Period":
        """The `n`th three months of a fiscal year: the first begins in April."""
        months = months_of_fiscal_year(year)[3 * (n - 1) : 3 * n]
        return cls(date(*months[0], 1), _last_day(*months[-1]), key=f"{year}Q{n}")

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """Of a calendar year, as months are called."""
        return cls(date(year, month, 1), _last_day(year, month), key=f"{year}-{month:02}")

    @classmethod
    def called(cls, key: str) -> "Period":
        """Errors  ValueError when it is no key of a period."""
        found = KEY.fullmatch(key)
        if not found:
            raise ValueError(f"“{key}” is no period; write it as 2025, 2025Q3 or 2025-12")
        year, quarter, month = found.groups()
        if quarter:
            return cls.quarter(int(year), int(quarter))
        return cls.month(int(year), int(month)) if month else cls.year(int(year))

    @property
    def fiscal_year(self) -> int:
        return fiscal_year_of(self.first)

    @property
    def is_year(self) -> bool:
        return self.key == str(self.fiscal_year)

    @property
    def label(self) -> str:
        """2025年度（令和7年度）, 2025年度第3四半期, 2025年12月; in the language of the reader."""
        if self.is_year:
            return writing.fiscal_year(self.fiscal_year)
        if "Q" in self.key:
            told = {"year": self.fiscal_year, "n": self.key[-1]}
            return _("%(year)s年度第%(n)s四半期") % told
        if writing.is_english():
            return f"{self.first:%B} {self.first.year}"
        return f"{self.first.year}年{self.first.month}月"

    def is_over(self, on: date) -> bool:
        return self.last < on


def period_called(key: str) -> Text | None:
    """What a key in the journal stands for."""
    try:
        period = Period.called(key)
    except ValueError:
        return None
    return writing.in_both_languages(lambda: period.label)


def quarter_of(day: date) -> Period:
    n = (day.month - APRIL) % 12 // 3 + 1
    return Period.quarter(fiscal_year_of(day), n)


def quarters_of(year: int) -> list[Period]:
    return [Period.quarter(year, n) for n in QUARTERS]


def months_of(period: Period) -> list[Period]:
    """The months that a period holds, in order."""
    everything = [Period.month(*one) for one in months_of_fiscal_year(period.fiscal_year)]
    return [one for one in everything if period.first <= one.first and one.last <= period.last]


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
