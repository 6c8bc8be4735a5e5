"""Who asks: a person on a day, with the seats held on that day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from renkei.core.rights.roles import STAFF, Role


@dataclass(frozen=True, slots=True)
class Seat:
    """One membership as the rules read it: a role at a unit, valid on the day of the asking."""

    role: Role
    unit: str
    units: frozenset[str]  # the unit and every unit below it
    organisation: str
    side: str = ""  # of a government: prefecture or city
    places: frozenset[str] = frozenset()  # area codes the unit answers for
    membership: str = ""  # its key, so that a page can say which seat gave a right
    # How pages call unit and organisation, in the reader's language.
    unit_name: str = field(default="", compare=False)
    organisation_name: str = field(default="", compare=False)


def _nothing_opened(_kind: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Asker:
    """A person, or nobody: pages for everyone ask as `NOBODY`.

    `opened` answers, for a kind of record, the keys that were opened to this person or handed to
    one of her units for a time.
    """

    person: str = ""
    name: str = ""
    seats: tuple[Seat, ...] = ()
    on: date | None = None
    opened: Callable[[str], frozenset[str]] = field(default=_nothing_opened, compare=False)

    @property
    def is_somebody(self) -> bool:
        return bool(self.person)

    @property
    def is_staff(self) -> bool:
        return any(seat.role in STAFF for seat in self.seats)

    @property
    def units(self) -> frozenset[str]:
        """Every unit in which, or above which, the person has a seat."""
        return frozenset().union(*(seat.units for seat in self.seats))

    def has_role(self, *roles: Role) -> bool:
        return any(seat.role in roles for seat in self.seats)


NOBODY = Asker()


def asker_of(request: HttpRequest) -> Asker:
    """Who asks for this page; the directory's middleware has put it there."""
    asker: Asker = getattr(request, "asker", NOBODY)
    return asker
