"""What is asked of a round, its days, bounds and lottery; and of a pair the desk decides on."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.markets import Grouping, MarketVersion
from renkei.core.fields import DateField
from renkei.opportunities.actions.rounds import SetUp
from renkei.opportunities.models import Round
from renkei.opportunities.rounds.bounds import Bound, bounds_of, usual_bounds
from renkei.opportunities.states import Way

MOST = 9_999
DAYS = {"closes_on": "closes", "answer_by": "confirmed", "begins_on": "begins"}
EACH: tuple[tuple[Grouping, Any], ...] = (
    ("region", gettext_lazy("地域ごとに")),
    ("municipality", gettext_lazy("市町村ごとに")),
    ("organisation", gettext_lazy("組織ごとに")),
)
Code = tuple[Grouping, str]


@dataclass(frozen=True, slots=True)
class BoundRow:
    """One line of the table of bounds: what it is about, and its one or two fields."""

    label: str
    cap: forms.BoundField
    floor: forms.BoundField | None


class RoundForm(forms.Form):
    """`regions` are codes and names of the regions of which a bound of their own may be set."""

    title_ja = forms.CharField(
        label=gettext_lazy("題名"),
        max_length=120,
        help_text=gettext_lazy("結果の手紙に書きます。例：2026年夏のインターンシップ"),
    )
    title_en = forms.CharField(label=gettext_lazy("英語の題名"), required=False, max_length=200)
    closes_on = DateField(
        label=gettext_lazy("希望の締切"),
        help_text=gettext_lazy("この日まで希望を直せます。案を作れるのは翌日からです。"),
    )
    answer_by = DateField(
        label=gettext_lazy("返事の期限"),
        help_text=gettext_lazy("この日までに返事がない人は、辞退したことになります。"),
    )
    begins_on = DateField(label=gettext_lazy("始まる日"), required=False)
    first_from = DateField(
        label=gettext_lazy("この日から始まる募集だけ"),
        required=False,
        help_text=gettext_lazy("日を決めて行う募集のとき。空欄なら、公開中のすべて。"),
    )
    first_to = DateField(label=gettext_lazy("この日までに始まる募集だけ"), required=False)
    may_fall_short = forms.BooleanField(
        label=gettext_lazy("最少の人数に満たない募集にも割り当てる"), required=False
    )
    lottery = forms.CharField(
        label=gettext_lazy("抽選の文字列"),
        max_length=40,
        help_text=gettext_lazy(
            "同じ点数のときの順番は、この文字列だけで決まります。だれでも計算し直せます。"
            "締切の前から公表し、あとから変えられません。"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *arguments: Any,
        version: MarketVersion,
        regions: Sequence[tuple[str, str]],
        is_begun: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.has_floors = version.mode != "stable"
        self.codes: dict[Code, str] = {
            **{(by, ""): str(label) for by, label in EACH},
            **{("region", code): name for code, name in regions},
        }
        if not version.minimum:
            del self.fields["may_fall_short"]
        if not version.assigns:
            self.fields["answer_by"].help_text = _("この日までを、紹介を進める目安にします。")
        self.fields["lottery"].disabled = is_begun
        for code in self.codes:
            for what in self._kinds:
                self.fields[_name(what, code)] = _number()

    @property
    def _kinds(self) -> tuple[str, ...]:
        return ("cap", "floor") if self.has_floors else ("cap",)

    def main_fields(self) -> Iterator[forms.BoundField]:
        bounds = {_name(what, code) for what in self._kinds for code in self.codes}
        return (field for field in self if field.name not in bounds)

    def bound_rows(self) -> list[BoundRow]:
        return [
            BoundRow(
                label,
                self[_name("cap", code)],
                self[_name("floor", code)] if self.has_floors else None,
            )
            for code, label in self.codes.items()
        ]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        closes, answers = told.get("closes_on"), told.get("answer_by")
        if closes and answers and answers <= closes:
            self.add_error("answer_by", _("希望の締切より後の日にしてください。"))
        for code in self.codes:
            cap, floor = (told.get(_name(what, code)) for what in ("cap", "floor"))
            if cap is not None and floor is not None and floor > cap:
                self.add_error(_name("floor", code), _("上限より多くなっています。"))
        return told

    def what(self) -> SetUp:
        told: dict[str, Any] = self.cleaned_data
        same = ("title_ja", "title_en", "closes_on", "answer_by", "begins_on")
        return SetUp(
            **{name: told[name] for name in (*same, "first_from", "first_to", "lottery")},
            bounds=tuple(self._bounds(told)),
            may_fall_short=told.get("may_fall_short", False),
        )

    def _bounds(self, told: dict[str, Any]) -> Iterator[Bound]:
        for by, code in self.codes:
            cap, floor = (told.get(_name(what, (by, code))) for what in ("cap", "floor"))
            if cap is not None or floor:
                yield Bound(by, code, cap, floor)


def beginning(version: MarketVersion, today: date) -> dict[str, Any]:
    """What a new form starts with: the days and bounds of the market's file, a fresh lottery."""
    days = {one.key: today + timedelta(days=one.after_days) for one in version.calendar}
    return {
        **{field: days[key] for field, key in DAYS.items() if key in days},
        "lottery": secrets.token_hex(8),
        **_as_typed(usual_bounds(version)),
    }


def as_typed(round_: Round) -> dict[str, Any]:
    same = ("title_ja", "title_en", "closes_on", "answer_by", "begins_on", "first_from")
    also = ("first_to", "may_fall_short", "lottery")
    kept = {name: getattr(round_, name) for name in (*same, *also)}
    return kept | _as_typed(bounds_of(round_.bounds))


def _as_typed(bounds: Iterable[Bound]) -> dict[str, Any]:
    return {
        _name(what, (one.by, one.code)): value
        for one in bounds
        for what, value in (("cap", one.cap), ("floor", one.floor))
        if value is not None
    }


def _name(what: str, code: Code) -> str:
    return f"{what}-{code[0]}-{code[1] or 'each'}"


def _number() -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "5"}),
    )


class RunForm(forms.Form):
    way = forms.ChoiceField(
        label=gettext_lazy("作り方"), choices=Way, widget=forms.RadioSelect, initial=Way.STAY
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("取りやめる理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RulingForm(forms.Form):
    """A decision about one person: for a posting, against one, or another person's place."""

    PIN, FORBID, SWAP = "pin", "forbid", "swap"

    what = forms.ChoiceField(label=gettext_lazy("どうしますか"))
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        help_text=gettext_lazy("記録に残ります。本人が開示を求めたときは、お見せします。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *arguments: Any,
        postings: Sequence[tuple[str, str]],
        others: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        offered = (
            (_("この募集に決める"), self.PIN, postings),
            (_("この募集にはしない"), self.FORBID, postings),
            (_("この人と入れ替える"), self.SWAP, others),
        )
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", _("選んでください")),
            *(
                (group, [(f"{deed}:{key}", name) for key, name in among])
                for group, deed, among in offered
                if among
            ),
        ]

    def decided(self) -> tuple[str, str]:
        """What is done, and with which posting or person."""
        deed, _colon, key = str(self.cleaned_data["what"]).partition(":")
        return deed, key
