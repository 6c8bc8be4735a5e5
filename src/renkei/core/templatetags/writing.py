"""Template filters over `core.writing` and texts in two languages; built in to every template."""

import re
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from renkei.core import choices, writing

register = template.Library()

# A figure with its sign, its unit and a particle: 約5万4千人、20～24歳に、5万～6万人、+13,117、
# 5.7 million.
SIZE = r"\d[\d,.]*(?:[億万千][\d,]*)*"
FIGURE = re.compile(
    rf"約?[+\u2212]?{SIZE}(?:[～-]{SIZE})?"
    r"(?:年度|[年人歳件%]| million)?[がはをにでへのとも]?"
)


@register.filter
def localized(text: Any) -> str:
    """A `Text` in the reader's language."""
    return writing.localized(text) if text else ""


@register.filter
def figure(value: float | None, decimals: int = 0) -> str:
    """12,345 with a true minus sign, a dash where unknown."""
    return writing.number(value, decimals)


@register.filter
def change(value: float | None, decimals: int = 0) -> str:
    """A figure with its sign: +4,398 or −53,556."""
    return writing.number(value, decimals, signed=True)


@register.filter
def unbroken(sentence: str) -> SafeString:
    """A sentence in large letters, whose lines do not end inside a figure."""
    between = [escape(part) for part in FIGURE.split(sentence)]
    figures = [f'<span class="whole">{escape(part)}</span>' for part in FIGURE.findall(sentence)]
    pairs = zip_longest(between, figures, fillvalue="")
    return SafeString("".join(part for pair in pairs for part in pair))


register.filter("year", writing.year)
register.filter("long_date", writing.long_date)
register.filter("options", choices.options)
register.filter("suggestions", choices.suggestions)
