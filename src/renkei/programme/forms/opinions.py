"""Forms of calls for opinions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.core.fields import DateField
from renkei.core.rights import Asker
from renkei.core.sides import OTHER
from renkei.programme.forms.councils import references, text
from renkei.programme.models import CouncilDecision, OpinionAnswer, OpinionCall
from renkei.programme.states import Fate, Voice

NEW = ""


def units_of(asker: Asker) -> list[tuple[str, str]]:
    """Where the asker sits in a government: a call belongs to a unit."""
    seats = {seat.unit: seat for seat in asker.seats if seat.side in OTHER}
    return [(key, f"{one.organisation_name} {one.unit_name}") for key, one in seats.items()]


class CallForm(forms.Form):
    title_ja = text(gettext_lazy("意見募集の名前"), 120)
    title_en = text(gettext_lazy("意見募集の名前（英語）"), 200, required=False)
    text_ja = text(gettext_lazy("伺いたいこと"), 4000, rows=8)
    text_en = text(gettext_lazy("伺いたいこと（英語）"), 6000, rows=5, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("意見を受け取る部署"))
    initiatives = text(
        gettext_lazy("関係する取組"),
        120,
        required=False,
        help_text=gettext_lazy("取組番号を空白で区切って書きます。例：II-1 II-3"),
    )
    voices = forms.MultipleChoiceField(
        choices=Voice, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("だれに伺うか")
    )
    first_day = DateField(label=gettext_lazy("受付の始まり"))
    last_day = DateField(label=gettext_lazy("締切りの日"))

    def __init__(self, *arguments: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def clean_initiatives(self) -> tuple[str, ...]:
        return references(self.cleaned_data["initiatives"])


def initial_of(call: OpinionCall) -> dict[str, Any]:
    names = ("title_ja", "title_en", "text_ja", "text_en", "first_day", "last_day")
    return {
        **{name: getattr(call, name) for name in names},
        "unit": call.unit_id,
        "initiatives": " ".join(call.references),
        "voices": call.voices.split(),
    }


class AnswerForm(forms.Form):
    """For the opinions that were ticked: an answer that is there, or a new one."""

    answer = forms.ChoiceField(required=False, label=gettext_lazy("答え"))
    summary_ja = text(
        gettext_lazy("意見の要旨"),
        600,
        rows=3,
        required=False,
        help_text=gettext_lazy("公表されます。だれの意見か分かることは書かないでください。"),
    )
    summary_en = text(gettext_lazy("意見の要旨（英語）"), 900, rows=2, required=False)
    fate = forms.ChoiceField(choices=Fate, required=False, label=gettext_lazy("どう扱うか"))
    reason_ja = text(gettext_lazy("そう決めた理由"), 600, rows=3, required=False)
    reason_en = text(gettext_lazy("そう決めた理由（英語）"), 900, rows=2, required=False)
    decision = forms.ChoiceField(required=False, label=gettext_lazy("つながる決定"))

    def __init__(self, *arguments: Any, call: OpinionCall, asker: Asker, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.answers: dict[str, OpinionAnswer] = {one.key: one for one in call.answers.all()}
        seen = CouncilDecision.objects.visible_to(asker)
        self.decisions = {one.key: one for one in seen[:100]}
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (NEW, _("新しい答えを書く")),
            *((key, f"{one.number}. {one.summary[:50]}") for key, one in self.answers.items()),
        ]
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            ("", _("なし")),
            *((key, one.text[:60]) for key, one in self.decisions.items()),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("answer"):
            return values
        for name in ("summary_ja", "reason_ja", "fate"):
            if not values.get(name):
                self.add_error(name, ValidationError(_("新しい答えには、ここも書いてください。")))
        return values

    def values(self) -> dict[str, Any]:
        names = ("summary_ja", "summary_en", "fate", "reason_ja", "reason_en")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "decision": self.decisions.get(self.cleaned_data["decision"]),
        }
