"""Signing in and out, passwords, addresses, factors: pages of allauth with our words.

Only what is used is here, each under the name that allauth asks for, and imported at its first
request: keys and codes bring cryptography with them.
"""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from renkei.core.lazy import View, lazy_view

ACCOUNT, FACTORS = "allauth.account.views", "allauth.mfa"


def _page(address: str) -> View:
    """Kept by nobody: such a page holds a secret, or the way to one."""
    return never_cache(lazy_view(address))


urlpatterns = [
    path("login/", _page("renkei.directory.views.accounts:sign_in"), name="account_login"),
    path("logout/", _page("renkei.directory.views.accounts:sign_out"), name="account_logout"),
    path("inactive/", _page(f"{ACCOUNT}:account_inactive"), name="account_inactive"),
    path("signup/", _page(f"{ACCOUNT}:signup"), name="account_signup"),
    path("reauthenticate/", _page(f"{ACCOUNT}:reauthenticate"), name="account_reauthenticate"),
    path("email/", _page("renkei.directory.views.accounts:change_email"), name="account_email"),
    path(
        "confirm-email/",
        _page(f"{ACCOUNT}:email_verification_sent"),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        _page(f"{ACCOUNT}:confirm_email"),
        name="account_confirm_email",
    ),
    path(
        "password/change/",
        _page("renkei.directory.views.accounts:change_password"),
        name="account_change_password",
    ),
    path(
        "password/set/",
        _page("renkei.directory.views.accounts:set_password"),
        name="account_set_password",
    ),
    path("password/reset/", _page(f"{ACCOUNT}:password_reset"), name="account_reset_password"),
    path(
        "password/reset/done/",
        _page(f"{ACCOUNT}:password_reset_done"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _page(f"{ACCOUNT}:password_reset_from_key"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        _page(f"{ACCOUNT}:password_reset_from_key_done"),
        name="account_reset_password_from_key_done",
    ),
    path("factors/", _page("renkei.directory.views.me:factors"), name="mfa_index"),
    path(
        "factors/authenticate/",
        _page(f"{FACTORS}.base.views:authenticate"),
        name="mfa_authenticate",
    ),
    path(
        "factors/reauthenticate/",
        _page(f"{FACTORS}.base.views:reauthenticate"),
        name="mfa_reauthenticate",
    ),
    path(
        "factors/application/",
        _page(f"{FACTORS}.totp.views:activate_totp"),
        name="mfa_activate_totp",
    ),
    path(
        "factors/application/remove/",
        _page(f"{FACTORS}.totp.views:deactivate_totp"),
        name="mfa_deactivate_totp",
    ),
    path(
        "factors/codes/",
        _page(f"{FACTORS}.recovery_codes.views:view_recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "factors/codes/new/",
        _page(f"{FACTORS}.recovery_codes.views:generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "factors/passkeys/",
        _page("renkei.directory.views.accounts:passkeys"),
        name="mfa_list_webauthn",
    ),
    path(
        "factors/passkeys/add/",
        _page(f"{FACTORS}.webauthn.views:add_webauthn"),
        name="mfa_add_webauthn",
    ),
    path(
        "factors/passkeys/sign-in/",
        _page(f"{FACTORS}.webauthn.views:login_webauthn"),
        name="mfa_login_webauthn",
    ),
    path(
        "factors/passkeys/reauthenticate/",
        _page(f"{FACTORS}.webauthn.views:reauthenticate_webauthn"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "factors/passkeys/<int:pk>/remove/",
        _page(f"{FACTORS}.webauthn.views:remove_webauthn"),
        name="mfa_remove_webauthn",
    ),
    path(
        "factors/passkeys/<int:pk>/name/",
        _page(f"{FACTORS}.webauthn.views:edit_webauthn"),
        name="mfa_edit_webauthn",
    ),
]
