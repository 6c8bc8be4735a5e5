"""Forms of accounts: those of allauth, in our words."""

from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EMAIL = gettext_lazy("メールアドレス")
PASSWORD = gettext_lazy("パスワード")
LONGEST_PASSWORD = 128


class Worded:
    """A form whose fields speak our words; none speaks through a placeholder."""

    fields: dict[str, forms.Field]
    labels: dict[str, Any] = {}
    # Checked by eye: whoever types it can show it.
    unneeded: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.unneeded:
            self.fields.pop(name, None)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _("入力してください。")
            if isinstance(field, forms.EmailField):
                self._set_up_email(field)
            if isinstance(field.widget, forms.PasswordInput):
                self._set_up_password(field)

    def _set_up_email(self, field: forms.Field) -> None:
        field.error_messages["invalid"] = _("メールアドレスの形ではありません。例：name@example.jp")
        # Without it a validator of the field says its own words.
        for validator in field.validators:
            if hasattr(validator, "message"):
                validator.message = field.error_messages["invalid"]

    def _set_up_password(self, field: forms.Field) -> None:
        is_new = field.widget.attrs.get("autocomplete") == "new-password"
        helps = filter(None, password_validators_help_texts())
        field.help_text = " ".join(helps) if is_new else ""
        field.widget.attrs["maxlength"] = LONGEST_PASSWORD


class SignIn(Worded, account.LoginForm):
    labels = {"login": EMAIL, "password": PASSWORD}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUp(Worded, account.SignupForm):
    name = forms.CharField(
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")
    labels = {"name": gettext_lazy("お名前"), "email": EMAIL, "password1": PASSWORD}

    def try_save(self, request: HttpRequest) -> Any:
        """A known address costs the same time as a new one: hashing is what takes it."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmail(Worded, account.AddEmailForm):
    labels = {"email": gettext_lazy("新しいメールアドレス")}


class ChangePassword(Worded, account.ChangePasswordForm):
    labels = {
        "oldpassword": gettext_lazy("今のパスワード"),
        "password1": gettext_lazy("新しいパスワード"),
    }
    unneeded = ("password2",)


class SetPassword(Worded, account.SetPasswordForm):
    labels = {"password1": gettext_lazy("新しいパスワード")}
    unneeded = ("password2",)


class AskForReset(Worded, account.ResetPasswordForm):
    labels = {"email": EMAIL}


class ResetPassword(Worded, account.ResetPasswordKeyForm):
    labels = {"password1": gettext_lazy("新しいパスワード")}
    unneeded = ("password2",)


class Reauthenticate(Worded, account.ReauthenticateForm):
    labels = {"password": PASSWORD}
