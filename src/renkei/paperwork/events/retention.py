"""What the journal is told of keeping and disposing: counts, never which records."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind

RecordKind = Annotated[str, Text("記録の種類", "kind of record")]


@kind("retention.applied", Text("保存期間の満了による処分", "Records disposed of"))
@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionApplied(Event):
    record_kind: RecordKind
    way: Annotated[str, Text("方法", "way")]
    records: Annotated[int, Text("件数", "records")]


@kind("hold.placed", Text("処分の保留", "Hold placed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Event):
    record_kind: RecordKind


@kind("hold.lifted", Text("処分の保留の解除", "Hold lifted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Event):
    record_kind: RecordKind
