"""What the demonstration offers, and whether it may."""

from dataclasses import dataclass

from django.conf import settings

from renkei.core.rights import Role
from renkei.core.writing import localized
from renkei.demo import cast
from renkei.directory.queries.demonstration import has_real_people


@dataclass(frozen=True, slots=True)
class Offered:
    """A seat as the page of seats shows it."""

    id: str
    title: str
    name: str
    email: str
    where: list[tuple[str, str]]  # role, unit
    waits: str


def is_open() -> bool:
    """One click signs in only in a demonstration, and only among invented people."""
    return bool(settings.DEMO) and not has_real_people()


def offered_seats() -> list[Offered]:
    names = cast.unit_names()
    return [
        Offered(
            id=one.id,
            title=localized(one.title) if one.title else "",
            name=one.name,
            email=one.email,
            where=[(str(Role(seat.role).label), localized(names[seat.unit])) for seat in one.seats],
            waits=localized(one.waits) if one.waits else "",
        )
        for one in cast.offered()
    ]
