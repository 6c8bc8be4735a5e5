"""Links by which somebody without an account says how it goes, or keeps a search; each is a key."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from renkei.opportunities.models import Placement, SavedSearch

SALT = "renkei.opportunities.after"
VALID_S = 120 * 24 * 3600
# Another salt for each, so that the link of one letter is of no use at another page.
CONFIRMING, KEEPING = "renkei.opportunities.confirming", "renkei.opportunities.keeping"
TAKING = "renkei.opportunities.taking"
CONFIRM_S = 7 * 24 * 3600


def link_to_answer(placement: Placement) -> str:
    """Holds for the question that is open now, and for 120 days."""
    token = signing.dumps([placement.key, placement.ask_months], salt=SALT)
    return settings.ADDRESS + reverse("opportunities:after", args=[token])


def read_link(token: str) -> tuple[str, int] | None:
    """Which placement, and how many months after the start; None when it is none of ours."""
    try:
        key, months = signing.loads(token, salt=SALT, max_age=VALID_S)
        return str(key), int(months)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def link_to_confirm(search: SavedSearch) -> str:
    """Holds for 7 days."""
    return _address("opportunities:confirm_search", search, CONFIRMING)


def link_to_search(search: SavedSearch) -> str:
    """The page of a search that is kept, as long as it is."""
    return _address("opportunities:saved_search", search, KEEPING)


def link_to_end(search: SavedSearch) -> str:
    """The page with one button, where mail programs end it by themselves too."""
    return _address("opportunities:end_search", search, KEEPING)


def read_confirming(token: str) -> str | None:
    return _key(token, CONFIRMING, CONFIRM_S)


def read_keeping(token: str) -> str | None:
    return _key(token, KEEPING, None)


def token_of(search: SavedSearch) -> str:
    return signing.dumps(search.key, salt=KEEPING)


def _address(page: str, search: SavedSearch, salt: str) -> str:
    return settings.ADDRESS + reverse(page, args=[signing.dumps(search.key, salt=salt)])


def _key(token: str, salt: str, seconds: int | None) -> str | None:
    """The key of a search; None when nobody of ours wrote it, or it is too old."""
    try:
        return str(signing.loads(token, salt=salt, max_age=seconds))
    except signing.BadSignature:
        return None


# --- a place that a round gave ------------------------------------------------------------------


def link_to_take(placement: Placement) -> str:
    """Where whoever was given a place says yes or no; holds as long as somebody is asked."""
    token = signing.dumps(placement.key, salt=TAKING)
    return settings.ADDRESS + reverse("opportunities:take", args=[token])


def read_taking(token: str) -> str | None:
    """Which placement; None when it is none of ours."""
    return _key(token, TAKING, VALID_S)
