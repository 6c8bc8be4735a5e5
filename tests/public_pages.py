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
    "directory:organisations": (),
    "directory:agreements": (),
    "directory:charges": (),
    "directory:units": (),
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
    "opportunities:home": (),
    "opportunities:map": (),
    "opportunities:search_sent": (),
    "paperwork:personal_files": (),
    "paperwork:sheets": (),
    "paperwork:sheet": ("intake_card",),
    "paperwork:blank_sheet": ("intake_card", "2026-04"),
    "programme:home": (),
    "programme:activities": (),
    "programme:council": ("council",),
    "programme:council_decisions": (),
    "programme:councils": (),
    "programme:meetings": (),
    "programme:opinion_calls": (),
    "programme:figures": (),
    "programme:indicator": ("I-3.1",),
    "programme:why": ("P.01",),
    "programme:money": (),
    "programme:spread": (),
    "programme:spread_of": ("012041",),
    "programme:theme": ("II",),
    "programme:initiative": ("I-2",),
    "programme:reports": (),
    "programme:reviews": (),
    "programme:review_year": (2025,),
    "programme:versions": (),
    "programme:versions_of": ("I-2",),
    "programme:documents_of": ("I-2",),
    "programme:logic": ("I-2",),
    "programme:periods": (),
    "search:home": (),
}
NOT_PAGES = {
    "demo:take_seat",
    "directory:charges_file",
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
    "programme:council_decisions_file",
    "programme:breakdown_file",
    "programme:figures_file",
    "programme:money_file",
    "programme:spread_file",
    "programme:report",  # of a report: its own tests make one first
    "programme:report_file",
    "programme:review",  # of a review: its own tests write one first
}
# They give a cookie against forged requests, so they are never the same twice.
DOORS: dict[str, tuple[str, ...]] = {
    "account_login": (),
    "account_reset_password": (),
    "account_signup": (),
    "demo:seats": (),
    "opportunities:save_search": (),
}
# Why nobody who walks through the demonstration comes there; their rooms' tests do.
UNMET: dict[str, str] = {
    **dict.fromkeys(
        (
            "account_confirm_email",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "directory:invitation",
            "directory:invited",
            "notices:stop",
            "opportunities:after",
            "opportunities:confirm_search",
            "opportunities:end_search",
            "opportunities:saved_search",
            "opportunities:take",
            "paperwork:link_autosave",
            "paperwork:link_fill",
            "paperwork:link_receipt",
            "paperwork:link_review",
            "paperwork:link_take_back",
        ),
        "whoever comes holds a secret",
    ),
    **dict.fromkeys(
        (
            "account_email_verification_sent",
            "account_inactive",
            "account_reauthenticate",
            "account_reset_password_done",
            "account_set_password",
            "directory:factor",
            "mfa_activate_totp",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "start",
        ),
        "half way through signing in",
    ),
    **dict.fromkeys(
        (
            "mfa_edit_webauthn",
            "mfa_generate_recovery_codes",
            "mfa_list_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
        ),
        "for whoever has a passkey, or has just made codes",
    ),
    "imports:resume": "a long import that was stopped",
    **dict.fromkeys(
        (
            "opportunities:check_posting",
            "opportunities:fitting",
            "opportunities:keep_posting",
            "opportunities:publish_posting",
            "opportunities:return_posting",
            "programme:answer_activity",
            "programme:call_meeting",
            "programme:confirm_value",
            "programme:enter_value",
            "programme:hold_meeting",
            "programme:withdraw_value",
        ),
        "on one of many records of a kind, of which a walk sees a few",
    ),
    **dict.fromkeys(
        (
            "opportunities:answer",
            "opportunities:close_round",
            "opportunities:drop_ruling",
            "opportunities:publish_round",
        ),
        "once wishes have closed and a proposal was made",
    ),
    "opportunities:adopt_proposal": "when somebody has come to the end of what makes proposals",
    "programme:revise_figure": "when something becomes known after the lock",
    "programme:submit_figures": "everything was handed in; the next quarter goes on",
    "jobs:resume": "long work that went wrong",
    "paperwork:answers_file": "a file that is made of what a list shows",
    "paperwork:disposal": "comes with the years",
    "paperwork:draft_document": "after a form",
    "paperwork:receipt": "after a form",
    "paperwork:review": "after a form",
}
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
