"""What the journal is told of notices: what officers decided about their delivery."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind

Template = Annotated[str, Text("通知の種類", "kind of notice")]


@kind("notice.returned", Text("通知メールの不達", "Notice came back"))
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReturned(Event):
    template: Template


@kind("notice.queued_again", Text("通知メールの再送", "Notice sent again"))
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeQueuedAgain(Event):
    template: Template


@kind("notice.given_up", Text("通知メールの断念", "Notice given up"))
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGivenUp(Event):
    template: Template
