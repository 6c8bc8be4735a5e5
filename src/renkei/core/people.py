"""A person's seats and addresses where nobody asks for a page: in long work, in the timetable.

The directory knows people; rooms below it may not ask it. It tells us once, at start, how a key
becomes an asker with the seats of today.
"""

from collections.abc import Callable

from renkei.core.rights import NOBODY, Asker

Find = Callable[[str], Asker]
Addresses = Callable[[str], list[str]]

_FIND: list[Find] = []
_ADDRESSES: list[Addresses] = []


def know_people(find: Find) -> None:
    _FIND[:] = [find]


def know_addresses(find: Addresses) -> None:
    _ADDRESSES[:] = [find]


def asker_with_key(person: str) -> Asker:
    """The person as she may act today; nobody where the account is gone or closed."""
    return _FIND[0](person) if _FIND and person else NOBODY


def addresses_of_person(person: str) -> list[str]:
    """E-mail addresses of which somebody has shown that they are hers, in small letters."""
    return _ADDRESSES[0](person) if _ADDRESSES and person else []
