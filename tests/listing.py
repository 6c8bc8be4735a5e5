"""What a list of the house is for the tests: its view, its reader, and how rows get onto it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

from django.db.models import Model

from tests.rights.samples import MAKERS, Where
from tests.rights.world import World, populated


@dataclass
class Office:
    """The standing people, and what was put down so far for each list."""

    world: World
    marks: "count[int]" = field(default_factory=lambda: count(1))
    held: dict[str, Model] = field(default_factory=dict)

    def where(self, **more: object) -> Where:
        world = self.world
        near = Where(
            mark=f"mark{next(self.marks)}",
            unit=world.unit("city_section"),
            receiver=world.unit("city_desk"),
            organisation=world.organisation("company"),
            side="city",
            place="012076",
        )
        return replace(near, **more)  # type: ignore[arg-type]

    def once(self, kind: str, **more: object) -> Model:
        """One record about which others are put down."""
        if kind not in self.held:
            self.held[kind] = MAKERS[kind](self.where(**more))
        return self.held[kind]


def opened() -> Office:
    return Office(populated())


Put = Callable[[Office], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    view: str
    address: str | Callable[[Office], str]
    who: str
    put: Put  # one row more
    most_queries: int = 8

    def address_in(self, office: Office) -> str:
        return self.address if isinstance(self.address, str) else self.address(office)


def made(kind: str, /, *, of: str = "", **more: object) -> Put:
    def put(office: Office) -> Model:
        owner = {"person": office.world.cast.people[of]} if of else {}
        return MAKERS[kind](office.where(**owner, **more))

    return put
