"""Whether somebody has shown, in this session, more than a password."""

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def has_shown_factor(request: HttpRequest) -> bool:
    """A code, a key, or a passkey that checked its holder and so counts as both factors."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == "mfa" for record in records)
