"""What allauth tells us, and what follows from it in this house."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from renkei.directory.queries.factors import has_factor


@receiver(user_logged_in)
def keep_session(request: HttpRequest, user: Any, **_more: Any) -> None:
    """However somebody signed in: a session that is not known cannot be ended."""
    longest = UserSession._meta.get_field("user_agent").max_length
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "ip": get_adapter().get_client_ip(request),
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:longest],
        },
    )


@receiver(authenticator_added)
def count_as_shown(
    request: HttpRequest, user: Any, authenticator: Authenticator, **_more: Any
) -> None:
    """Whoever has just set up a factor has shown it; codes on paper were only made."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed)
def count_as_not_shown(request: HttpRequest, user: Any, **_more: Any) -> None:
    """With the last factor its proof in this session is gone as well."""
    if not has_factor(user):
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record
            for record in get_authentication_records(request, user)
            if record.get("method") != "mfa"
        ]
