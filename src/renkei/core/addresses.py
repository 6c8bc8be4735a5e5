"""Addresses of pages, looked up once in each language.

Every page leads to some forty others and a list to one more in each row, and looking one up costs
as much as writing three rows.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

LONGEST = 26
# Stands for a key in an address that is kept; letters where the page is not called by a number.
LETTERS, DIGITS = "q" * LONGEST, "0" * LONGEST


class Where(NamedTuple):
    """What an address depends on beside its name; asking for it costs more than looking up."""

    urlconf: str
    prefix: str
    language: str


def here() -> Where:
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    return Where(urlconf, get_script_prefix(), get_language() or "")


def address_of_page(name: str, where: Where | None = None) -> str:
    """As `reverse(name)`; whoever asks for many says `here()` once.

    Errors  NoReverseMatch when no page bears the name
    """
    return _looked_up(name, *(where or here()))


def address_of_record(name: str, key: object) -> str:
    """As `reverse(name, args=[key])`, for a page that is called by one key.

    Errors  NoReverseMatch when no page of the name takes such a key
    """
    return addresses_of(name)(key)


def addresses_of(name: str, where: Where | None = None) -> Callable[[object], str]:
    """`address_of_record` for many rows in the language of now."""
    there = where or here()

    def address(key: object) -> str:
        text = str(key)
        if not (text.isascii() and text.isalnum()):
            # Few are called so: an indicator, a period, a kind of record.
            return _whole(name, text, *there)
        mark = DIGITS if text.isdecimal() else LETTERS
        pattern = _pattern(name, mark, *there)
        return pattern.replace(mark, text) if pattern else reverse(name, args=[key])

    return address


@cache
def _looked_up(name: str, urlconf: str, _prefix: str, _language: str) -> str:
    return reverse(name, urlconf)


@lru_cache(maxsize=2048)
def _whole(name: str, key: str, urlconf: str, _prefix: str, _language: str) -> str:
    return reverse(name, urlconf, args=[key])


@cache
def _pattern(name: str, mark: str, urlconf: str, _prefix: str, _language: str) -> str:
    """Empty where the page takes no such key: some are called by a word of few letters."""
    try:
        return reverse(name, urlconf, args=[mark])
    except NoReverseMatch:
        return ""
