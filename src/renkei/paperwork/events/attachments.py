"""What the journal is told of attachments: never a name, for names of files name people."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind


@kind("attachment.added", Text("ファイルの添付", "File attached"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded(Event):
    content: Annotated[str, Text("種類", "type")]
    bytes: Annotated[int, Text("大きさ(バイト)", "size (bytes)")]


@kind("attachment.removed", Text("添付ファイルの削除", "Attached file removed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRemoved(Event):
    content: Annotated[str, Text("種類", "type")]
