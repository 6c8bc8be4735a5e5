"""The link by which somebody without an account says how it goes; the address is the key."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from renkei.opportunities.models import Placement

SALT = "renkei.opportunities.after"
VALID_S = 120 * 24 * 3600


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
