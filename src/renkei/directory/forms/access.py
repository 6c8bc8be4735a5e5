"""Opening a record, taking a consent, handing a record on."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from renkei.core.personal import PersonalData
from renkei.directory.states import LONGEST_HOURS, SHORTEST_REASON, ConsentWay, LegalGround

HOURS = [
    (2, _("2時間")),
    (8, _("8時間")),
    (24, _("24時間（1日）")),
    (LONGEST_HOURS, _("72時間（3日、最長）")),
]
MOST_RECIPIENTS = 3
Choices = Sequence[tuple[str, object]]


class OpenForm(forms.Form):
    reason = forms.CharField(
        label=_("なぜ見る必要がありますか"),
        help_text=_("10字以上。この記録を持つ部署と本人が読みます。"),
        min_length=SHORTEST_REASON,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("理由が空です。何のために見るのかを書いてください。"),
            "min_length": _(
                "理由が短すぎます。持ち主の部署に伝わるように、10字以上で書いてください。"
            ),
        },
    )
    hours = forms.TypedChoiceField(
        label=_("いつまで開けておきますか"), choices=HOURS, coerce=int, initial=2
    )


class ConsentForm(forms.Form):
    purpose = forms.CharField(
        label=_("何のための同意ですか"),
        help_text=_("本人に説明したとおりに書いてください。"),
        max_length=200,
        error_messages={"required": _("目的が空です。本人に説明した目的を書いてください。")},
    )
    categories = forms.MultipleChoiceField(
        label=_("渡してよい情報"),
        choices=PersonalData.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("渡してよい情報を、少なくとも1つ選んでください。")},
    )
    how = forms.ChoiceField(label=_("同意のしかた"), choices=ConsentWay.choices)
    until = forms.DateField(
        label=_("いつまで"),
        help_text=_("決めていなければ空のままにしてください。いつでも撤回できます。"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, units: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for number in range(1, MOST_RECIPIENTS + 1):
            self.fields[f"recipient_{number}"] = forms.ChoiceField(
                label=_("渡してよい相手（%(n)s）") % {"n": number},
                choices=[("", _("選ばない")), *units],
                required=number == 1,
                error_messages={"required": _("渡してよい相手を選んでください。")},
            )
        self.order_fields(
            [
                "purpose",
                "categories",
                *(f"recipient_{number}" for number in range(1, MOST_RECIPIENTS + 1)),
                "how",
                "until",
            ]
        )

    @property
    def recipients(self) -> list[str]:
        asked = (self.cleaned_data[f"recipient_{n}"] for n in range(1, MOST_RECIPIENTS + 1))
        return list(dict.fromkeys(key for key in asked if key))


class ShareForm(forms.Form):
    unit = forms.ChoiceField(
        label=_("どこに渡しますか"),
        error_messages={"required": _("渡す相手を選んでください。")},
    )
    ground = forms.ChoiceField(label=_("何にもとづいて渡しますか"), choices=LegalGround.choices)
    consent = forms.ChoiceField(
        label=_("本人の同意"),
        help_text=_("「本人の同意」にもとづくときに選んでください。"),
        required=False,
    )
    detail = forms.CharField(
        label=_("根拠となる条文と、あてはまる理由"),
        help_text=_("同意にもとづかないときに書いてください。10字以上。"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label=_("いつまで"),
        help_text=_("空なら、同意の期限まで、または終えるまで。"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, units: Choices, consents: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["unit"].choices = [("", _("選んでください")), *units]  # type: ignore[attr-defined]
        self.fields["consent"].choices = [("", _("選ばない")), *consents]  # type: ignore[attr-defined]
