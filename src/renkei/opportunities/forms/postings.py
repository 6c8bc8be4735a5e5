"""The form of a posting beside the market's own questions, and those of the steps."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.markets import MarketVersion
from renkei.core.fields import DateField
from renkei.core.rights import Asker
from renkei.directory.forms.naming import organisations_called, place_called
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.opportunities.actions.postings import Offered
from renkei.opportunities.desks import OF_AN_ORGANISATION
from renkei.opportunities.facts import Entry
from renkei.opportunities.models import Posting
from renkei.opportunities.rules.offering import USUAL_DAYS, enters_for_a_desk, own_organisations
from renkei.opportunities.states import CloseReason
from renkei.paperwork.sheets.reading import Values

MOST = 9_999


def _number(label: Any, **more: Any) -> forms.IntegerField:
    field = forms.IntegerField(label=label, max_value=MOST, localize=False, **more)
    # A text field: a control with arrows changes a number when somebody scrolls past it.
    field.widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"}
    )
    return field


class PostingForm(forms.Form):
    """What is asked in every market. `own` are the organisations among which a firm's or a town's
    people choose; a desk writes the name."""

    organisation = forms.CharField(
        label=gettext_lazy("募集する組織"),
        max_length=120,
        help_text=gettext_lazy("組織の一覧にある名称か法人番号で。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    title_ja = forms.CharField(
        label=gettext_lazy("題名"),
        max_length=120,
        help_text=gettext_lazy("一覧に出ます。何をするのかが分かるように。"),
    )
    title_en = forms.CharField(label=gettext_lazy("英語の題名"), required=False, max_length=200)
    place = forms.CharField(
        label=gettext_lazy("市町村名"),
        max_length=60,
        help_text=gettext_lazy("働く場所、活動する場所。"),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    capacity = _number(gettext_lazy("定員"), min_value=1)
    minimum = _number(
        gettext_lazy("最少の人数"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("この人数に満たないときは行いません。決めていなければ空欄に。"),
    )
    first_day = DateField(
        label=gettext_lazy("始まる日"),
        required=False,
        help_text=gettext_lazy("日が決まっているとき。例：2026-11-25"),
    )
    last_day = DateField(
        label=gettext_lazy("終わる日"),
        required=False,
        help_text=gettext_lazy("1日だけのときは空欄に。"),
    )
    valid_until = DateField(
        label=gettext_lazy("掲載の最後の日"),
        help_text=gettext_lazy("この日の翌日に公開を終えます。1年以内。"),
    )
    partners = forms.CharField(
        label=gettext_lazy("いっしょに募集する組織"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("1行に1つ。組織の一覧にある名称か法人番号で。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *arguments: Any,
        asker: Asker,
        version: MarketVersion,
        own: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.asker = asker
        self.only = ""  # the one organisation of whoever has no choice
        if not version.minimum:
            del self.fields["minimum"]
        if own:
            self._among(own)
            del self.fields["partners"]

    def _among(self, own: Sequence[tuple[str, str]]) -> None:
        if len(own) == 1:
            del self.fields["organisation"]
            self.only = own[0][0]
            return
        label = self.fields["organisation"].label
        self.fields["organisation"] = forms.ChoiceField(label=label, choices=list(own))

    def clean_organisation(self) -> str:
        told: str = self.cleaned_data["organisation"]
        if isinstance(self.fields["organisation"], forms.ChoiceField):
            return told
        return organisations_called([told], self.asker)[0]

    def clean_place(self) -> str:
        return place_called(self.cleaned_data["place"])

    def clean_partners(self) -> tuple[str, ...]:
        return organisations_called(self.cleaned_data["partners"].splitlines(), self.asker)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if last and (first is None or last < first):
            self.add_error("last_day", _("始まる日より前です。日付を直してください。"))
        least, most = told.get("minimum"), told.get("capacity")
        if least and most and least > most:
            self.add_error("minimum", _("定員より多くなっています。"))
        return told

    def what(self, answers: Values, before: Posting | None = None) -> Offered:
        """`before` has what this reader is not asked."""
        told: dict[str, Any] = self.cleaned_data
        same = ("title_ja", "title_en", "place", "capacity", "first_day", "last_day", "valid_until")
        kept = tuple(before.partners) if before else ()
        return Offered(
            organisation=told.get("organisation", self.only),
            answers=answers,
            minimum=told.get("minimum") or 0,
            partners=told.get("partners", kept),
            **{name: told[name] for name in same},
        )


def beginning(asker: Asker, today: date, entry: Entry | None) -> dict[str, Any]:
    """What a new form starts with: name and place of the organisation from its entry, so that
    nobody writes them again. Of a desk no place: what it enters lies anywhere."""
    places = {
        place for seat in asker.seats if seat.role in OF_AN_ORGANISATION for place in seat.places
    }
    town = next((one for one in sorted(places) if not one.endswith("0006")), "")
    place = (entry.place if entry else "") or town
    begun: dict[str, Any] = {
        "capacity": 1,
        "valid_until": today + timedelta(days=USUAL_DAYS),
        "place": place_names([place]).get(place, ""),
    }
    if entry:
        is_chosen = bool(own_organisations(asker)) and not enters_for_a_desk(asker)
        begun["organisation"] = entry.key if is_chosen else entry.corporate_number or entry.name_ja
    return begun


def as_typed(posting: Posting) -> dict[str, Any]:
    """A posting as its form shows it."""
    same = ("title_ja", "title_en", "capacity", "first_day", "last_day", "valid_until")
    named = organisations_by_keys(posting.partners)
    return {
        **{name: getattr(posting, name) for name in same},
        "organisation": posting.organisation.name_ja,
        "minimum": posting.minimum or None,
        "place": place_names([posting.place]).get(posting.place, posting.place),
        "partners": "\n".join(named[key].name_ja for key in posting.partners if key in named),
    }


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("直してほしいこと"),
        max_length=300,
        help_text=gettext_lazy("募集した組織が読みます。記録にも残ります。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RenewForm(forms.Form):
    valid_until = DateField(
        label=gettext_lazy("新しい掲載の最後の日"),
        help_text=gettext_lazy("今日から1年以内。例：2026-11-25、令和8年11月25日"),
    )


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("終える理由"), choices=CloseReason, widget=forms.RadioSelect
    )


class AdoptForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("採用した内容"),
        max_length=300,
        help_text=gettext_lazy("どの提案を、何に使うことにしたか。人の名前は書かないでください。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
