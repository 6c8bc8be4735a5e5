"""Options of a choice as they stand in a page, and the labels of a choice for many rows.

Hundreds of areas cost more than the page around them, so what was written once is kept: it depends
on nothing but its values and texts.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Choices
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

Option = tuple[str, str]


def options(offered: Iterable[tuple[Any, Any]], chosen: object = "") -> SafeString:
    """The <option> elements of (value, label), of which the chosen one is marked."""
    written = _options(tuple((str(value), str(label)) for value, label in offered))
    mark = f'value="{escape(str(chosen))}"'
    return SafeString(written.replace(f"{mark}>", f"{mark} selected>", 1))


def suggestions(names: Iterable[str]) -> SafeString:
    """The <option> elements of a list from which a field may be filled."""
    return _suggestions(tuple(names))


@lru_cache(maxsize=64)
def _suggestions(names: tuple[str, ...]) -> SafeString:
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))


@lru_cache(maxsize=64)
def _options(offered: tuple[Option, ...]) -> SafeString:
    return format_html_join("\n", '<option value="{}">{}</option>', offered)


def labels(choices: type[Choices]) -> dict[str, str]:
    """Each value with its label in the reader's language, for all rows of a list."""
    return {str(value): str(label) for value, label in choices.choices}
