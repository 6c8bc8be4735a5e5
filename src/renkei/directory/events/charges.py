"""What happens to who is in charge; credited to the unit and to the initiative."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from renkei.charter.text import Text
from renkei.directory.states import ChargeRole
from renkei.journal.kinds import Event, kind

RoleTaken = Annotated[ChargeRole, Text("担当の別", "as")]


@kind("charge.taken", Text("取組の担当の開始", "Charge of an initiative taken"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeTaken(Event):
    role: RoleTaken
    first_day: Annotated[date, Text("始まり", "from")]


@kind("charge.ended", Text("取組の担当の終了", "Charge of an initiative ended"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeEnded(Event):
    role: RoleTaken
    # Unknown where it was taken back before it began.
    last_day: Annotated[date | None, Text("終わり", "until")] = None
    reason: Annotated[str, Text("理由", "reason")] = ""
