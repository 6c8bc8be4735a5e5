"""Why a record is held back, and by which unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

LONGEST = 300


class HoldForm(forms.Form):
    reason = forms.CharField(max_length=LONGEST, strip=True)
    unit = forms.ChoiceField()

    def __init__(self, data: Any = None, *, units: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["reason"].error_messages = {
            "required": _(
                "処分を保留する理由を書いてください。例: 異議申立ての審査が続いているため"
            ),
            "max_length": _("理由は%(limit_value)d字までにしてください(今は%(show_value)d字)。"),
        }
        self.fields["unit"] = forms.ChoiceField(
            choices=units,
            error_messages={
                "required": _("保留する部署を選んでください。"),
                "invalid_choice": _("保留する部署を一覧から選んでください。"),
            },
        )
