"""The calendar of an office: fiscal years, and dates in Japanese eras, written and read."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.writing import ERAS

APRIL = 4
HOUSE_TIME = ZoneInfo("Asia/Tokyo")
LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}

# 2026-11-25, 2026/11/25, 2026.11.25, 2026年11月25日
WESTERN = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
# 令和8年11月25日, 令和元年5月1日, R8.11.25, R8-11-25, R8/11/25
OF_ERA = re.compile(
    r"(令和|平成|昭和|[RHS])(\d{1,2}|元)(?:([-/.])(\d{1,2})\3(\d{1,2})|年(\d{1,2})月(\d{1,2})日)",
    re.IGNORECASE,
)


def today() -> date:
    """The day in Japan, wherever the server stands."""
    return timezone.now().astimezone(HOUSE_TIME).date()


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time.max, HOUSE_TIME)


def fiscal_year_of(day: date) -> int:
    """The year in whose April the fiscal year of the day began."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """Its first and last day."""
    return date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def months_of_fiscal_year(year: int) -> list[tuple[int, int]]:
    """Year and month of each, from April to March."""
    return [(year, month) for month in range(APRIL, 13)] + [
        (year + 1, month) for month in range(1, APRIL)
    ]


def months_later(day: date, n: int) -> date:
    """The same day so many months later, earlier where n is below zero; where that month has no
    such day, its last. A month's last day stays one."""
    years, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    last = monthrange(years, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(years, month + 1, last if is_last else min(day.day, last))


def era_date(day: date) -> str:
    """令和8年11月25日; an era begins and ends within a year, so the day decides."""
    for first_day, era in ERAS:
        if day >= first_day:
            n = day.year - first_day.year + 1
            return f"{era}{'元' if n == 1 else n}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def read_date(text: str) -> date:
    """A day as people write it: 2026-11-25, 2026/11/25, 令和8年11月25日, R8.11.25, in any width.

    Errors  ValueError, with a message for whoever wrote it, when it is no day, or a day that the
            era does not have: 平成31年5月1日 was 令和元年5月1日
    """
    # Signs that look like a hyphen are meant as one.
    plain = re.sub(r"[\s]", "", unicodedata.normalize("NFKC", text)).translate(_HYPHENS)
    if found := WESTERN.fullmatch(plain):
        year, _sign, *day = found.groups()
        return _day(text, int(year), day)
    if found := OF_ERA.fullmatch(plain):
        name, n, _sign, *day = found.groups()
        return _day_of_era(text, LETTERS.get(name.upper(), name), 1 if n == "元" else int(n), day)
    raise ValueError(
        _(
            "「%(text)s」は日付として読めません。2026-11-25、令和8年11月25日、R8.11.25のように書いてください。"
        )
        % {"text": text}
    )


_HYPHENS = {ord(sign): "-" for sign in "\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}"}


def _day(text: str, year: int, month_and_day: list[str | None]) -> date:
    month, day = (int(part) for part in month_and_day if part)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("「%(text)s」という日はありません。") % {"text": text}) from None


def _day_of_era(text: str, era: str, n: int, month_and_day: list[str | None]) -> date:
    first_day = next(first for first, name in ERAS if name == era)
    day = _day(text, first_day.year + n - 1, month_and_day)
    written = era_date(day)
    if n < 1 or not written.startswith(era):
        raise ValueError(
            _("「%(text)s」という日はありません。%(written)sですか。")
            % {"text": text, "written": written}
        )
    return day
