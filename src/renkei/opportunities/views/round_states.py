"""Where a round stands, in sentences: what is done next, by whom, and which days it has."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from renkei.core.writing import localized, long_date, number
from renkei.opportunities.models import Round
from renkei.opportunities.states import RoundState

Deed = Literal["rehearse", "run", "publish", "close"]


@dataclass(frozen=True, slots=True)
class Next:
    """The step that follows, with those that are possible beside it.

    `also` are further steps; `asks_way` where a proposal is made anew.
    """

    first: Deed | None
    also: tuple[Deed, ...] = ()
    asks_way: bool = False
    may_cancel: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    on: str
    is_over: bool


def next_of(found: Round, today: date, waiting: int) -> Next:
    is_open_still = today <= found.closes_on
    may_cancel = found.wave == 0
    if found.state == RoundState.OPEN:
        if is_open_still:
            return Next("rehearse", may_cancel=may_cancel)
        return Next("run", ("rehearse",), may_cancel=may_cancel)
    if found.state == RoundState.PROPOSED:
        asks_way = found.asked_by.mode == "optimal"
        if found.is_up_to_date:
            return Next("publish", ("run",), asks_way=asks_way, may_cancel=may_cancel)
        return Next("run", (), asks_way=asks_way, may_cancel=may_cancel)
    if found.state == RoundState.PUBLISHED:
        if waiting:
            return Next(None, ("run",))
        return Next("close", ("run",))
    return Next(None)


def sentence_of(found: Round, today: date, waiting: int) -> str:
    """Read first: where it stands and who moves."""
    told = found.result
    if found.state == RoundState.OPEN:
        if today <= found.closes_on:
            return _("%(day)sまで希望を受け付けています。") % {"day": long_date(found.closes_on)}
        return _("希望の受付は終わりました。割り当ての案を作れます。")
    if found.state == RoundState.PROPOSED and not found.is_up_to_date:
        return _("案を作ったあとに内容が変わりました。案を作り直してください。")
    if found.state == RoundState.PROPOSED:
        return _(
            "案ができています。%(all)s人のうち%(n)s人に決まります。まだだれにも知らせていません。"
        ) % {"all": number(told["n_seekers"]), "n": number(told["n_placed"])}
    if found.state == RoundState.PUBLISHED and waiting:
        return _("発表しました。%(n)s人の返事を%(day)sまで待っています。") % {
            "n": number(waiting),
            "day": long_date(found.answer_by),
        }
    if found.state == RoundState.PUBLISHED:
        return _("返事がそろいました。空きを埋めるか、この割り当てを終えてください。")
    if found.state == RoundState.CANCELLED:
        return _("取りやめました。理由：%(reason)s") % {"reason": found.note}
    return _("終わりました。")


def days_of(found: Round, today: date) -> list[Day]:
    """As the market's calendar calls them."""
    calendar = {one.key: one.label for one in found.asked_by.calendar}
    usual = {"closes": _("希望の締切"), "confirmed": _("返事の期限"), "begins": _("始まる日")}
    days = {
        "closes": found.closes_on,
        "confirmed": found.answer_by,
        "begins": found.begins_on,
    }
    return [
        Day(
            localized(calendar[key]) if key in calendar else usual[key],
            long_date(day),
            day < today,
        )
        for key, day in days.items()
        if day is not None
    ]
