"""What officials write about figures: a reason, a value from a report."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from renkei.core.sides import Side
from renkei.programme.actions.manual_values import Entered

LONGEST = 400


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("差し戻す理由"),
        help_text=gettext_lazy("提出した人に伝わり、記録に残ります。"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )


class ReviseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("算出し直す理由"),
        help_text=gettext_lazy("公表され、前の版とともに残ります。"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )


class WithdrawValueForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("取り下げる理由"), max_length=LONGEST)


class ValueForm(forms.Form):
    total = forms.DecimalField(
        label=gettext_lazy("値"), max_digits=15, decimal_places=3, min_value=None
    )
    numerator = forms.DecimalField(
        label=gettext_lazy("分子"),
        help_text=gettext_lazy("割合のとき。資料になければ空けておきます。"),
        required=False,
        max_digits=15,
        decimal_places=3,
    )
    denominator = forms.DecimalField(
        label=gettext_lazy("分母"),
        required=False,
        max_digits=15,
        decimal_places=3,
        min_value=Decimal("0.001"),
    )
    side = forms.ChoiceField(label=gettext_lazy("どちらの値か"), choices=Side)
    source = forms.CharField(
        label=gettext_lazy("出典"),
        help_text=gettext_lazy("資料の名前、発行者、年月。だれでもたどれるように書きます。"),
        max_length=300,
    )
    unit = forms.ChoiceField(label=gettext_lazy("入力する部署"))

    def __init__(
        self, *arguments: Any, units: list[tuple[str, str]], is_rate: bool, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]
        if not is_rate:
            del self.fields["numerator"], self.fields["denominator"]

    def entered(self) -> Entered:
        given = self.cleaned_data
        return Entered(
            total=given["total"],
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            side=given["side"],
            source=given["source"],
        )
