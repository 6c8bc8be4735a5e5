"""Forms of reports: what to make one of, and why one is taken back."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.terms import Programme
from renkei.core.calendar import end_of_day, fiscal_year_of
from renkei.core.fields import DateField
from renkei.core.writing import fiscal_year, localized
from renkei.places import queries as places
from renkei.programme.reporting.subjects import Wanted
from renkei.programme.states import Scope

Choices = list[tuple[str, Any]]


class MakeForm(forms.Form):
    subject = forms.ChoiceField(label=gettext_lazy("何についての報告書か"))
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    known_on = DateField(
        label=gettext_lazy("いつまでに知られていたことで作るか"),
        required=False,
        help_text=gettext_lazy(
            "空欄なら、いまです。例：2026-05-31、令和8年5月31日。その日の終わりまでの記録で作ります。"
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("作り直す理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("同じ年度の報告書がすでにあるときに書きます。公表されます。"),
    )

    def __init__(self, *arguments: Any, agreed: Programme, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["subject"].choices = list(_subjects(agreed))  # type: ignore[attr-defined]
        years = range(fiscal_year_of(on), agreed.period.first - 1, -1)
        self.fields["year"].choices = [(one, fiscal_year(one)) for one in years]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        scope, _colon, about = given["subject"].partition(":")
        return Wanted(
            scope=scope,
            about=about,
            fiscal_year=given["year"],
            known_at=_end_of(given["known_on"]),
            reason=given["reason"],
        )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("取り下げる理由"), max_length=300)


def _subjects(agreed: Programme) -> Iterator[tuple[str, Any]]:
    yield f"{Scope.PROGRAMME}:", _("プログラム全体")
    yield _("テーマ"), _called(Scope.THEME, agreed.themes)
    yield _("取組"), _called(Scope.INITIATIVE, agreed.initiatives)
    towns = [(f"{Scope.MUNICIPALITY}:{one.code}", one.full_name) for one in places.municipalities()]
    if towns:
        yield _("市町村"), towns


def _called(scope: str, ones: Any) -> Choices:
    return [(f"{scope}:{one.reference}", f"{one.reference} {localized(one.title)}") for one in ones]


def _end_of(day: date | None) -> datetime:
    """The day's end, or now where it is not over; a day to come is for the action to refuse."""
    now = timezone.now()
    if day is None or day == timezone.localdate(now):
        return now
    return end_of_day(day)
