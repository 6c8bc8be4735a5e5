"""Addresses of pages that need nothing but their name, looked up once in each language.

Every page leads to some forty of them, and looking one up costs as much as writing three rows.
"""

from functools import cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address_of_page(name: str) -> str:
    """As `reverse(name)`.

    Errors  NoReverseMatch when no page bears the name
    """
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    return _looked_up(name, urlconf, get_script_prefix(), get_language() or "")


@cache
def _looked_up(name: str, urlconf: str, _prefix: str, _language: str) -> str:
    return reverse(name, urlconf)
