"""What happens to a report; an entry names the digest, so that a changed one would be noticed."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind
from renkei.programme.states import Scope

ScopeOf = Annotated[Scope, Text("範囲", "scope")]
About = Annotated[str, Text("対象", "about")]
Year = Annotated[int, Text("年度", "fiscal year")]
Revision = Annotated[int, Text("版", "revision")]
Digest = Annotated[str, Text("要約値", "digest")]


@kind("report.made", Text("報告書の作成", "Report made"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMade(Event):
    scope: ScopeOf
    about: About = ""
    fiscal_year: Year
    revision: Revision
    digest: Digest
    reason: Annotated[str, Text("改める理由", "reason")] = ""


@kind("report.agreed", Text("報告書の確認", "Report agreed to"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAgreed(Event):
    """By the side of the entry."""

    fiscal_year: Year
    revision: Revision
    digest: Digest


@kind("report.published", Text("報告書の公表", "Report published"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPublished(Event):
    scope: ScopeOf
    about: About = ""
    fiscal_year: Year
    revision: Revision
    digest: Digest


@kind("report.withdrawn", Text("報告書の取下げ", "Report withdrawn"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWithdrawn(Event):
    fiscal_year: Year
    revision: Revision
    reason: Annotated[str, Text("理由", "reason")]
