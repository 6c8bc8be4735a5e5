"""What happens to rights on single records: opened with a reason, agreed to, handed on."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from renkei.charter.text import Text
from renkei.directory.states import LegalGround
from renkei.journal.kinds import Event, kind

Until = Annotated[date | None, Text("期限", "until")]
Receiver = Annotated[str, Text("渡し先", "handed to")]


@kind("access.opened", Text("他部署による閲覧の開始", "Record opened from outside its unit"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AccessOpened(Event):
    hours: Annotated[int, Text("時間", "hours")]


@kind("access.closed", Text("他部署による閲覧の終了", "Opened record closed early"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AccessClosed(Event):
    by_owner: Annotated[bool, Text("持ち主の部署による", "by the owning unit")]


@kind("consent.given", Text("同意", "Consent given"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Event):
    recipients: Annotated[int, Text("渡し先の数", "recipients")]
    until: Until


@kind("consent.withdrawn", Text("同意の撤回", "Consent withdrawn"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Event):
    shares_ended: Annotated[int, Text("終わった引渡しの数", "sharings ended")]


@kind("record.shared", Text("記録の引渡し", "Record handed on"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShared(Event):
    ground: Annotated[LegalGround, Text("根拠", "legal ground")]
    receiver: Receiver
    until: Until


@kind("share.ended", Text("記録の引渡しの終了", "Sharing of a record ended"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ShareEnded(Event):
    receiver: Receiver
    by_withdrawal: Annotated[bool, Text("同意の撤回による", "because consent was withdrawn")]
