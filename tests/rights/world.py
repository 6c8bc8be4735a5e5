"""The standing people and some more, so that every role sits in more than one kind of unit."""

from dataclasses import dataclass, field

from django.db.models import Model

from renkei.core.rights import NOBODY, Asker, Role
from renkei.core.sides import Side
from renkei.directory.models import Organisation, Unit
from renkei.directory.queries.seats import asker_for
from renkei.directory.states import UnitKind
from renkei.programme.models import CouncilMember
from tests.cast import Cast, person, seat, standing_cast, unit

NOBODY_AT_ALL = "nobody"
MORE_PEOPLE = (
    ("prefecture_manager", "prefecture_desk", Role.DESK_MANAGER),
    ("coordinator", "city_desk", Role.COORDINATOR),
    ("prefecture_coordinator", "prefecture_desk", Role.COORDINATOR),
    ("expert", "city_desk", Role.EXPERT),
    ("desk_officer", "city_desk", Role.OFFICER),
    ("desk_administrator", "city_desk", Role.ADMINISTRATOR),
    ("desk_auditor", "city_desk", Role.AUDITOR),
    ("city_auditor", "city_bureau", Role.AUDITOR),
    ("city_bureau_officer", "city_bureau", Role.BUREAU_OFFICER),
    ("ward_officer", "city_ward", Role.OFFICER),
    ("ward_office", "city_ward", Role.PROGRAMME_OFFICE),
    ("prefecture_administrator", "prefecture_bureau", Role.ADMINISTRATOR),
    ("municipality_administrator", "municipality", Role.ADMINISTRATOR),
    ("other_municipality_officer", "other_municipality", Role.MUNICIPALITY_OFFICER),
)

# A role of a government with a seat at a firm, as nobody should have it: it gives nothing there.
STRAYED = (
    Role.PROGRAMME_OFFICE,
    Role.OFFICER,
    Role.BUREAU_OFFICER,
    Role.DESK_MANAGER,
    Role.COUNSELLOR,
    Role.COORDINATOR,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)


@dataclass
class World:
    cast: Cast
    records: dict[tuple[str, str], Model] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [NOBODY_AT_ALL, *self.cast.people]

    def asker(self, name: str) -> Asker:
        return NOBODY if name == NOBODY_AT_ALL else asker_for(self.cast.people[name])

    def organisation(self, name: str) -> Organisation:
        return self.cast.organisations[name]

    def unit(self, name: str) -> Unit:
        return self.cast.units[name]


def populated() -> World:
    cast = standing_cast()
    city = cast.organisations["city"]
    # A part of the city that stands beside the bureau of the others, not below it.
    cast.units["city_ward"] = unit(city, "city ward", UnitKind.BUREAU)
    town = Organisation.objects.create(
        name_ja="other municipality", kind="municipality", place="012025", is_demo=True
    )
    cast.organisations["other_municipality"] = town
    cast.units["other_municipality"] = unit(town, "other town office", place="012025")
    for name, where, role in MORE_PEOPLE:
        cast.people[name] = person(name)
        seat(cast.people[name], cast.units[where], role)
    agency = Organisation.objects.create(name_ja="city agency", kind="government", side="city")
    cast.organisations["city_agency"] = agency
    cast.units["city_agency"] = unit(agency, "agency office")
    for role in STRAYED:
        name = f"strayed_{role.value}"
        cast.people[name] = person(name)
        seat(cast.people[name], cast.units["contractor"], role)
    cast.people["leaver"] = person("leaver")  # who has only seats of long ago
    _councils(cast)
    return World(cast)


def _councils(cast: Cast) -> None:
    """Of the city's panel one member, one whose term is over, one secretary; elsewhere a town and
    a unit of the other government."""
    for body, side, role, last, who in (
        ("city_panel", "city", "member", None, {"person": cast.outsider.key}),
        ("city_panel", "city", "member", "2021-03-31", {"person": cast.citizen.key}),
        ("city_panel", "city", "secretary", None, {"person": cast.university_representative.key}),
        (
            "council",
            "joint",
            "member",
            None,
            {"organisation": cast.organisations["other_municipality"].key},
        ),
        ("prefecture_council", "prefecture", "member", None, {"unit": cast.units["city_desk"]}),
    ):
        CouncilMember.objects.create(
            body=body,
            side=side,
            role=role,
            post_ja="members of the world",
            valid_from="2020-04-01",
            valid_to=last,
            **who,
        )


SIDES = (Side.PREFECTURE, Side.CITY, Side.JOINT)
