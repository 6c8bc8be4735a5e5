"""What the journal is told of question sheets: which sheet and version, never an answer."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.sheet_reader import sheets
from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind

SHEET = Text("様式", "sheet")
VERSION = Text("版", "version")


def title_of_sheet(key: str) -> Text | None:
    return sheets()[key].title if key in sheets() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEvent(Event):
    sheet: Annotated[str, SHEET, title_of_sheet]
    version: Annotated[str, VERSION]


@kind("sheet.requested", Text("回答の依頼", "Answers asked for"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRequested(SheetEvent):
    """A link was made for somebody without an account."""


@kind("sheet.submitted", Text("回答の提出", "Answers submitted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSubmitted(SheetEvent):
    by_link: Annotated[bool, Text("リンクによる", "by a link")]


@kind("sheet.taken_back", Text("提出の取下げ", "Submission taken back"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTakenBack(SheetEvent):
    """The one who answered wants to change something before it is accepted."""


@kind("sheet.accepted", Text("回答の受理", "Answers accepted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAccepted(SheetEvent):
    """Read, and found to be in order."""


@kind("sheet.returned", Text("回答の差し戻し", "Answers returned"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReturned(SheetEvent):
    """Something has to be mended; what it is stands with the answers."""
