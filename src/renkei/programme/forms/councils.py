"""Forms of councils: members, meetings, agendas, papers, minutes, decisions."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renkei.charter.reader import programme
from renkei.core.fields import DateField
from renkei.core.sides import OTHER, Side
from renkei.core.writing import clock, localized
from renkei.directory.queries.charges import units_to_charge
from renkei.programme.models import AgendaItem, Meeting
from renkei.programme.states import Audience, MemberRole, Reply, Ruling

CHOOSE = ("", gettext_lazy("選んでください"))
NO_ITEM = ("", gettext_lazy("会議全体"))
CLOCK = {"type": "time", "step": "300"}


def initiatives() -> list[tuple[str, str]]:
    return [
        (one.reference, f"{one.reference} {localized(one.title)}")
        for one in programme().initiatives
    ]


def text(label: Any, longest: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """Who it is: whoever has an account is found by e-mail address, a town or firm by its name."""

    post_ja = text(
        gettext_lazy("役職・団体の名前"),
        120,
        help_text=gettext_lazy("名簿に載る名前です。例：商工会議所連合会 会頭"),
    )
    post_en = text(gettext_lazy("役職・団体の名前（英語）"), 200, required=False)
    name = text(
        gettext_lazy("氏名"),
        80,
        required=False,
        help_text=gettext_lazy("公開に同意した人だけ、下の「名簿に載せる」に印を付けてください。"),
    )
    role = forms.ChoiceField(choices=MemberRole, label=gettext_lazy("役割"))
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("登録したメールアドレス"),
        help_text=gettext_lazy(
            "その人に会議の案内が届き、委員の資料を読めるようになります。登録していない人は空欄に。"
        ),
    )
    organisation = text(
        gettext_lazy("市町村・企業・団体として"),
        200,
        required=False,
        help_text=gettext_lazy("組織として委員になるとき、登録した名前を書いてください。"),
    )
    unit = forms.ChoiceField(required=False, label=gettext_lazy("道・市の部署として"))
    is_public = forms.BooleanField(
        required=False, label=gettext_lazy("役職と氏名を、だれでも読める名簿に載せる")
    )
    valid_from = DateField(label=gettext_lazy("任期の始まり"))
    valid_to = DateField(required=False, label=gettext_lazy("任期の終わり"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.units = {unit.key: unit for unit in units_to_charge(OTHER)}
        _offer(self, "unit", [("", _("部署ではない")), *_units(self.units)])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = [name for name in ("email", "organisation", "unit") if values.get(name)]
        if len(given) > 1:
            raise ValidationError(_("メールアドレス、組織、部署のうち、一つだけを書いてください。"))
        return values


class EndForm(forms.Form):
    last_day = DateField(label=gettext_lazy("任期の最後の日"))


class MeetingForm(forms.Form):
    title_ja = text(gettext_lazy("会議の名前"), 120)
    title_en = text(gettext_lazy("会議の名前（英語）"), 200, required=False)
    day = DateField(label=gettext_lazy("日"))
    starts = forms.TimeField(label=gettext_lazy("始まり"), widget=forms.TimeInput(attrs=CLOCK))
    ends = forms.TimeField(label=gettext_lazy("終わり"), widget=forms.TimeInput(attrs=CLOCK))
    place_ja = text(gettext_lazy("場所"), 200, required=False)
    place_en = text(gettext_lazy("場所（英語）"), 200, required=False)
    is_online = forms.BooleanField(required=False, label=gettext_lazy("オンラインでも参加できる"))
    link = forms.URLField(
        required=False,
        assume_scheme="https",
        label=gettext_lazy("参加するためのアドレス"),
        help_text=gettext_lazy("案内した人だけに見えます。"),
    )
    is_public = forms.BooleanField(
        required=False,
        label=gettext_lazy("会議を公開する"),
        help_text=gettext_lazy(
            "案内を出すと、だれでも日時と議題を読めます。資料と議事録の公開は、別に決めます。"
        ),
    )

    def values(self) -> dict[str, Any]:
        """As an action takes them."""
        given = dict(self.cleaned_data)
        day, starts, ends = (given.pop(name) for name in ("day", "starts", "ends"))
        return {**given, "starts_at": _moment(day, starts), "ends_at": _moment(day, ends)}


def initial_of(meeting: Meeting) -> dict[str, Any]:
    names = ("title_ja", "title_en", "place_ja", "place_en", "is_online", "link", "is_public")
    return {
        **{name: getattr(meeting, name) for name in names},
        "day": meeting.day,
        "starts": clock(meeting.starts_at),
        "ends": clock(meeting.ends_at),
    }


class ItemForm(forms.Form):
    """A line of the agenda; the number says where it stands, an empty title takes it off."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    number = forms.IntegerField(
        label=gettext_lazy("順番"),
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3"}),
    )
    title_ja = text(gettext_lazy("議題"), 200, required=False)
    title_en = text(gettext_lazy("議題（英語）"), 300, required=False)
    initiatives = text(
        gettext_lazy("関係する取組"),
        120,
        required=False,
        help_text=gettext_lazy("取組番号を空白で区切って書きます。例：II-1 II-3"),
    )
    about = text(gettext_lazy("関係する見直し・決定の番号"), 80, required=False)

    def clean_initiatives(self) -> tuple[str, ...]:
        return references(self.cleaned_data["initiatives"])


ItemForms = forms.formset_factory(ItemForm, extra=2, max_num=60)


def references(written: str) -> tuple[str, ...]:
    """Errors  ValidationError for what is no initiative"""
    known = {one.reference for one in programme().initiatives}
    found = tuple(dict.fromkeys(written.replace("、", " ").replace(",", " ").upper().split()))
    if unknown := [one for one in found if one not in known]:
        raise ValidationError(
            _("「%(what)s」という取組はありません。") % {"what": _("、").join(unknown)}
        )
    return found


class PaperForm(forms.Form):
    """Of a council of one side, papers for the other side's staff alone are not offered."""

    title_ja = text(gettext_lazy("資料の名前"), 200)
    title_en = text(gettext_lazy("資料の名前（英語）"), 300, required=False)
    item = forms.ChoiceField(required=False, label=gettext_lazy("どの議題の資料か"))
    unit = forms.ChoiceField(label=gettext_lazy("資料を出す部署"))
    audience = forms.ChoiceField(label=gettext_lazy("だれが読めるか"))
    due_on = DateField(required=False, label=gettext_lazy("提出の期限"))
    embargo_day = DateField(
        required=False,
        label=gettext_lazy("解禁の日"),
        help_text=gettext_lazy("それまでは、事務局と資料を出す部署だけが読めます。"),
    )
    embargo_time = forms.TimeField(
        required=False,
        label=gettext_lazy("解禁の時刻"),
        widget=forms.TimeInput(attrs=CLOCK),
        help_text=gettext_lazy("書かなければ、その日の始まり（0時）です。"),
    )

    def __init__(self, *arguments: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.units = {unit.key: unit for unit in units_to_charge(OTHER)}
        self.items = {item.key: item for item in meeting.items.all()}
        _offer(self, "unit", [CHOOSE, *_units(self.units)])
        _offer(self, "item", [NO_ITEM, *_items(self.items)])
        _offer(self, "audience", audiences(meeting))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("embargo_time") and not values.get("embargo_day"):
            self.add_error("embargo_day", _("時刻だけでなく、日も書いてください。"))
        return values

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        day, at = given.pop("embargo_day"), given.pop("embargo_time")
        given.pop("unit")
        return {
            **given,
            "item": self.items.get(given["item"]),
            "embargo_until": _moment(day, at or time.min) if day else None,
        }


def audiences(meeting: Meeting) -> list[tuple[str, Any]]:
    sides = OTHER if meeting.side == Side.JOINT else (meeting.side,)
    offered = [Audience.MEMBERS, *(Audience(side) for side in sides)]
    if meeting.is_public:
        offered.insert(0, Audience.PUBLIC)
    return [(one.value, one.label) for one in offered]


class MinutesForm(forms.Form):
    text_ja = text(
        gettext_lazy("議事録"),
        100_000,
        rows=18,
        help_text=gettext_lazy("段落のあいだに、空の行を入れてください。"),
    )
    text_en = text(gettext_lazy("英語の要旨"), 100_000, rows=8, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class DecisionForm(forms.Form):
    text_ja = text(gettext_lazy("決定の内容"), 2000, rows=4)
    text_en = text(gettext_lazy("決定の内容（英語）"), 3000, rows=3, required=False)
    kind = forms.ChoiceField(choices=Ruling, label=gettext_lazy("決定の種類"))
    item = forms.ChoiceField(required=False, label=gettext_lazy("どの議題の決定か"))
    initiatives = text(
        gettext_lazy("関係する取組"),
        120,
        required=False,
        help_text=gettext_lazy("書かなければ、議題に書いた取組です。例：II-1 II-3"),
    )
    carried_by = forms.ChoiceField(choices=Side, label=gettext_lazy("だれが実行するか"))

    def __init__(self, *arguments: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.items = {item.key: item for item in meeting.items.all()}
        _offer(self, "item", [NO_ITEM, *_items(self.items)])

    def clean_initiatives(self) -> tuple[str, ...]:
        return references(self.cleaned_data["initiatives"])

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "item": self.items.get(self.cleaned_data["item"])}


class FollowUpForm(forms.Form):
    text_ja = text(gettext_lazy("何をするか"), 300)
    text_en = text(gettext_lazy("何をするか（英語）"), 400, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("担当する部署"))
    due_on = DateField(label=gettext_lazy("期限"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.units = {unit.key: unit for unit in units_to_charge(OTHER)}
        _offer(self, "unit", [CHOOSE, *_units(self.units)])


class ReasonForm(forms.Form):
    reason = text(gettext_lazy("理由"), 400, rows=3)


class ResultForm(forms.Form):
    result = text(gettext_lazy("何をしたか"), 600, rows=3)


class ReplyForm(forms.Form):
    """One button each; a deputy needs a name."""

    reply = forms.ChoiceField(choices=Reply)
    deputy = text(gettext_lazy("代理の人の役職と名前"), 120, required=False)


def _units(units: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, f"{unit.organisation.name} {unit.name}") for key, unit in units.items()]


def _items(items: dict[str, AgendaItem]) -> list[tuple[str, str]]:
    return [(key, f"{item.number}. {item.title}") for key, item in items.items()]


def _moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
