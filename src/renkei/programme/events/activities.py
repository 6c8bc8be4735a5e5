"""What was done for an initiative."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.programme.states import Form, OthersView


@kind("activity.held", Text("活動の実施", "Activity held"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityHeld(Event):
    """Side joint where both governments held it; the initiatives are those it served."""

    form: Annotated[Form, Text("形式", "form")]
    participants: Annotated[int | None, Text("参加者数", "participants")] = None
    firms: Annotated[int | None, Text("参加企業数", "firms that took part")] = None
    municipalities: Annotated[int | None, Text("参加市町村数", "municipalities that took part")] = (
        None
    )
    is_online: Annotated[bool, Text("オンライン", "online")] = False
    is_with_business: Annotated[bool, Text("経済団体・企業と", "with the business world")] = False
    is_with_universities: Annotated[bool, Text("大学等と", "with universities")] = False
    is_with_municipalities: Annotated[bool, Text("市町村と", "with municipalities")] = False
    hours: Annotated[Decimal | None, Text("時間", "hours")] = None
    cost_yen: Annotated[int | None, Text("経費（円）", "cost in yen")] = None


@kind("activity.described", Text("活動の説明の変更", "Description of an activity changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDescribed(Event):
    """Nothing that is counted has changed."""


@kind("activity.answered", Text("共同の活動への相手側の回答", "Joint activity answered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityAnswered(Event):
    view: Annotated[OthersView, Text("回答", "answer")]
    note: Annotated[str, Text("内容", "note")] = ""


@kind("activity.shown", Text("活動の公表の変更", "Publication of an activity changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityShown(Event):
    is_public: Annotated[bool, Text("公表", "public")]
