"""One address for every public page: what is tested on all of them is tested through this list.

A public route that gives files or parts of pages stands in `NOT_PAGES`, a page for everybody with
a form that sends something in `DOORS`. Every other route is for whoever is signed in; those are
found by walking through the demonstration from seat to seat (`tests/walk.py`).
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

PAGES: dict[str, tuple[str, ...]] = {
    "home": (),
    "journal:kinds": (),
    "observatory:home": (),
    "observatory:search": (),
    "observatory:area": ("011002",),
    "observatory:compare": (),
    "observatory:backtest": (),
    "observatory:method": (),
    "observatory:what_if": (),
    "observatory:save_scenario": (),
    "observatory:compare_scenarios": (),
    "observatory:goal": (),
    "observatory:sources": (),
    "observatory:source": ("census",),
    "paperwork:personal_files": (),
    "paperwork:sheets": (),
    "paperwork:sheet": ("intake_card",),
    "paperwork:blank_sheet": ("intake_card", "2026-04"),
    "programme:home": (),
    "programme:theme": ("II",),
    "programme:initiative": ("I-2",),
    "search:home": (),
}
NOT_PAGES = {
    "observatory:ranking_file",
    "observatory:area_file",
    "observatory:compare_file",
    "observatory:backtest_file",
    "observatory:source_file",
    "observatory:what_if_file",
    "observatory:compare_scenarios_file",
    "observatory:scenario",  # a page of somebody: its own test saves one first
    "observatory:scenario_file",
    "observatory:goal_file",
    "observatory:goal_parts_file",
    "paperwork:codes_file",
}
# They give a cookie against forged requests, so they are never the same twice.
DOORS: dict[str, tuple[str, ...]] = {
    "account_login": (),
    "account_reset_password": (),
    "account_signup": (),
    "demo:seats": (),
}
# No link leads there: somebody has to hold a secret, or to be half way through something.
UNMET: dict[str, str] = {}
LANGUAGES = ("ja", "en")


def address(name: str, language: str) -> str:
    with override(language):
        return reverse(name, args=(PAGES | DOORS)[name])


def routes() -> set[str]:
    """The names of all routes of the house."""
    return set(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _routes(pattern.url_patterns, space + inner)
        else:
            yield f"{space}{pattern.name}"
