"""Forms of agreements: what they say, the steps of their life, whom to ask."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.reader import programme
from renkei.core.rights import Asker
from renkei.core.sides import Side
from renkei.core.writing import listed, localized
from renkei.directory.actions.agreements import AgreementTerms, ContactWords
from renkei.directory.models import Agreement, Organisation, Unit
from renkei.directory.queries.agreements import parties_of, units_to_keep
from renkei.directory.queries.organisations import named_exactly
from renkei.directory.wording import AGREEMENT as LABELS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AgreementForm(forms.Form):
    title_ja = forms.CharField(max_length=120, label=LABELS["title_ja"])
    title_en = forms.CharField(max_length=200, required=False, label=LABELS["title_en"])
    unit = forms.ChoiceField(label=LABELS["unit"])
    side = forms.ChoiceField(
        choices=Side.choices,
        label=LABELS["side"],
        help_text=gettext_lazy(
            "道と市がともに当事者なら「道市共同」。両方の実績に1件ずつ数えます。"
        ),
    )
    parties = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("相手の組織"),
        help_text=gettext_lazy("大学などの登録名称か法人番号を、1行に1つ。"),
    )
    initiatives = forms.MultipleChoiceField(
        choices=lambda: [
            (one.reference, f"{one.reference} {localized(one.title)}")
            for one in programme().initiatives
        ],
        initial=["II-3"],
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("対象の取組"),
    )
    valid_to = forms.DateField(widget=DAY, required=False, label=LABELS["valid_to"])
    is_renewed_automatically = forms.BooleanField(
        required=False,
        label=gettext_lazy("申出がなければ1年ずつ自動で更新する"),
    )
    remind_days_before = forms.IntegerField(
        min_value=0,
        max_value=730,
        initial=90,
        label=gettext_lazy("期限の何日前に知らせるか"),
    )
    clauses_ja = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 7}),
        required=False,
        label=gettext_lazy("取り決めた事項"),
        help_text=gettext_lazy("1行に1項目。締結した後は変えられません。"),
    )
    clauses_en = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 7}),
        required=False,
        label=gettext_lazy("取り決めた事項(英語)"),
        help_text=gettext_lazy("日本語と同じ順で、1行に1項目。"),
    )

    def __init__(
        self, *arguments: Any, asker: Asker, agreement: Agreement | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._asker = asker
        self._units: dict[str, Unit] = {unit.key: unit for unit in units_to_keep(asker, agreement)}
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (unit.key, f"{unit.organisation.name} {unit.name}") for unit in self._units.values()
        ]
        if agreement is not None and agreement.signed_on:
            for name in ("parties", "clauses_ja", "clauses_en"):
                del self.fields[name]
        if agreement is not None:
            self.fields["reason"] = forms.CharField(
                max_length=100,
                required=False,
                label=_("変更の理由"),
                help_text=_("締結した後に当事者の側や担当を変えるときは、必ず書いてください。"),
            )
        self._agreement = agreement

    def clean_parties(self) -> list[Organisation]:
        found, problems = [], []
        for line in filter(None, map(str.strip, self.cleaned_data["parties"].splitlines())):
            named = named_exactly(line, self._asker)
            if len(named) == 1:
                found.append(named[0])
            else:
                problems.append(_unclear(line, named))
        if problems:
            raise forms.ValidationError(problems)
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        ja, en = (_lines(values.get(name, "")) for name in ("clauses_ja", "clauses_en"))
        if en and len(en) != len(ja):
            self.add_error(
                "clauses_en",
                _("日本語は%(ja)d項目、英語は%(en)d項目です。数を合わせてください。")
                % {"ja": len(ja), "en": len(en)},
            )
        return values

    def terms(self) -> AgreementTerms:
        values = self.cleaned_data
        ja, en = (_lines(values.get(name, "")) for name in ("clauses_ja", "clauses_en"))
        return AgreementTerms(
            title_ja=values["title_ja"],
            title_en=values["title_en"],
            side=values["side"],
            unit=self._units[values["unit"]],
            parties=values["parties"] if "parties" in values else self._parties(),
            initiatives=tuple(values["initiatives"]),
            valid_to=values["valid_to"],
            is_renewed_automatically=values["is_renewed_automatically"],
            remind_days_before=values["remind_days_before"],
            clauses=list(zip(ja, en or [""] * len(ja), strict=True)),
        )

    def _parties(self) -> list[Organisation]:
        assert self._agreement
        return [party.organisation for party in parties_of(self._agreement)]

    @classmethod
    def values_of(cls, agreement: Agreement) -> dict[str, Any]:
        names = (
            *("title_ja", "title_en", "side", "initiatives", "valid_to"),
            *("is_renewed_automatically", "remind_days_before"),
        )
        others = [one.organisation for one in parties_of(agreement) if not one.organisation.side]
        clauses = list(agreement.clauses.all())
        has_english = any(clause.text_en for clause in clauses)
        return {name: getattr(agreement, name) for name in names} | {
            "unit": agreement.unit_id,
            "parties": "\n".join(one.name_ja for one in others),
            "clauses_ja": "\n".join(clause.text_ja for clause in clauses),
            "clauses_en": "\n".join(clause.text_en for clause in clauses) if has_english else "",
        }


class SignForm(forms.Form):
    signed_on = forms.DateField(widget=DAY, label=LABELS["signed_on"])
    valid_to = forms.DateField(widget=DAY, required=False, label=LABELS["valid_to"])


class RenewForm(forms.Form):
    valid_to = forms.DateField(widget=DAY, required=False, label=gettext_lazy("新しい有効期限"))


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=300, label=gettext_lazy("理由"))


class PartyForm(forms.Form):
    """A form about one of the parties of an agreement."""

    def __init__(
        self, *arguments: Any, organisations: Sequence[Organisation], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._organisations = {one.key: one for one in organisations}
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (one.key, one.name) for one in organisations
        ]

    @property
    def organisation(self) -> Organisation:
        return self._organisations[self.cleaned_data["party"]]


class ContactForm(PartyForm):
    party = forms.ChoiceField(label=gettext_lazy("どの当事者の担当者か"))
    name = forms.CharField(max_length=80, label=gettext_lazy("氏名"))
    division = forms.CharField(max_length=120, required=False, label=gettext_lazy("所属"))
    email = forms.EmailField(required=False, label=gettext_lazy("メールアドレス"))
    telephone = forms.CharField(max_length=30, required=False, label=gettext_lazy("電話番号"))

    def words(self) -> ContactWords:
        return ContactWords(**{name: self.cleaned_data[name] for name in ContactWords.__slots__})


class ResultsForm(PartyForm):
    party = forms.ChoiceField(label=gettext_lazy("照会する相手"))
    fiscal_year = forms.IntegerField(
        min_value=2000, max_value=2100, label=gettext_lazy("どの年度の実績か")
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _unclear(line: str, named: Sequence[Organisation]) -> str:
    if not named:
        return _(
            "「%(line)s」という組織は登録されていません。"
            "名称を確かめるか、先に組織を登録してください。"
        ) % {"line": line}
    names = listed(f"{one.name} ({one.key})" for one in named)
    return _(
        "「%(line)s」に当たる組織が複数あります: %(names)s。"
        "法人番号か括弧内の符号で書いてください。"
    ) % {"line": line, "names": names}
