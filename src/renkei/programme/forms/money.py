"""The form for what a government planned and spent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from renkei.programme.actions.money import MOST_YEN


def _yen(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=MOST_YEN,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class MoneyForm(forms.Form):
    planned_yen = _yen(
        gettext_lazy("予算額（円）"), gettext_lazy("分からなければ空欄に。0円は0と書きます。")
    )
    spent_yen = _yen(
        gettext_lazy("決算額（円）"), gettext_lazy("年度の途中なら、いままでに使った額。")
    )
    source = forms.CharField(
        label=gettext_lazy("出典"),
        max_length=200,
        help_text=gettext_lazy("例：令和8年度当初予算、令和7年度決算書"),
    )
    reason = forms.CharField(
        label=gettext_lazy("直す理由"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("登録済みの額を直すときに書いてください。前の額も残ります。"),
    )
