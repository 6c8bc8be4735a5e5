"""Where allauth asks what this house thinks of somebody whom a provider sends."""

import functools
from typing import Any

from allauth.account.adapter import get_adapter as accounts
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from renkei.core.log import note
from renkei.core.writing import is_english
from renkei.directory.actions.identities import first_sign_in
from renkei.directory.identity.provider import provider_called
from renkei.directory.queries.factors import note_factor
from renkei.directory.queries.identities import may_count_factor

SECONDS = 5


def refused(request: HttpRequest, *, why: str) -> HttpResponse:
    """One page for whoever is not let in: it tells nobody who is known here."""
    note("provider_sign_in_refused", request, why=why)
    return render(request, "directory/provider_refused.html", status=403)


class Identities(DefaultSocialAccountAdapter):
    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """From the environment alone; a row in a table opens no door."""
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=one.key,
                name=one.name_en if is_english() else one.name_ja,
                client_id=one.client_id,
                secret=one.secret,
            )
            for one in settings.IDENTITY_PROVIDERS
            if provider in (None, one.key) and client_id in (None, one.client_id)
        ]

    def get_requests_session(self) -> Any:
        """A short patience, and no way to where the answer points."""
        import requests

        session = requests.Session()
        session.request = functools.partial(  # type: ignore[method-assign]
            session.request, timeout=SECONDS, allow_redirects=False
        )
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Whoever is known comes in; somebody new only where an invitation waits for her."""
        if sociallogin.is_existing:
            return
        ours, account = provider_called(sociallogin.account.provider), sociallogin.account
        person = first_sign_in(ours, account.uid, sociallogin.claims, on=timezone.localdate())
        if person is None:
            raise ImmediateHttpResponse(refused(request, why="unknown"))
        sociallogin.user = person
        sociallogin.account = SocialAccount.objects.get(provider=ours.key, uid=account.uid)
        note("identity_linked", request, person=person.pk, provider=ours.key)
        accounts(request).send_notification_mail(
            "socialaccount/email/account_connected", person, context={"provider": ours}
        )

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> None:
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(render(request, "directory/provider_cancelled.html"))
        raise ImmediateHttpResponse(failed(request, why=str(exception or error)))


def failed(request: HttpRequest, *, why: str) -> HttpResponse:
    """Why, is for the log: it says nothing to a reader, and too much to somebody who tries."""
    note("provider_sign_in_failed", request, why=why[:200])
    return render(request, "directory/provider_failed.html", status=401)


class AskFactor(AuthenticateStage):
    """Our own factor is asked, unless the provider has seen one and may say so."""

    def handle(self) -> tuple[Any, bool]:
        login = (self.login.signal_kwargs or {}).get("sociallogin")
        claims = getattr(login, "claims", None)
        if login is not None and claims is not None:
            ours = provider_called(login.account.provider)
            if ours.has_seen_factor(claims) and may_count_factor(ours, self.login.user):
                note_factor(self.request, self.login.user, by="provider")
                return None, True
        answer: tuple[Any, bool] = super().handle()
        return answer
