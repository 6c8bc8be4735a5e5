"""What waits for somebody: each room says it of its own records, one page shows it.

Nothing is stored: a room asks its tables at reading time (`queries.waiting_for(asker)`), so a task
is gone in the moment in which its work is done.
"""

from dataclasses import dataclass
from datetime import date

from renkei.core.rights import Asker


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    title: str  # of the record that waits
    step: str  # what to do, as a verb: 承認する
    address: str
    since: date
    due: date | None = None
    person: str = ""  # the one person who has to act; empty where anybody of the unit may
    unit: str = ""  # the unit that has to act
    unit_name: str = ""
    # Where the asker only watches: the work lies with somebody else, mostly the other side.
    is_elsewhere: bool = False
    # Where one button ends or postpones it: takes `choice` (done, postpone) and `to`, a day.
    at_once: str = ""

    def is_mine(self, asker: Asker) -> bool:
        return bool(self.person) and self.person == asker.person
