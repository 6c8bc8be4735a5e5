"""Forms of second factors: those of allauth, in our words."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy

from renkei.directory.forms.accounts import Worded

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code"}


class Coded(Worded):
    """A code counts once: as long as the clocks may differ, which allauth forgets earlier."""

    labels = {"code": gettext_lazy("認証アプリの6桁のコード、または回復コード")}
    authenticator: Authenticator

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs.update(DIGITS)

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            cache.touch(self.authenticator.wrap()._get_used_cache_key(code), seconds)
        return code


class ShowCode(Coded, base.AuthenticateForm):
    pass


class ShowCodeAgain(Coded, base.ReauthenticateForm):
    pass


class AddApplication(Worded, totp.ActivateTOTPForm):
    labels = {"code": gettext_lazy("アプリに出た6桁のコード")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs.update(DIGITS)


class AddPasskey(Worded, webauthn.AddWebAuthnForm):
    """Always one that checks its holder: then it counts as both factors."""

    labels = {"name": gettext_lazy("このパスキーの名前")}
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].help_text = gettext_lazy("例：仕事のパソコン、自分の電話")
        self.fields["name"].widget.attrs["maxlength"] = 60

    def clean_passwordless(self) -> bool:
        return True


class NamePasskey(Worded, webauthn.EditWebAuthnForm):
    labels = {"name": gettext_lazy("このパスキーの名前")}
