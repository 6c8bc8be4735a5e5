"""What the journal is told of people who asked what is held about them."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.journal.kinds import Event, kind


@kind("disclosure.made", Text("本人への開示", "Disclosure to the person"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureMade(Event):
    rows: Annotated[int, Text("開示した行の数", "rows disclosed")]
