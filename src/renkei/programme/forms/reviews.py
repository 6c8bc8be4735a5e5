"""Forms of reviews: a finding, a proposal with the words and targets that it changes, a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.amending import Change
from renkei.charter.terms import Initiative, Programme, Value
from renkei.charter.text import Text
from renkei.core.calendar import fiscal_year_of
from renkei.core.fields import DateField
from renkei.core.writing import fiscal_year, localized, with_unit
from renkei.programme.actions.decisions import Proposal
from renkei.programme.actions.reviews import Finding
from renkei.programme.models import Decision
from renkei.programme.states import Outcome
from renkei.programme.wording_charter import path_in_words

TEXTS = ("title", "purpose", "how")
LONG = forms.Textarea(attrs={"rows": 4})
SHORT = forms.Textarea(attrs={"rows": 2})


class FindingForm(forms.Form):
    ja = forms.CharField(
        label=gettext_lazy("所見"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("この年度に何が進み、何が進まず、なぜか。決定の後に公表されます。"),
    )
    en = forms.CharField(
        label=gettext_lazy("所見（英語）"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "en"}),
    )


class NewFindingForm(FindingForm):
    field_order = ("initiative", "year", "ja", "en")
    initiative = forms.ChoiceField(label=gettext_lazy("取組"))
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)

    def __init__(self, *arguments: Any, agreed: Programme, last: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["initiative"].choices = [  # type: ignore[attr-defined]
            (one.reference, f"{one.reference} {localized(one.title)}") for one in agreed.initiatives
        ]
        years = range(last, agreed.period.first - 1, -1)
        self.fields["year"].choices = [(one, fiscal_year(one)) for one in years]  # type: ignore[attr-defined]

    def finding(self) -> Finding:
        given = self.cleaned_data
        return Finding(given["initiative"], given["year"], given["ja"], given["en"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the charter that a proposal may change: two fields, ja and en."""

    path: str
    label: str
    now: Text


class ProposalForm(forms.Form):
    """What it does not change is left as it stands; of the charter it shows what holds now."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("結論"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    into = forms.ChoiceField(
        label=gettext_lazy("統合先の取組"),
        required=False,
        help_text=gettext_lazy("「統合」のときだけ選びます。"),
    )
    effective_on = DateField(label=gettext_lazy("適用日"))
    reason_ja = forms.CharField(label=gettext_lazy("理由"), max_length=2000, widget=LONG)
    reason_en = forms.CharField(label=gettext_lazy("理由（英語）"), max_length=3000, widget=LONG)

    def __init__(self, *arguments: Any, agreed: Programme, of: Initiative, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.of, self.words = of, list(_words(of))
        others = [one for one in agreed.initiatives if one.reference != of.reference]
        self.fields["into"].choices = [  # type: ignore[attr-defined]
            ("", _("選ばない")),
            *((one.reference, f"{one.reference} {localized(one.title)}") for one in others),
        ]
        self._add_words()
        self._add_goals()

    def _add_words(self) -> None:
        for one in self.words:
            rows = SHORT if "title" in one.path else LONG
            for language, name in (("ja", _("日本語")), ("en", _("英語"))):
                self.fields[f"{one.path}.{language}"] = forms.CharField(
                    label=_("%(what)s（%(language)s）") % {"what": one.label, "language": name},
                    widget=type(rows)(attrs={**rows.attrs, "lang": language}),
                    initial=getattr(one.now, language),
                )

    def _add_goals(self) -> None:
        for indicator in self.of.indicators:
            goal = indicator.target
            name = f"{indicator.id} {with_unit(indicator.name, indicator.unit)}"
            self.fields[f"{indicator.id}.value"] = forms.DecimalField(
                label=_("%(indicator)sの目標値") % {"indicator": name},
                required=False,
                initial=goal and goal.value,
                help_text=_("空欄なら、目標値を置きません。"),
            )
            self.fields[f"{indicator.id}.year"] = forms.IntegerField(
                label=_("%(indicator)sの目標年度") % {"indicator": indicator.id},
                required=False,
                min_value=2000,
                max_value=2100,
                initial=goal and goal.year,
            )

    def begin_with(self, decision: Decision) -> None:
        """With what was proposed before."""
        begun: dict[str, Any] = {
            "outcome": decision.outcome,
            "into": decision.into,
            "effective_on": decision.effective_on,
            "reason_ja": decision.reason_ja,
            "reason_en": decision.reason_en,
        }
        for one in decision.amendments.all():
            if one.path.endswith(".target"):
                name = one.path.removeprefix("indicators[").removesuffix("].target")
                goal = one.after or {}
                begun |= {f"{name}.{part}": goal.get(part) for part in ("value", "year")}
            elif isinstance(one.after, dict):
                begun |= {f"{one.path}.{part}": text for part, text in one.after.items()}
        self.initial.update(begun)

    def proposal(self) -> Proposal:
        given = self.cleaned_data
        return Proposal(
            outcome=given["outcome"],
            into=given["into"],
            effective_on=given["effective_on"],
            reason_ja=given["reason_ja"],
            reason_en=given["reason_en"],
            changes=[*self._new_words(), *self._new_goals()],
        )

    def _new_words(self) -> Iterator[Change]:
        for one in self.words:
            texts = {part: _flat(self.cleaned_data[f"{one.path}.{part}"]) for part in ("ja", "en")}
            if texts != {"ja": _flat(one.now.ja), "en": _flat(one.now.en)}:
                yield Change(self.of.reference, one.path, None, texts)

    def _new_goals(self) -> Iterator[Change]:
        for indicator in self.of.indicators:
            value = self.cleaned_data[f"{indicator.id}.value"]
            year = self.cleaned_data[f"{indicator.id}.year"]
            old = indicator.target
            if (value, year) != (_decimal(old), old and old.year):
                path = f"indicators[{indicator.id}].target"
                yield Change(self.of.reference, path, None, _goal(value, year, old))

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        fields = list(self)
        n = len(ProposalForm.base_fields)
        words = 2 * len(self.words)
        return [
            (_("結論と理由"), fields[:n]),
            (_("変える文章"), fields[n : n + words]),
            (_("変える目標値"), fields[n + words :]),
        ]


def last_year_of_review(on: date, agreed: Programme) -> int:
    return max(fiscal_year_of(on), agreed.period.first)


def _words(of: Initiative) -> Iterator[Words]:
    for name in TEXTS:
        yield Words(name, path_in_words(name), getattr(of, name))
    for n, partner in enumerate(of.partners, start=1):
        label = _("%(name)sの役割") % {"name": localized(partner.name)}
        yield Words(f"partners[{n}].role", label, partner.role)


def _flat(text: str) -> str:
    """A text of the charter is one paragraph."""
    return " ".join(text.split("\n")).replace("\r", "").strip()


def _decimal(goal: Value | None) -> Any:
    return None if goal is None else Decimal(str(goal.value))


def _goal(value: Any, year: int | None, old: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    number = int(value) if value == value.to_integral_value() else float(value)
    if year is None:
        return {"value": number}
    # Targets are of fiscal years unless the one before was not.
    is_fiscal = old is None or old.year is None or old.fiscal
    return {"value": number, "year": year} | ({"fiscal": True} if is_fiscal else {})
