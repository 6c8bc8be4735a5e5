"""Template filters over `core.writing` and texts in two languages; built in to every template."""

from typing import Any

from django import template

from renkei.core import writing

register = template.Library()


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


register.filter("year", writing.year)
register.filter("long_date", writing.long_date)
