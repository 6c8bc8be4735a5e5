"""What is asked beside the questions of a market: who it is, how firmly conditions are meant, what
weighs how much; and apart from all that, what is held to count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.markets import MOST_WEIGHT, MarketVersion
from renkei.core.rights import Asker
from renkei.core.writing import language, localized
from renkei.directory.forms.naming import organisations_called, place_called
from renkei.directory.queries.places import place_names
from renkei.opportunities.actions.seekers import Profile, Sought
from renkei.opportunities.models import Seeker, SeekerProfile
from renkei.opportunities.queries.registering import ORGANISED, Entrance
from renkei.opportunities.states import Nationality, Sex
from renkei.paperwork.sheets.reading import Values

HOW, WEIGHT = "how_", "weight_"
HOW_FIRMLY = (
    ("absolutely", gettext_lazy("絶対")),
    ("would_consider", gettext_lazy("できれば")),
    ("no_matter", gettext_lazy("気にしない")),
)
LANGUAGES = (("ja", gettext_lazy("日本語")), ("en", gettext_lazy("英語")))
UNTOLD = [("", gettext_lazy("答えない"))]
WHO = ("organisation", "name", "email", "language", "may_tell")
COUNTED = ("birth_year", "sex", "nationality", "home")
OLDEST, YOUNGEST = 110, 10  # years of age


@dataclass(frozen=True, slots=True)
class Slider:
    """What somebody weighs from 0 to 10, with the number that stands beside it."""

    field: forms.BoundField
    value: int


class SeekerForm(forms.Form):
    organisation = forms.CharField(
        label=gettext_lazy("企業・団体"),
        max_length=160,
        help_text=gettext_lazy("組織の一覧にある名称か法人番号で。"),
    )
    name = forms.CharField(label=gettext_lazy("お名前"), required=False, max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("メールアドレス"),
        required=False,
        help_text=gettext_lazy("紹介の連絡と、始まったあとの様子を伺うために使います。"),
    )
    language = forms.ChoiceField(label=gettext_lazy("連絡に使う言葉"), choices=LANGUAGES)
    may_tell = forms.BooleanField(
        label=gettext_lazy("紹介する相手に、お名前と連絡先を伝えてよい"), required=False
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("生まれた年"),
        required=False,
        help_text=gettext_lazy("西暦で。例：1994"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"}),
        localize=False,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("性別"), required=False, choices=[*UNTOLD, *Sex.choices]
    )
    nationality = forms.ChoiceField(
        label=gettext_lazy("国籍"), required=False, choices=[*UNTOLD, *Nationality.choices]
    )
    home = forms.CharField(
        label=gettext_lazy("いまお住まいの地域"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("道内は市区町村、道外は都府県。"),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    token = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: Any,
        version: MarketVersion,
        asker: Asker,
        today: date,
        asks_firm: bool,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.version, self.asker, self.today = version, asker, today
        if not asks_firm:
            del self.fields["organisation"]
        if version.seeker.kind in ORGANISED:
            self.fields["name"].label = _("担当の方のお名前")
            for name in COUNTED:
                del self.fields[name]
        for one in version.asked_conditions:
            self.fields[HOW + one.name] = _firmly(localized(one.label), one.usually)
        for wish in version.sliders:
            self.fields[WEIGHT + wish.name] = _slider(localized(wish.label), wish.weight)

    def clean_organisation(self) -> str:
        return organisations_called([self.cleaned_data["organisation"]], self.asker)[0]

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        first, last = self.today.year - OLDEST, self.today.year - YOUNGEST
        if year is not None and not first <= year <= last:
            raise ValidationError(
                _("%(first)s年から%(last)s年までの西暦で書いてください。")
                % {"first": first, "last": last}
            )
        return year

    def clean_home(self) -> str:
        return place_called(self.cleaned_data["home"])

    @property
    def who_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in WHO if name in self.fields]

    @property
    def counted_fields(self) -> list[forms.BoundField]:
        """Of people; an organisation has no sex and was not born."""
        return [self[name] for name in COUNTED if name in self.fields]

    @property
    def conditions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(HOW)]

    @property
    def has_sliders(self) -> bool:
        return any(name.startswith(WEIGHT) for name in self.fields)

    @property
    def sliders(self) -> Iterator[Slider]:
        for name in self.fields:
            if name.startswith(WEIGHT):
                yield Slider(self[name], _shown(self[name]))

    def what(self, answers: Values, entrance: Entrance) -> Sought:
        told: dict[str, Any] = self.cleaned_data
        return Sought(
            answers=answers,
            strengths=_of(told, HOW),
            weights=_of(told, WEIGHT),
            name=told["name"],
            email=told["email"],
            language=told["language"],
            person=entrance.person,
            organisation=entrance.organisation or told.get("organisation", ""),
            may_tell=told["may_tell"],
            profile=Profile(**{name: told[name] for name in COUNTED if name in told}),
        )


def beginning(asker: Asker, entrance: Entrance) -> dict[str, Any]:
    """A desk fills in for somebody else; whoever registers herself is known by name."""
    return {
        "language": language()[:2],
        "name": "" if entrance.is_at_a_desk else asker.name,
    }


def as_typed(seeker: Seeker, profile: SeekerProfile | None) -> dict[str, Any]:
    """A registration as its form shows it."""
    home = profile.home if profile else ""
    return {
        "organisation": seeker.organisation.name_ja if seeker.organisation else "",
        "name": seeker.name,
        "email": seeker.email,
        "language": seeker.language,
        "may_tell": seeker.may_tell,
        "birth_year": profile.birth_year if profile else None,
        "sex": profile.sex if profile else "",
        "nationality": profile.nationality if profile else "",
        "home": place_names([home]).get(home, home),
        "revision": seeker.revision,
        **{HOW + name: how for name, how in seeker.strengths.items()},
        **{WEIGHT + name: weight for name, weight in seeker.weights.items()},
    }


def mistakes(form: forms.Form) -> list[dict[str, str]]:
    """What is wrong at fields, as the summary above a sheet shows it."""
    return [
        {"id": field.id_for_label, "label": str(field.label), "message": str(error)}
        for field in form
        for error in field.errors
    ]


def _firmly(label: str, usually: str) -> forms.ChoiceField:
    # What is not sent is meant as it usually is.
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=HOW_FIRMLY,
        initial=usually,
        widget=forms.RadioSelect,
    )


def _slider(label: str, weight: int) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_WEIGHT, initial=weight
    )
    field.widget = forms.NumberInput(
        attrs={"type": "range", "min": 0, "max": MOST_WEIGHT, "step": 1, "data-slider": ""}
    )
    return field


def _shown(field: forms.BoundField) -> int:
    value = field.value()
    return int(value) if str(value).isdecimal() else int(field.field.initial)


def _of(told: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in told.items()
        if name.startswith(prefix) and value not in (None, "")
    }
