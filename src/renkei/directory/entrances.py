"""Who came in, who tried to and who left, for the log of security."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from renkei.core.log import note


@receiver(user_logged_in)
def note_signed_in(request: HttpRequest, user: Any, **_more: Any) -> None:
    note("signed_in", request, person=user.pk, client=_client(request))


@receiver(user_logged_out)
def note_signed_out(request: HttpRequest, user: Any, **_more: Any) -> None:
    if user is not None:
        note("signed_out", request, person=user.pk)


@receiver(user_login_failed)
def note_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any
) -> None:
    """The address that was tried is told apart from others without being told."""
    tried = str(credentials.get("email") or "").lower()
    digest = salted_hmac("renkei.directory.entrances", tried, algorithm="sha256").hexdigest()[:16]
    note("sign_in_failed", request, tried=digest, client=_client(request))


@receiver([password_changed, password_reset, email_changed])
@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def note_changed(signal: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    note(CHANGES[signal], request, person=user.pk)


CHANGES = {
    password_changed: "password_changed",
    password_reset: "password_reset",
    email_changed: "email_changed",
    authenticator_added: "factor_added",
    authenticator_removed: "factor_removed",
    authenticator_reset: "recovery_codes_made",
}


def _client(request: HttpRequest | None) -> str:
    return "" if request is None else get_adapter().get_client_ip(request)
