"""Periods of figures: their days, names and order."""

from datetime import date

import pytest
from django.utils.translation import override

from renkei.programme.periods import Period, months_of, quarter_of, quarters_of


def test_fiscal_year_ends_in_march() -> None:
    period = Period.year(2025)

    assert (period.first, period.last, period.key) == (date(2025, 4, 1), date(2026, 3, 31), "2025")


def test_last_quarter_lies_in_the_next_calendar_year() -> None:
    period = Period.quarter(2023, 4)

    assert (period.first, period.last) == (date(2024, 1, 1), date(2024, 3, 31))
    assert period.fiscal_year == 2023


def test_month_of_a_leap_year_has_its_day() -> None:
    assert Period.month(2024, 2).last == date(2024, 2, 29)


@pytest.mark.parametrize("key", ["2025", "2025Q1", "2025Q4", "2025-12", "2026-03"])
def test_period_is_found_by_its_key(key: str) -> None:
    assert Period.called(key).key == key


@pytest.mark.parametrize("key", ["", "25", "2025Q5", "2025-13", "2025q1", "2025-1", "2025 "])
def test_key_of_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        Period.called(key)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2025, 4, 1), "2025Q1"),
        (date(2025, 6, 30), "2025Q1"),
        (date(2025, 7, 1), "2025Q2"),
        (date(2025, 12, 31), "2025Q3"),
        (date(2026, 1, 1), "2025Q4"),
        (date(2026, 3, 31), "2025Q4"),
    ],
)
def test_day_lies_in_one_quarter(day: date, key: str) -> None:
    assert quarter_of(day).key == key


def test_quarters_and_months_fill_the_year_without_a_gap() -> None:
    year = Period.year(2025)
    months = [month for quarter in quarters_of(2025) for month in months_of(quarter)]

    assert months == months_of(year)
    assert [month.key for month in months][::11] == ["2025-04", "2026-03"]
    assert months[0].first == year.first
    assert months[-1].last == year.last


def test_period_is_over_on_the_day_after_its_last() -> None:
    period = Period.month(2025, 12)

    assert not period.is_over(date(2025, 12, 31))
    assert period.is_over(date(2026, 1, 1))


def test_label_is_written_in_the_language_of_the_reader() -> None:
    periods = [Period.year(2025), Period.quarter(2025, 3), Period.month(2025, 12)]

    with override("ja"):
        japanese = [period.label for period in periods]
    with override("en"):
        english = [period.label for period in periods]

    assert japanese == ["2025年度（令和7年度）", "2025年度第3四半期", "2025年12月"]
    assert english == ["fiscal 2025", "Q3 of fiscal 2025", "December 2025"]
