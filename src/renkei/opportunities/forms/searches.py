"""What is asked of whoever wants to be told of new postings by mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from renkei.opportunities.models import HowOften
from renkei.paperwork.forms.plain import PlainForm


class HowOftenForm(PlainForm):
    how_often = forms.ChoiceField(
        label=_("お知らせの回数"),
        choices=HowOften.choices,
        initial=HowOften.DAILY,
        widget=forms.RadioSelect,
        help_text=_("新しい募集があったときだけ、夜のうちに送ります。"),
    )


class SaveSearchForm(HowOftenForm):
    email = forms.EmailField(
        label=_("メールアドレス"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("このお知らせのほかには使いません。終えると、すぐに消します。"),
        error_messages={"invalid": _("メールアドレスの形を確かめてください。")},
    )
    field_order = ("email", "how_often")
