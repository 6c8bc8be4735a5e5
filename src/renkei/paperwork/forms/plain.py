"""Forms that speak to their readers: what is missing is asked for, and no field is named so."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PlainForm(forms.Form):
    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        for field in self.fields.values():
            is_chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = (
                _("選んでください。") if is_chosen else _("入力してください。")
            )
