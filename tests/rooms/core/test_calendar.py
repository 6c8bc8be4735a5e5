"""Fiscal years from April to March; dates in eras, which change in the middle of a year."""

from datetime import date

import pytest

from renkei.core.calendar import era_date, fiscal_year_days, fiscal_year_of


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 25), "令和8年11月25日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "1926年12月24日"),
    ],
)
def test_date_is_written_in_the_era_of_its_day(day, written):
    assert era_date(day) == written


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)],
)
def test_fiscal_year_begins_in_april(day, year):
    first, last = fiscal_year_days(year)

    assert fiscal_year_of(day) == year
    assert first <= day <= last
