"""Forms of organisations, their other names, places and units. Blank choices mean: not known."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.core.writing import localized
from renkei.directory.actions.organisations import Particulars
from renkei.directory.industries import PRESENT_EDITION, editions, industry_code, sections
from renkei.directory.models import Organisation, Unit
from renkei.directory.numbers import corporate_number
from renkei.directory.queries.places import offered_places
from renkei.directory.queries.units import branches, units_of
from renkei.directory.states import AliasKind, OrganisationKind, Size, UnitKind
from renkei.directory.wording import ORGANISATION as LABELS

NOT_KNOWN = ("", gettext_lazy("分からない"))


def kinds_offered(organisation: Organisation | None = None) -> list[tuple[str, Any]]:
    """The two governments are there from the beginning and stay what they are."""
    is_government = organisation is not None and bool(organisation.side)
    return [
        (value, label)
        for value, label in OrganisationKind.choices
        if (value == OrganisationKind.GOVERNMENT) == is_government
    ]


def place_field(*, required: bool = False, label: Any = LABELS["place"]) -> forms.ChoiceField:
    blank = ("", _("選んでください") if required else _("分からない"))
    return forms.ChoiceField(
        choices=lambda: [blank, *offered_places()], required=required, label=label
    )


class OrganisationForm(forms.Form):
    name_ja = forms.CharField(
        max_length=120,
        label=LABELS["name_ja"],
        help_text=gettext_lazy("登記や規約にある正式な名称。法人格の位置もそのままにします。"),
    )
    name_kana = forms.CharField(max_length=200, required=False, label=LABELS["name_kana"])
    name_en = forms.CharField(max_length=200, required=False, label=LABELS["name_en"])
    kind = forms.ChoiceField(
        choices=kinds_offered, initial=OrganisationKind.COMPANY, label=LABELS["kind"]
    )
    corporate_number = forms.CharField(
        max_length=30,
        required=False,
        label=LABELS["corporate_number"],
        help_text=gettext_lazy("13桁。全角や区切りのハイフンはそのままで読み取ります。"),
    )
    industry = forms.CharField(
        max_length=10,
        required=False,
        label=LABELS["industry"],
        help_text=gettext_lazy("日本標準産業分類の符号。大分類なら英字1字、細かくはE09のように。"),
    )
    industry_edition = forms.ChoiceField(
        choices=lambda: [(key, localized(name)) for key, name in editions().items()],
        initial=PRESENT_EDITION,
        required=False,
        label=LABELS["industry_edition"],
    )
    size = forms.ChoiceField(
        choices=[NOT_KNOWN, *Size.choices], required=False, label=LABELS["size"]
    )
    place = place_field()
    address = forms.CharField(max_length=200, required=False, label=LABELS["address"])
    website = forms.URLField(
        max_length=200, required=False, label=LABELS["website"], assume_scheme="https"
    )

    def __init__(
        self, *arguments: Any, organisation: Organisation | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = kinds_offered(organisation)  # type: ignore[attr-defined]
        self.fields["industry"].widget.attrs["list"] = "industries"

    def clean_corporate_number(self) -> str:
        return _read(corporate_number, self.cleaned_data["corporate_number"])

    def clean_industry(self) -> str:
        return _read(industry_code, self.cleaned_data["industry"])

    def particulars(self) -> Particulars:
        values = {name: self.cleaned_data[name] for name in Particulars.__slots__}
        if not values["industry"]:
            values["industry_edition"] = ""
        return Particulars(**values)

    @property
    def industries(self) -> list[tuple[str, str]]:
        return [(letter, localized(name)) for letter, name in sections().items()]


class ChangeForm(OrganisationForm):
    """`fixed` are the fields that the reader does not change."""

    reason = forms.CharField(
        max_length=100,
        required=False,
        label=gettext_lazy("変更の理由"),
        help_text=gettext_lazy("変更の履歴に残ります。例: 本社移転の届出"),
    )

    def __init__(self, *arguments: Any, fixed: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in fixed:
            self.fields[name].disabled = True

    @classmethod
    def values_of(cls, organisation: Organisation) -> dict[str, Any]:
        values = {name: getattr(organisation, name) for name in Particulars.__slots__}
        return values | {"industry_edition": organisation.industry_edition or PRESENT_EDITION}


class AliasForm(forms.Form):
    name = forms.CharField(max_length=200, label=gettext_lazy("別名"))
    kind = forms.ChoiceField(choices=AliasKind.choices, label=gettext_lazy("別名の種類"))


class EstablishmentForm(forms.Form):
    name = forms.CharField(max_length=120, label=gettext_lazy("事業所の名称"))
    place = place_field(required=True)
    address = forms.CharField(max_length=200, required=False, label=LABELS["address"])


class UnitForm(forms.Form):
    name_ja = forms.CharField(max_length=120, label=gettext_lazy("部署の名称"))
    name_kana = forms.CharField(max_length=200, required=False, label=LABELS["name_kana"])
    name_en = forms.CharField(max_length=200, required=False, label=LABELS["name_en"])
    kind = forms.ChoiceField(choices=UnitKind.choices, label=gettext_lazy("部署の種別"))
    parent = forms.ChoiceField(required=False, label=gettext_lazy("上位の部署"))
    place = place_field(label=gettext_lazy("受け持つ地域"))

    def __init__(
        self,
        *arguments: Any,
        organisation: Organisation,
        unit: Unit | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._above = {
            branch.unit.key: branch
            for branch in branches(units_of(organisation))
            if unit is None or not branch.unit.lineage.startswith(unit.lineage)
        }
        choices = [
            (key, "\u3000" * branch.depth + branch.unit.name) for key, branch in self._above.items()
        ]
        self.fields["parent"].choices = [("", _("なし(最上位)")), *choices]  # type: ignore[attr-defined]
        if unit is not None:
            # What a unit is, and where, is said once, when it is made.
            del self.fields["kind"], self.fields["place"]

    @property
    def unit_above(self) -> Unit | None:
        branch = self._above.get(self.cleaned_data["parent"])
        return branch.unit if branch else None


class CloseForm(forms.Form):
    reason = forms.CharField(max_length=100, label=gettext_lazy("廃止の理由"))


class MergeForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("統合の理由"),
        help_text=gettext_lazy("後から読む人のために。例: 旧社名と新社名で二重に登録されていた"),
    )


class UndoForm(forms.Form):
    reason = forms.CharField(max_length=300, label=gettext_lazy("取り消す理由"))


def _read(reader: Any, text: str) -> str:
    try:
        return str(reader(text))
    except ValueError as error:
        raise forms.ValidationError(str(error)) from None
