"""How allauth works in this house: our words, our hosts, our secrets.

allauth knows passwords, addresses, keys and codes; everything that a reader sees, and everything
that depends on who she is here, is said in this file.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from renkei.directory.queries.factors import has_shown_factor, must_show_factor

# What a page answers where a client has no address, as in a program that signs somebody in.
NO_ADDRESS = "0.0.0.0"  # noqa: S104


class Accounts(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("このアカウントは使えません。"),
        "cannot_remove_primary_email": _("いま使っているメールアドレスは消せません。"),
        "duplicate_email": _("このメールアドレスはすでに登録されています。"),
        "email_password_mismatch": _(
            "メールアドレスかパスワードが違います。もう一度入れるか、パスワードを設定し直してください。"
        ),
        "enter_current_password": _("今のパスワードが違います。もう一度入れてください。"),
        "incorrect_code": _("コードが違います。新しいコードを入れてください。"),
        "incorrect_password": _("パスワードが違います。もう一度入れてください。"),
        "invalid_or_expired_key": _("リンクの期限が切れています。もう一度送ってください。"),
        "invalid_login": _("メールアドレスを確かめてください。"),
        "invalid_password_reset": _(
            "このリンクは使えません。パスワードの設定をもう一度申し込んでください。"
        ),
        "same_as_current": _("今と同じメールアドレスです。新しいものを入れてください。"),
        "too_many_login_attempts": _(
            "続けて間違えたため、しばらく受け付けません。5分たってからもう一度お試しください。"
        ),
        "rate_limited": _("回数が多すぎます。少し待ってからもう一度お試しください。"),
        "unverified_primary_email": _("先にメールアドレスを確かめてください。"),
    }

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this house; an absolute address is none, even of our own host."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """What was shown a moment ago need not be shown again before a sensitive page."""
        super().login(request, user)
        records = get_authentication_records(request, user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record | {"reauthenticated": True} for record in records
        ]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if must_show_factor(request.user) and not has_shown_factor(request):
            return reverse("directory:factor")
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_login_stages(self) -> list[str]:
        """A second factor that an organisation's provider has seen may count."""
        stages: list[str] = super().get_login_stages()
        if not settings.IDENTITY_PROVIDERS:
            return stages
        asks, ours = "allauth.mfa.stages.AuthenticateStage", "renkei.directory.identity.adapter"
        return [f"{ours}.AskFactor" if stage == asks else stage for stage in stages]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("directory:me")

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        user.name = form.cleaned_data["name"]  # type: ignore[attr-defined]
        user.language = get_language()  # type: ignore[attr-defined]
        saved: AbstractBaseUser = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """With addresses of the configured host: whoever asks may claim to be any."""
        from renkei.directory.notices import send_account_mail

        send_account_mail(template_prefix, email, context)

    def get_client_ip(self, request: HttpRequest) -> str:
        if "REMOTE_ADDR" not in request.META:
            return NO_ADDRESS
        address: str = super().get_client_ip(request)
        return address

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: Any) -> str:
        """Without the host: a limit must not begin anew under another name of ours."""
        return str(credentials.get("email", "")).lower()

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": REAUTHENTICATION[method["id"]]} for method in methods]


REAUTHENTICATION = {
    "reauthenticate": _("パスワードで確かめる"),
    "mfa_reauthenticate": _("認証アプリか回復コードで確かめる"),
    "mfa_reauthenticate:webauthn": _("パスキーで確かめる"),
}


class Factors(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("二段階認証を使っているため、アドレスは足せません。"),
        "cannot_delete_authenticator": _(
            "二段階認証が必要な役割があるため、最後の一つは消せません。先に別の方法を足してください。"
        ),
        "cannot_generate_recovery_codes": _("先に認証アプリかパスキーを登録してください。"),
        "incorrect_code": _("コードが違います。新しいコードを入れてください。"),
        "unverified_email": _("先にメールアドレスを確かめてください。"),
    }

    def encrypt(self, text: str) -> str:
        """A copy of the database alone must not open an account."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        has_other = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return has_other or not must_show_factor(authenticator.user)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        n = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("パスキー %(n)s") % {"n": n})

    def _get_site_name(self) -> str:
        return str(_("連携 renkei"))


def _vault() -> Any:
    """The key follows from the installation's secret; an older secret still opens."""
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    from cryptography.fernet import Fernet, MultiFernet

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (sha256(b"renkei.factors:" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
