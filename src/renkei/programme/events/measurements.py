"""What happens to figures: handed in, returned, approved, locked, computed again."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.programme.periods import period_called

IndicatorId = Annotated[str, Text("指標", "indicator")]
OfPeriod = Annotated[str, Text("期間", "period"), period_called]
Revision = Annotated[int, Text("版", "revision")]
Value = Annotated[str | None, Text("値", "value")]
Reason = Annotated[str, Text("理由", "reason")]


@kind("measurement.submitted", Text("指標の値の提出", "Figure submitted"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementSubmitted(Event):
    """By the side of the entry."""

    indicator: IndicatorId
    period: OfPeriod
    revision: Revision
    value: Value


@kind("measurement.returned", Text("指標の値の差戻し", "Figure returned"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementReturned(Event):
    indicator: IndicatorId
    period: OfPeriod
    reason: Reason


@kind("measurement.approved", Text("指標の値の承認", "Figure approved"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementApproved(Event):
    """By one government, of its part."""

    indicator: IndicatorId
    period: OfPeriod
    revision: Revision
    value: Value


@kind("measurement.locked", Text("指標の値の確定", "Figure locked"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementLocked(Event):
    """Both governments have approved."""

    indicator: IndicatorId
    period: OfPeriod
    revision: Revision
    value: Value


@kind("measurement.revised", Text("指標の値の再算出", "Figure revised"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRevised(Event):
    """A locked figure was computed again; the earlier revision stays."""

    indicator: IndicatorId
    period: OfPeriod
    revision: Revision
    value: Value
    reason: Reason


@kind("manual_value.entered", Text("報告値の登録", "Value entered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ManualValueEntered(Event):
    indicator: IndicatorId
    period: OfPeriod
    value: Value
    source: Annotated[str, Text("出典", "source")]


@kind("manual_value.confirmed", Text("報告値の確認", "Value confirmed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ManualValueConfirmed(Event):
    indicator: IndicatorId
    period: OfPeriod
    value: Value


@kind("manual_value.withdrawn", Text("報告値の取下げ", "Value withdrawn"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ManualValueWithdrawn(Event):
    indicator: IndicatorId
    period: OfPeriod
    reason: Reason
