"""The standing people of the tests: two governments, a desk run by contractors, and outsiders.

cast = standing_cast()
cast.city_officer            # a Person
cast.asker("city_officer")   # the same with her seats, as the rules see her
"""

from dataclasses import dataclass, field
from datetime import date

from renkei.core.rights import Asker, Role
from renkei.core.sides import Side
from renkei.directory.models import Membership, Organisation, Person, Term, Unit
from renkei.directory.queries.seats import asker_for
from renkei.directory.states import OrganisationKind, UnitKind

PASSWORD = "correct horse battery staple"  # of nobody outside the tests
LAST_YEAR_FROM, LAST_YEAR_TO = date(2025, 4, 1), date(2026, 3, 31)
THIS_YEAR_FROM, THIS_YEAR_TO = date(2026, 4, 1), date(2027, 3, 31)


@dataclass
class Cast:
    organisations: dict[str, Organisation] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def asker(self, name: str, *, on: date | None = None) -> Asker:
        return asker_for(self.people[name], on=on)


def standing_cast() -> Cast:
    """Everybody, in tables; a test adds what it is about."""
    cast = Cast()
    _governments(cast)
    _others(cast)
    _seats(cast)
    return cast


def organisation(name: str, kind: str = OrganisationKind.COMPANY, **more: object) -> Organisation:
    return Organisation.objects.create(name_ja=name, kind=kind, is_demo=True, **more)


def unit(
    organisation: Organisation, name: str, kind: str = UnitKind.SECTION, **more: object
) -> Unit:
    parent = more.get("parent")
    made = Unit(organisation=organisation, name_ja=name, kind=kind, side=organisation.side, **more)
    made.lineage = (parent.lineage if isinstance(parent, Unit) else "") + made.key + "/"
    made.save()
    return made


def person(name: str, **more: object) -> Person:
    """With an address made of the name and no usable password: hashing is slow."""
    made = Person(name=name, email=f"{name.replace(' ', '.')}@example.org", is_demo=True, **more)
    made.set_unusable_password()
    made.save()
    return made


def seat(person: Person, unit: Unit, role: Role, **more: object) -> Membership:
    valid = {"valid_from": date(2020, 4, 1), **more}
    return Membership.objects.create(person=person, unit=unit, role=role, **valid)


def _governments(cast: Cast) -> None:
    government = OrganisationKind.GOVERNMENT
    for name, side, place in (
        ("prefecture", Side.PREFECTURE, "010006"),
        ("city", Side.CITY, "011002"),
    ):
        body = cast.organisations[name] = organisation(
            f"{name} of the tests", government, side=side, place=place, is_public=True
        )
        bureau = cast.units[f"{name}_bureau"] = unit(body, f"{name} bureau", UnitKind.BUREAU)
        cast.units[f"{name}_section"] = unit(body, f"{name} section", parent=bureau)
        cast.units[f"{name}_desk"] = unit(body, f"{name} desk", UnitKind.DESK, parent=bureau)


def _others(cast: Cast) -> None:
    for name, kind, place in (
        ("municipality", OrganisationKind.MUNICIPALITY, "012041"),
        ("company", OrganisationKind.COMPANY, "012076"),
        ("other_company", OrganisationKind.COMPANY, "011002"),
        ("university", OrganisationKind.UNIVERSITY, ""),
        ("contractor", OrganisationKind.COMPANY, "011002"),
        ("next_contractor", OrganisationKind.COMPANY, "011002"),
    ):
        body = cast.organisations[name] = organisation(f"{name} of the tests", kind, place=place)
        cast.units[name] = unit(body, f"{name} office", UnitKind.OFFICE, place=place)
    for name, contractor, first, last in (
        ("last_year", "contractor", LAST_YEAR_FROM, LAST_YEAR_TO),
        ("this_year", "next_contractor", THIS_YEAR_FROM, THIS_YEAR_TO),
    ):
        cast.terms[name] = Term.objects.create(
            unit=cast.units["city_desk"],
            contractor=cast.organisations[contractor],
            valid_from=first,
            valid_to=last,
        )


def _seats(cast: Cast) -> None:
    for name, where, role in (
        ("prefecture_office", "prefecture_bureau", Role.PROGRAMME_OFFICE),
        ("city_office", "city_bureau", Role.PROGRAMME_OFFICE),
        ("prefecture_officer", "prefecture_section", Role.OFFICER),
        ("city_officer", "city_section", Role.OFFICER),
        ("bureau_officer", "prefecture_bureau", Role.BUREAU_OFFICER),
        ("prefecture_counsellor", "prefecture_desk", Role.COUNSELLOR),
        ("desk_manager", "city_desk", Role.DESK_MANAGER),
        ("municipality_officer", "municipality", Role.MUNICIPALITY_OFFICER),
        ("representative", "company", Role.REPRESENTATIVE),
        ("other_representative", "other_company", Role.REPRESENTATIVE),
        ("university_representative", "university", Role.REPRESENTATIVE),
        ("company_administrator", "company", Role.ADMINISTRATOR),
        ("city_administrator", "city_bureau", Role.ADMINISTRATOR),
        ("auditor", "prefecture_bureau", Role.AUDITOR),
    ):
        cast.people[name] = person(name)
        seat(cast.people[name], cast.units[where], role)
    for name, term in (("last_counsellor", "last_year"), ("counsellor", "this_year")):
        cast.people[name] = person(name)
        held = cast.terms[term]
        seat(
            cast.people[name],
            held.unit,
            Role.COUNSELLOR,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
            term=held,
        )
    for name in ("citizen", "outsider"):  # with an account and without any seat
        cast.people[name] = person(name)
