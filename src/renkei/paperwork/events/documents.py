"""What the journal is told of numbered documents: which series and number, never the letter."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind

SERIES = Text("番号の系列", "series")
NUMBER = Text("文書番号", "document number")


@kind("document.drafted", Text("文書の起案", "Document drafted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDrafted(Event):
    series: Annotated[str, SERIES]


@kind("document.approved", Text("文書の決裁", "Document approved"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentApproved(Event):
    series: Annotated[str, SERIES]


@kind("document.sent_back", Text("文書の差し戻し", "Document sent back"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSentBack(Event):
    series: Annotated[str, SERIES]


@kind("document.issued", Text("文書の発出", "Document issued"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIssued(Event):
    series: Annotated[str, SERIES]
    number: Annotated[str, NUMBER]


@kind("document.cancelled", Text("文書の取消", "Document cancelled"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCancelled(Event):
    series: Annotated[str, SERIES]
    number: Annotated[str, NUMBER]
    cancelled_by: Annotated[str, Text("取り消した文書", "cancelled by")]
