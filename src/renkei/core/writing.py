"""How figures and dates are written: one way for every page, letter and chart.

Unknown is never 0 and never an empty cell: it is a dash that says so.
"""

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from renkei.charter.text import Text

MINUS = "\N{MINUS SIGN}"
UNKNOWN = "\N{EN DASH}"
FEWEST_STEPS = 3  # between the ends of an interval in a sentence, or it is written more finely

# First day of the eras in which the years of any figure here lie. Source: cabinet orders on the
# names of eras.
ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)


def language() -> str:
    """The language of the reader of this page; Japanese where nobody reads."""
    return get_language() or "ja"


def is_english() -> bool:
    return language().startswith("en")


def localized(text: Text) -> str:
    """A text in two languages as the reader of this page reads it."""
    return text.in_language(language())


def in_both_languages(tell: Callable[[], str]) -> Text:
    """What the house's messages say, said in each of the two languages."""
    with override("ja"):
        ja = tell()
    with override("en"):
        return Text(ja, tell())


def as_read(ja: str, en: str) -> str:
    """What somebody entered in Japanese and perhaps in English, as the reader reads it."""
    return (is_english() and en) or ja


def with_unit(name: Text, unit: Text) -> str:
    """高齢化率（%） / Aged share (%)."""
    return _("%(measure)s（%(unit)s）") % {"measure": localized(name), "unit": localized(unit)}


def listed(parts: Iterable[str]) -> str:
    """One after the other: 甲、乙 / a, b."""
    return _("、").join(parts)


def is_unknown(value: float | None) -> bool:
    return value is None or math.isnan(value)


def number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """12,345 with a true minus sign; `signed` puts a plus sign before what is above zero."""
    if value is None or is_unknown(value):
        return UNKNOWN
    text = f"{abs(value):,.{decimals}f}"
    # Rounding decides the sign: -0.04 with one decimal is 0.0, not a negative zero.
    if not any(digit in text for digit in "123456789"):
        return text
    if value < 0:
        return MINUS + text
    return "+" + text if signed else text


def rounded(value: float | None) -> str:
    """A figure for a sentence, without its sign: 約5万4千 / about 54,000.

    Two figures are kept, in Japanese whole myriads from a million on (約504万 / about 5.0 million).
    Below a thousand the figure itself is short enough.
    """
    if value is None or is_unknown(value):
        return UNKNOWN
    size = abs(value)
    if size < 1000:
        return number(round(size))
    nearest = _nearest(size, 10 ** (math.floor(math.log10(size)) - 1))
    if is_english():
        return "about " + _in_millions(nearest)
    return "約" + _in_myriads(_nearest(size, 10_000) if nearest >= 1_000_000 else nearest)


def between(low: float, high: float) -> str:
    """An interval for a sentence: 1,200～1,500 / between 1,200 and 1,500.

    Both ends are rounded alike: to two figures, or more finely where the interval would shrink to
    less than a few steps. Where both ends are one figure, it is that figure.
    """
    step = _step_between(low, high)
    a, b = _nearest(low, step), _nearest(high, step)
    if a == b:
        return number(a)
    if not is_english():
        return f"{_in_fine_myriads(a)}～{_in_fine_myriads(b)}"
    if a < 1_000_000 or step < 10_000:
        return f"between {number(a)} and {number(b)}"
    decimals = 1 if step >= 100_000 else 2
    first, last = (f"{end / 1_000_000:.{decimals}f}" for end in (a, b))
    return f"between {first} and {last} million"


def _step_between(low: float, high: float) -> int:
    size = max(abs(low), abs(high), 1)
    step: int = 10 ** max(0, math.floor(math.log10(size)) - 1)
    while step > 1 and high - low < FEWEST_STEPS * step:
        step //= 10
    return step


def _in_fine_myriads(whole: int) -> str:
    """As `_in_myriads`, with what is left where it is no whole thousand: 54300 -> 5万4,300."""
    rest = whole % 10_000
    if whole < 10_000 or rest % 1000 == 0:
        return _in_myriads(whole)
    return f"{whole // 10_000:,}万{rest:,}"


def _nearest(size: float, step: int) -> int:
    return round(size / step) * step


def _in_millions(whole: int) -> str:
    """54000 -> 54,000, 5000000 -> 5.0 million, 120000000 -> 120 million."""
    if whole < 1_000_000:
        return number(whole)
    return f"{whole / 1_000_000:,.{1 if whole < 10_000_000 else 0}f} million"


def _in_myriads(whole: int) -> str:
    """3400 -> 3,400, 54000 -> 5万4千, 5040000 -> 504万, 123800000 -> 1億2,380万."""
    if whole < 10_000:
        return number(whole)
    myriads, rest = divmod(whole, 10_000)
    if myriads >= 10_000:
        return f"{myriads // 10_000:,}億" + (f"{myriads % 10_000:,}万" if myriads % 10_000 else "")
    return f"{myriads:,}万" + (f"{rest // 1000}千" if rest else "")


def era_year(year: int) -> str:
    """The Japanese era of a calendar year as of its last day: 2019 -> 令和元年."""
    for first_day, era in ERAS:
        if date(year, 12, 31) >= first_day:
            n = year - first_day.year + 1
            return f"{era}{'元' if n == 1 else n}年"
    return f"{year}年"


def year(value: int) -> str:
    """A calendar year with its era where officials expect it: 2025年（令和7年） / 2025."""
    return str(value) if is_english() else f"{value}年（{era_year(value)}）"


def fiscal_year(value: int) -> str:
    """A fiscal year, 1 April to 31 March: 2018年度（平成30年度） / fiscal 2018."""
    return f"fiscal {value}" if is_english() else f"{value}年度（{era_year(value)}度）"


def long_date(day: date) -> str:
    """2026年11月23日（月） / 23 November 2026 (Mon)."""
    if is_english():
        return f"{day.day} {day:%B} {day.year} ({day:%a})"
    return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"


def clock(at: datetime) -> str:
    """21:05, in the time of the house."""
    return f"{timezone.localtime(at):%H:%M}"


def moment(at: datetime) -> str:
    """2026年11月23日（月） 21:05 / 23 November 2026 (Mon) 21:05."""
    return f"{long_date(timezone.localtime(at).date())} {clock(at)}"
