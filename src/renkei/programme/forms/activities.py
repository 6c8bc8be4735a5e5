"""The form for what was done: a few questions first, everything else folded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.reader import programme
from renkei.core.fields import DateField
from renkei.core.rights import Asker
from renkei.core.writing import localized
from renkei.directory.forms.naming import organisations_called, place_called
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.programme.actions.activities import Done
from renkei.programme.models import Activity
from renkei.programme.states import Form

OWN, JOINT = "own", "joint"
WITH = (
    ("is_with_business", gettext_lazy("経済団体・企業")),
    ("is_with_universities", gettext_lazy("大学など")),
    ("is_with_municipalities", gettext_lazy("市町村")),
)
FIRST = ("participants", "together", "initiative", "form", "first_day", "place", "title_ja")
FOLDED = (
    *("last_day", "venue", "is_online", "also", "firms", "municipalities", "with_whom"),
    *("partners", "hours", "cost_yen", "narrative", "title_en"),
)
MOST = 9_999_999


def _number(label: Any, **more: Any) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST, localize=False, **more
    )
    # A text field: a control with arrows changes a number when somebody scrolls past it.
    field.widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "size": "8"}
    )
    return field


class DoneForm(forms.Form):
    """`mine` are the initiatives of the person's units, which stand first."""

    participants = _number(
        gettext_lazy("参加した人の数"),
        help_text=gettext_lazy("分からなければ空欄に。0人は0と書きます。"),
    )
    together = forms.ChoiceField(
        label=gettext_lazy("だれが行いましたか"),
        choices=[
            (OWN, gettext_lazy("わたしたちの側だけ")),
            (JOINT, gettext_lazy("道と市が共同で")),
        ],
        widget=forms.RadioSelect,
    )
    initiative = forms.ChoiceField(label=gettext_lazy("取組"))
    form = forms.ChoiceField(label=gettext_lazy("形式"), choices=Form)
    first_day = DateField(
        label=gettext_lazy("行った日"),
        help_text=gettext_lazy("何日か続いたときは最初の日。この日の四半期に数えます。"),
    )
    place = forms.CharField(
        label=gettext_lazy("市区町村"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("オンラインだけのときや、場所がないときは空欄に。"),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    title_ja = forms.CharField(label=gettext_lazy("題名"), required=False, max_length=120)
    last_day = DateField(
        label=gettext_lazy("終わりの日"), required=False, help_text=gettext_lazy("同じ日なら空欄")
    )
    venue = forms.CharField(label=gettext_lazy("会場"), required=False, max_length=120)
    is_online = forms.BooleanField(label=gettext_lazy("オンラインでも行った"), required=False)
    also = forms.MultipleChoiceField(
        label=gettext_lazy("ほかに役立った取組"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    firms = _number(gettext_lazy("参加した企業の数"))
    municipalities = _number(gettext_lazy("参加した市町村の数"))
    with_whom = forms.MultipleChoiceField(
        label=gettext_lazy("だれと"),
        required=False,
        choices=WITH,
        widget=forms.CheckboxSelectMultiple,
    )
    partners = forms.CharField(
        label=gettext_lazy("いっしょに行った組織"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("1行に1つ。組織の一覧にある名称か法人番号で。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hours = forms.DecimalField(
        label=gettext_lazy("時間"),
        required=False,
        max_digits=6,
        decimal_places=2,
        help_text=gettext_lazy("例：2.5"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "8"}),
    )
    cost_yen = forms.IntegerField(
        label=gettext_lazy("かかった費用（円）"),
        required=False,
        min_value=0,
        max_value=999_999_999_999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    narrative = forms.CharField(
        label=gettext_lazy("何をして、どうだったか"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("公表するとだれでも読めます。人の名前は書かないでください。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    title_en = forms.CharField(label=gettext_lazy("英語の題名"), required=False, max_length=200)
    unit = forms.ChoiceField(label=gettext_lazy("行った部署"))
    token = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: Any,
        asker: Asker,
        mine: Sequence[str],
        units: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.asker = asker
        titles = {
            one.reference: f"{one.reference} {localized(one.title)}"
            for one in programme().initiatives
        }
        _offer(self, "initiative", _grouped(titles, mine))
        _offer(self, "also", list(titles.items()))
        _offer(self, "unit", list(units))
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]

    def clean_place(self) -> str:
        return place_called(self.cleaned_data["place"])

    def clean_partners(self) -> tuple[str, ...]:
        return organisations_called(self.cleaned_data["partners"].splitlines(), self.asker)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("始まりの日より前です。日付を直してください。"))
        return told

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FOLDED]

    @property
    def is_unfolded(self) -> bool:
        """Where something folded is wrong, or filled in already."""
        return any(name in self.errors or self[name].value() for name in FOLDED)

    def what(self) -> Done:
        told: dict[str, Any] = self.cleaned_data
        with_whom: dict[str, Any] = {name: name in told["with_whom"] for name, _label in WITH}
        return Done(
            initiatives=tuple(dict.fromkeys([told["initiative"], *told["also"]])),
            is_joint=told["together"] == JOINT,
            **with_whom,
            **{name: told[name] for name in _SAME},
        )


_SAME = (
    *("form", "first_day", "last_day", "title_ja", "title_en", "place", "venue", "is_online"),
    *("participants", "firms", "municipalities", "partners", "hours", "cost_yen", "narrative"),
)


def beginning(
    last: Activity | None, mine: Sequence[str], place: str, today: date
) -> dict[str, Any]:
    """What a new form starts with: mostly it is like the one before."""
    known = set(last.references) if last else set()
    usual = next((one for one in mine if one in known), mine[0] if mine else "")
    code = last.place if last and last.place else place
    return {
        "initiative": usual,
        "form": last.form if last else Form.SEMINAR,
        "first_day": today,
        "place": place_names([code]).get(code, ""),
    }


def as_typed(activity: Activity) -> dict[str, Any]:
    """A record as its form shows it."""
    named = organisations_by_keys(activity.partners)
    first, *others = activity.references
    place = activity.place
    return {
        **{name: getattr(activity, name) for name in _SAME if name not in ("place", "partners")},
        "last_day": activity.lasts_until(),
        "initiative": first,
        "also": others,
        "together": JOINT if activity.is_joint else OWN,
        "place": place_names([place]).get(place, place),
        "partners": "\n".join(named[key].name_ja for key in activity.partners if key in named),
        "with_whom": [name for name, _label in WITH if getattr(activity, name)],
        "unit": activity.unit_id,
        "version": activity.version,
    }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        help_text=gettext_lazy("前の記録とともに残ります。"),
    )


class AnswerForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("違うところ"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("異議があるときに書いてください。記録した部署に届きます。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _grouped(titles: dict[str, str], mine: Sequence[str]) -> list[Any]:
    own = [(one, titles[one]) for one in mine if one in titles]
    others = [(one, title) for one, title in titles.items() if one not in mine]
    if not own or not others:
        return [("", _("選んでください")), *own, *others]
    return [
        ("", _("選んでください")),
        (_("わたしの部署の取組"), own),
        (_("ほかの取組"), others),
    ]


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
