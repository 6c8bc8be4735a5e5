"""Forms in which a programme office says who is in charge."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from renkei.charter.reader import programme
from renkei.core.fields import DateField
from renkei.core.writing import localized
from renkei.directory.models import Unit
from renkei.directory.queries.charges import units_to_charge, units_with_charges
from renkei.directory.states import ChargeRole

NOBODY_YET = [("", gettext_lazy("選んでください"))]


def initiatives() -> list[tuple[str, str]]:
    return [
        (one.reference, f"{one.reference} {localized(one.title)}")
        for one in programme().initiatives
    ]


class TakeForm(forms.Form):
    initiative = forms.ChoiceField(label=gettext_lazy("取組"))
    unit = forms.ChoiceField(label=gettext_lazy("担当する部署"))
    role = forms.ChoiceField(
        choices=ChargeRole,
        label=gettext_lazy("担当の別"),
        help_text=gettext_lazy("主担当は、それぞれの側に一つの部署です。"),
    )
    valid_from = DateField(label=gettext_lazy("いつから"))
    note = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("備考"),
        help_text=gettext_lazy(
            "担当する範囲など。だれでも読めます。人の名前は書かないでください。"
        ),
    )

    def __init__(self, *arguments: Any, sides: Iterable[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.units = _by_key(units_to_charge(sides))
        _offer(self, "initiative", initiatives())
        _offer(self, "unit", _called(self.units.values()))


class EndForm(forms.Form):
    last_day = DateField(label=gettext_lazy("最後の日"))
    reason = forms.CharField(max_length=200, required=False, label=gettext_lazy("理由"))


class HandOverForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("引き継ぐ部署"))
    to = forms.ChoiceField(label=gettext_lazy("引き継ぐ先の部署"))
    first_day = DateField(
        label=gettext_lazy("引き継ぐ先が担当する最初の日"),
    )

    def __init__(self, *arguments: Any, sides: Iterable[str], on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        sides = list(sides)
        self.busy = _by_key(units_with_charges(sides, on))
        self.units = _by_key(units_to_charge(sides))
        _offer(self, "unit", _called(self.busy.values()))
        _offer(self, "to", _called(self.units.values()))


def _by_key(units: Iterable[Unit]) -> dict[str, Unit]:
    return {unit.key: unit for unit in units}


def _called(units: Iterable[Unit]) -> list[tuple[str, str]]:
    return [(unit.key, f"{unit.organisation.name} {unit.name}") for unit in units]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = [*NOBODY_YET, *choices]  # type: ignore[attr-defined]
