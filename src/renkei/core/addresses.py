"""Addresses of pages, looked up once in each language.

Every page leads to some forty others and a list to one more in each row, and looking one up costs
as much as writing three rows.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

LONGEST = 26
# Stands for a key in an address that is kept; letters where the page is not called by a number.
LETTERS, DIGITS = "q" * LONGEST, "0" * LONGEST


def address_of_page(name: str) -> str:
    """As `reverse(name)`.

    Errors  NoReverseMatch when no page bears the name
    """
    return _looked_up(name, *_where())


def address_of_record(name: str, key: object) -> str:
    """As `reverse(name, args=[key])`, for a page that is called by one key.

    Errors  NoReverseMatch when no page of the name takes such a key
    """
    return addresses_of(name)(key)


def addresses_of(name: str) -> Callable[[object], str]:
    """`address_of_record` for many rows in the language of now."""
    where = _where()

    def address(key: object) -> str:
        text = str(key)
        if not (text.isascii() and text.isalnum()):
            return reverse(name, args=[key])
        mark = DIGITS if text.isdecimal() else LETTERS
        pattern = _pattern(name, mark, *where)
        return pattern.replace(mark, text) if pattern else reverse(name, args=[key])

    return address


def _where() -> tuple[str, str, str]:
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    return urlconf, get_script_prefix(), get_language() or ""


@cache
def _looked_up(name: str, urlconf: str, _prefix: str, _language: str) -> str:
    return reverse(name, urlconf)


@cache
def _pattern(name: str, mark: str, urlconf: str, _prefix: str, _language: str) -> str:
    """Empty where the page takes no such key: some are called by a word of few letters."""
    try:
        return reverse(name, urlconf, args=[mark])
    except NoReverseMatch:
        return ""
