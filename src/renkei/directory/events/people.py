"""What happens to people's places: seats, terms, invitations, factors."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from renkei.charter.text import Text
from renkei.core.rights import Role
from renkei.journal.kinds import Event, kind


@kind("seat.given", Text("席の付与", "Seat given"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGiven(Event):
    role: Annotated[Role, Text("役割", "role")]
    until: Annotated[date | None, Text("期限", "until")]


@kind("seat.changed", Text("席の期間の変更", "Period of a seat changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChanged(Event):
    role: Annotated[Role, Text("役割", "role")]
    until: Annotated[date | None, Text("期限", "until")]


@kind("seat.ended", Text("席の終了", "Seat ended"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEnded(Event):
    role: Annotated[Role, Text("役割", "role")]
    reason: Annotated[str, Text("理由", "reason")]


@kind("term.started", Text("受託期間の登録", "Contractor's term registered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class TermStarted(Event):
    valid_from: Annotated[date, Text("開始日", "first day")]
    valid_to: Annotated[date, Text("最終日", "last day")]


@kind("term.shortened", Text("受託期間の短縮", "Contractor's term shortened"))
@dataclass(frozen=True, slots=True, kw_only=True)
class TermShortened(Event):
    valid_to: Annotated[date, Text("最終日", "last day")]
    reason: Annotated[str, Text("理由", "reason")]


@kind("invitation.sent", Text("招待", "Invitation sent"))
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSent(Event):
    role: Annotated[Role, Text("役割", "role")]


@kind("invitation.withdrawn", Text("招待の取消", "Invitation withdrawn"))
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Event):
    role: Annotated[Role, Text("役割", "role")]


@kind("person.factor_reset", Text("二段階認証のリセット", "Second factor reset"))
@dataclass(frozen=True, slots=True, kw_only=True)
class FactorReset(Event):
    reason: Annotated[str, Text("理由", "reason")]


@kind("person.anonymised", Text("個人情報の消去", "Person anonymised"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnonymised(Event):
    reason: Annotated[str, Text("理由", "reason")]
