"""What happens in councils; what was decided is credited to the initiatives that it concerns."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.programme.states import MemberRole, Ruling


def name_of_body(key: str) -> Text | None:
    return next((body.name for body in programme().bodies if body.key == key), None)


Body = Annotated[str, Text("会議", "council"), name_of_body]
As = Annotated[MemberRole, Text("役割", "as")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilEvent(Event):
    body: Body


@kind("council.joined", Text("委員の就任", "Member of a council named"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilJoined(CouncilEvent):
    role: As


@kind("council.left", Text("委員の退任", "Member of a council left"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilLeft(CouncilEvent):
    role: As


@kind("meeting.planned", Text("会議の準備開始", "Meeting planned"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlanned(CouncilEvent):
    """Known to its secretaries alone."""


@kind("meeting.changed", Text("会議の変更", "Meeting changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChanged(CouncilEvent):
    """Another day, another place, another agenda."""


@kind("meeting.called", Text("会議の開催案内", "Meeting called"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCalled(CouncilEvent):
    invited: Annotated[int, Text("案内した数", "invited")]
    is_online: Annotated[bool, Text("オンライン", "online")] = False


@kind("meeting.answered", Text("会議の出欠の回答", "Invitation to a meeting answered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAnswered(CouncilEvent):
    """Who answered what stands with the meeting."""


@kind("meeting.held", Text("会議の開催", "Meeting held"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHeld(CouncilEvent):
    invited: Annotated[int, Text("案内した数", "invited")]
    present: Annotated[int, Text("出席した数", "present")]
    is_online: Annotated[bool, Text("オンライン", "online")] = False


@kind("meeting.cancelled", Text("会議の中止", "Meeting cancelled"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled(CouncilEvent):
    reason: Annotated[str, Text("理由", "reason")]


@kind("paper.asked", Text("会議資料の依頼", "Paper for a meeting asked for"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAsked(CouncilEvent):
    """A unit has to give it by a day."""


@kind("paper.given", Text("会議資料の提出", "Paper for a meeting given"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGiven(CouncilEvent):
    is_public: Annotated[bool, Text("公開", "public")]


@kind("paper.taken_back", Text("会議資料の取下げ", "Paper for a meeting taken back"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTakenBack(CouncilEvent):
    """To be replaced by another, or not needed any more."""


@kind("minutes.drafted", Text("議事録案の作成", "Minutes drafted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesDrafted(CouncilEvent):
    """Written, or written anew."""


@kind("minutes.checked", Text("議事録の確認", "Minutes checked"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesChecked(CouncilEvent):
    """By another person than the one who wrote them; from then on members read them."""


@kind("minutes.returned", Text("議事録の差し戻し", "Minutes returned"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesReturned(CouncilEvent):
    """To be mended; why stands with them."""


@kind("minutes.published", Text("議事録の公表", "Minutes published"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPublished(CouncilEvent):
    is_public: Annotated[bool, Text("公開", "public")]


@kind("council.decided", Text("会議の決定", "Decision of a council"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilDecided(CouncilEvent):
    ruling: Annotated[Ruling, Text("決定の種類", "kind of decision")]


@kind("decision.published", Text("会議の決定の公表", "Decision of a council published"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPublished(CouncilEvent):
    """With its follow-ups."""


@kind("followup.set", Text("対応事項の設定", "Follow-up set"))
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSet(CouncilEvent):
    """What a unit has to do by a day."""


@kind("followup.done", Text("対応事項の完了", "Follow-up done"))
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDone(CouncilEvent):
    days_late: Annotated[int, Text("期限からの遅れ(日)", "days after the due day")]


@kind("followup.dropped", Text("対応事項の取りやめ", "Follow-up dropped"))
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDropped(CouncilEvent):
    reason: Annotated[str, Text("理由", "reason")]
