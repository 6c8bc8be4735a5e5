"""Who asks: a person on a day, with the seats held on that day."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

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
    until: date | None = field(default=None, compare=False)  # its last day, where that is known
    # How pages call unit and organisation, in the reader's language.
    unit_name: str = field(default="", compare=False)
    organisation_name: str = field(default="", compare=False)


class Handed(Protocol):
    """What somebody opened with a reason, and what was handed to her units; both end by themselves.

    Keys of records of a kind, seen from one seat; from all seats where there is none.
    """

    @property
    def is_asked(self) -> bool:
        """Whether the answers are known already."""

    def opened(self, kind: str, seat: Seat | None) -> frozenset[str]: ...

    def shared(self, kind: str, seat: Seat | None) -> frozenset[str]: ...

    def everything(self) -> Hashable:
        """All keys as one value."""

    def anew(self) -> "Handed":
        """The same, before it was asked."""


class NothingHanded:
    is_asked = True

    def opened(self, _kind: str, _seat: Seat | None) -> frozenset[str]:
        return frozenset()

    shared = opened

    def everything(self) -> Hashable:
        return None

    def anew(self) -> "NothingHanded":
        return self


@dataclass(frozen=True, slots=True)
class Asker:
    """A person, or nobody: pages for everyone ask as `NOBODY`."""

    person: str = ""
    name: str = ""
    seats: tuple[Seat, ...] = ()
    on: date | None = None
    # Somebody with a seat of staff who has shown a password and no more: here without her seats.
    lacks_factor: bool = False
    handed: Handed = field(default_factory=NothingHanded, compare=False)
    # To which circles she belongs, once that was asked; by the seats from which it was.
    remembered: dict[tuple[Seat, ...], Any] = field(default_factory=dict, compare=False, repr=False)

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

    def anew(self) -> "Asker":
        """The same person, of whom nothing was asked yet."""
        return replace(self, handed=self.handed.anew(), remembered={})

    def from_seat(self, seat: Seat) -> "Asker":
        """The same person as if she had this seat alone."""
        return replace(self, seats=(seat,))

    def has_role(self, *roles: Role) -> bool:
        return any(seat.role in roles for seat in self.seats)


NOBODY = Asker()


def asker_of(request: HttpRequest) -> Asker:
    """Who asks for this page; the directory's middleware has put it there."""
    asker: Asker = getattr(request, "asker", NOBODY)
    return asker
