"""The calendar of an office: fiscal years, and dates in Japanese eras."""

from datetime import date

from renkei.core.writing import ERAS

APRIL = 4


def fiscal_year_of(day: date) -> int:
    """The year in whose April the fiscal year of the day began."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """Its first and last day."""
    return date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def era_date(day: date) -> str:
    """令和8年11月25日; an era begins and ends within a year, so the day decides."""
    for first_day, era in ERAS:
        if day >= first_day:
            n = day.year - first_day.year + 1
            return f"{era}{'元' if n == 1 else n}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"
