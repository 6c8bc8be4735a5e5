"""What happens to agreements.

`side` says whose agreement it is, so that a joint one counts once in the total and once on each
side; `organisations` are its parties, so that it stands in the timeline of each.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind

II_3 = ("II-3",)
Reason = Annotated[str, Text("理由", "reason")]


def year_in_words(year: int) -> Text:
    return Text(f"{year}年度", f"fiscal {year}")


@kind("agreement.drafted", Text("協定の協議開始", "Agreement under negotiation"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDrafted(Event):
    title: Annotated[str, Text("名称", "title")]


@kind("agreement.changed", Text("協定の記載の変更", "Agreement's entry changed"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementChanged(Event):
    n_fields: Annotated[int, Text("変更した項目の数", "fields changed")]


@kind("agreement.signed", Text("協定の締結", "Agreement signed"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSigned(Event):
    parties: Annotated[int, Text("当事者の数", "parties")]
    valid_to: Annotated[date | None, Text("有効期限", "valid until")] = None


@kind("agreement.activated", Text("協定の実施開始", "Agreement in force"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementActivated(Event):
    pass


@kind("agreement.renewed", Text("協定の更新", "Agreement renewed"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRenewed(Event):
    is_automatic: Annotated[bool, Text("自動更新", "automatically")]
    valid_to: Annotated[date | None, Text("有効期限", "valid until")] = None


@kind("agreement.ended", Text("協定の終了", "Agreement ended"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnded(Event):
    reason: Reason


@kind("agreement.broken_off", Text("協定の見送り", "Negotiation broken off"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementBrokenOff(Event):
    reason: Reason


@kind("agreement.published", Text("協定の公表", "Agreement published"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPublished(Event):
    pass


@kind("agreement.withdrawn", Text("協定の公表の取りやめ", "Agreement no longer published"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWithdrawn(Event):
    pass


@kind("agreement.results_asked", Text("実績の照会", "Results asked for"), initiatives=II_3)
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsAsked(Event):
    fiscal_year: Annotated[int, Text("対象", "for"), year_in_words]
