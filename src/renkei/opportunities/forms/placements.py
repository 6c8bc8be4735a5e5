"""What is asked at a step of a placement: the day, today unless somebody says otherwise."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from renkei.core.fields import DateField
from renkei.opportunities.states import EndReason


class StepForm(forms.Form):
    """`steps` are those that may follow now."""

    to = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("その段階は、いまは記録できません。いまの段階を確かめてください。"),
        ),
    )
    on = DateField(label=gettext_lazy("日"))
    days = forms.IntegerField(
        label=gettext_lazy("参加した日数"),
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"}),
    )

    def __init__(self, *arguments: Any, steps: Iterable[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["to"].choices = [(one, one) for one in steps]  # type: ignore[attr-defined]

    def clean_days(self) -> int:
        return self.cleaned_data["days"] or 0


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("終わった理由"),
        choices=[("", gettext_lazy("選んでください")), *EndReason.choices],
    )
    on = DateField(label=gettext_lazy("終わった日"))
    note = forms.CharField(
        label=gettext_lazy("覚え書き"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("窓口だけが読みます。ご本人が開示を求めたときは、お見せします。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CheckForm(forms.Form):
    """`months` is after how many months it is asked."""

    months = forms.IntegerField(widget=forms.HiddenInput)
    is_there = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    on = DateField(label=gettext_lazy("伺った日"))
