"""What the pages of the journal ask for."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.reader import programme
from renkei.core.areas import areas
from renkei.core.choices import options
from renkei.core.writing import language
from renkei.journal import queries
from renkei.journal.kinds import kinds
from renkei.journal.queries import Entries

LONGEST_REASON = 300
# Hundreds of areas, initiatives and units cost more than the list: they come when asked for.
FURTHER = ("initiative", "place", "unit", "known")
MORE = "more"


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Choice(forms.Select):
    """Hundreds of areas written at once: a template for each costs more than the page."""

    # The field has looked through what is offered; Django's widget would look again.
    choices: Any = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - as the framework calls
        attributes = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", attributes, options(self.choices, value or ""))


class FilterForm(forms.Form):
    """The filters of the list; each that is filled in narrows it down."""

    kind = forms.ChoiceField(label=gettext_lazy("出来事"), required=False, widget=Choice)
    first = forms.DateField(label=gettext_lazy("この日から"), required=False, widget=DayInput())
    last = forms.DateField(label=gettext_lazy("この日まで"), required=False, widget=DayInput())
    initiative = forms.ChoiceField(label=gettext_lazy("取組"), required=False, widget=Choice)
    place = forms.ChoiceField(label=gettext_lazy("地域"), required=False, widget=Choice)
    unit = forms.ChoiceField(label=gettext_lazy("実績となる部署"), required=False, widget=Choice)
    known = forms.DateField(
        label=gettext_lazy("この日に分かっていたもの"),
        help_text=gettext_lazy("その日の終わりの時点で数えた内容を再現します。"),
        required=False,
        widget=DayInput(),
    )

    def __init__(self, data: Any, *, units: Callable[[], Iterable[tuple[str, str]]]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.is_whole = MORE in data or any(data.get(name) for name in FURTHER)
        every, spoken = [("", _("すべて"))], language()
        self._offer(
            "kind", every + [(kind.name, kind.label.in_language(spoken)) for kind in kinds()]
        )
        if not self.is_whole:
            for name in FURTHER:
                del self.fields[name]
            return
        self._offer(
            "initiative",
            every
            + [
                (one.reference, f"{one.reference} {one.title.in_language(spoken)}")
                for one in programme().initiatives
            ],
        )
        named = [(code, name.in_language(spoken)) for code, name in areas().items()]
        self._offer("place", every + named)
        self._offer("unit", every + list(units()))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        first, last = asked.get("first"), asked.get("last")
        if first and last and last < first:
            self.add_error("last", _("始まりの日より前です。どちらかの日を直してください。"))
        return asked

    @property
    def asked(self) -> dict[str, Any]:
        """What can be read; a filter with an error narrows nothing down."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def applied(self) -> Entries:
        asked = self.asked
        known: date | None = asked.get("known")
        found = queries.entries_known_on(end_of(known)) if known else queries.entries()
        columns = {"kind": "kind", "place": "place", "unit": "organisation"}
        columns |= {"first": "on__gte", "last": "on__lte"}
        found = found.filter(
            **{column: asked[name] for name, column in columns.items() if name in asked}
        )
        if "initiative" in asked:
            found = queries.of_initiative(found, asked["initiative"])
        return found


class ReversalForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("取り消す日"),
        help_text=gettext_lazy("ふつうは今日です。"),
        widget=DayInput(),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy(
            "取消の記録とともに、ずっと残ります。人の名前は書かないでください。"
        ),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("取り消す理由を書いてください。")},
    )


def end_of(day: date) -> datetime:
    """The last moment of a day here."""
    next_day = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    return next_day - timedelta(microseconds=1)
