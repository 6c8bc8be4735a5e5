"""Who may see and seat whom.

Whoever sits in a unit knows who else does. Seats are given by the administrator of a unit for it
and for the units below, and by the programme office for its side; a contractor's desk manager gives
those of her counsellors. Which roles, says `GIVING`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from renkei.charter.text import Text
from renkei.core.addresses import address_of_page, address_of_record
from renkei.core.rights import (
    SIGNED_IN,
    STAFF,
    Asker,
    Columns,
    Reach,
    RecordKind,
    Role,
    Verb,
    declare,
    reasons,
    rules,
)
from renkei.directory.models import Invitation, Term, Unit
from renkei.directory.queries.terms import terms_held
from renkei.directory.states import OrganisationKind

EVERY_SEAT = (*sorted(STAFF), Role.REPRESENTATIVE)
# The others are named in lines of their own.
LINES_OF_THEIR_OWN = {Role.PROGRAMME_OFFICE, Role.AUDITOR, Role.ADMINISTRATOR}
COLLEAGUES = tuple(role for role in EVERY_SEAT if role not in LINES_OF_THEIR_OWN)
STAFF_COLLEAGUES = tuple(role for role in COLLEAGUES if role in STAFF)
# Officials open the door to an organisation outside the governments, and no further. Whoever may
# work for a contractor does not: an administrator of a firm stays when the contract is over.
DOOR_OPENERS = (Role.PROGRAMME_OFFICE, Role.OFFICER, Role.BUREAU_OFFICER)

PERSON = declare(
    RecordKind(
        name="person",
        label=Text("利用者", "Person"),
        model="directory.Person",
        columns=Columns(
            unit="memberships__unit_id",
            side="memberships__unit__side",
            person="key",
        ),
        rules=(
            *rules(Reach.SELF, "find read write export erase", SIGNED_IN),
            *rules(Reach.OWN_UNIT, "find", *COLLEAGUES, Role.AUDITOR),
            *rules(Reach.OWN_UNIT, "read", Role.ADMINISTRATOR),
            *rules(Reach.OWN_SIDE, "find read erase", Role.PROGRAMME_OFFICE),
        ),
        title=lambda person: person.name,
        address=lambda _person: address_of_page("directory:me"),
    )
)

MEMBERSHIP = declare(
    RecordKind(
        name="membership",
        label=Text("席", "Seat"),
        model="directory.Membership",
        columns=Columns(
            unit="unit_id",
            side="unit__side",
            person="person_id",
        ),
        rules=(
            *rules(Reach.SELF, "find read", SIGNED_IN),
            *rules(Reach.OWN_UNIT, "find read", *COLLEAGUES, Role.ADMINISTRATOR),
            *rules(Reach.OWN_UNIT, "manage", Role.ADMINISTRATOR),
            *rules(Reach.OWN_SIDE, "find read manage", Role.PROGRAMME_OFFICE),
            *rules(Reach.OWN_SIDE, "find read", Role.AUDITOR),
        ),
        title=lambda membership: membership.person.name,
        address=lambda membership: address_of_record("directory:seat", membership.key),
    )
)

INVITATION = declare(
    RecordKind(
        name="invitation",
        label=Text("招待", "Invitation"),
        model="directory.Invitation",
        columns=Columns(
            unit="unit_id",
            side="unit__side",
            assigned="invited_by",
        ),
        rules=(
            *rules(Reach.OWN_UNIT, "find read write manage", Role.ADMINISTRATOR),
            *rules(Reach.OWN_SIDE, "find read manage", Role.PROGRAMME_OFFICE),
            *rules(Reach.ASSIGNED, "find read manage", SIGNED_IN),
            # Only making one: what may be offered, and where, says `GIVING`.
            *rules(Reach.ANY, "write", *DOOR_OPENERS, Role.DESK_MANAGER),
            *rules(Reach.OWN_SIDE, "find read", Role.AUDITOR),
        ),
        title=lambda invitation: invitation.name or invitation.email,
        address=lambda invitation: address_of_record("directory:unit_people", invitation.unit_id),
    )
)

TERM = declare(
    RecordKind(
        name="term",
        label=Text("受託期間", "Contractor's term"),
        model="directory.Term",
        columns=Columns(unit="unit_id", side="unit__side", organisation="contractor_id"),
        rules=(
            *rules(Reach.OWN_UNIT, "find read", *STAFF_COLLEAGUES, Role.ADMINISTRATOR),
            *rules(Reach.OWN_UNIT, "write manage", Role.ADMINISTRATOR),
            *rules(Reach.OWN_SIDE, "find read write manage", Role.PROGRAMME_OFFICE),
            *rules(Reach.OWN_ORGANISATION, "find read", Role.REPRESENTATIVE, Role.ADMINISTRATOR),
            *rules(Reach.OWN_SIDE, "find read", Role.AUDITOR),
        ),
        title=lambda term: term.contractor.name,
        address=lambda term: address_of_record("directory:terms", term.unit_id),
    )
)


# --- who gives which seat ------------------------------------------------------------------------

GOVERNMENTS = frozenset({OrganisationKind.GOVERNMENT})
MUNICIPALITIES = frozenset({OrganisationKind.MUNICIPALITY})
OTHERS = frozenset(OrganisationKind) - GOVERNMENTS - MUNICIPALITIES
# They see a whole side, so only a programme office hands them on.
WIDE = frozenset({Role.PROGRAMME_OFFICE, Role.AUDITOR})
OF_A_GOVERNMENT = frozenset(Role) - {Role.MUNICIPALITY_OFFICER, Role.REPRESENTATIVE}
OF_A_MUNICIPALITY = frozenset({Role.MUNICIPALITY_OFFICER, Role.ADMINISTRATOR})
# Seats that see more than a desk, or give seats themselves, are for a government's own people.
OF_A_CONTRACTOR = frozenset({Role.DESK_MANAGER, Role.COUNSELLOR, Role.COORDINATOR, Role.EXPERT})
OF_OTHERS = frozenset({Role.REPRESENTATIVE, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Giving:
    """One line: who, reaching a unit how, at which kinds of organisation, may give which roles.

    Within a term: only whoever sits at that very unit for a contractor, and only seats that end
    with the same term.
    """

    givers: frozenset[Role]
    by: frozenset[Reach]
    at: frozenset[OrganisationKind]
    roles: frozenset[Role]
    is_within_term: bool = False


OFFICE, ADMINISTRATOR = frozenset({Role.PROGRAMME_OFFICE}), frozenset({Role.ADMINISTRATOR})
MANAGER = frozenset({Role.DESK_MANAGER})
UNIT, SIDE, ANYWHERE = (frozenset({reach}) for reach in (Reach.OWN_UNIT, Reach.OWN_SIDE, Reach.ANY))

GIVING = (
    Giving(OFFICE, SIDE, GOVERNMENTS, OF_A_GOVERNMENT),
    Giving(ADMINISTRATOR, UNIT, GOVERNMENTS, OF_A_GOVERNMENT - WIDE),
    Giving(ADMINISTRATOR, UNIT, MUNICIPALITIES, OF_A_MUNICIPALITY),
    Giving(ADMINISTRATOR, UNIT, OTHERS, OF_OTHERS),
    Giving(frozenset(DOOR_OPENERS), ANYWHERE, MUNICIPALITIES | OTHERS, ADMINISTRATOR),
    # A contractor looks after the counsellors of its own desk.
    Giving(MANAGER, ANYWHERE, GOVERNMENTS, frozenset({Role.COUNSELLOR}), is_within_term=True),
)


def roles_to_give(asker: Asker, unit: Unit) -> frozenset[Role]:
    """The roles that the asker may offer at the unit, seen from all of her seats."""
    return frozenset[Role]().union(*(line.roles for line in _lines(asker, unit)))


def may_seat(asker: Asker, unit: Unit, role: str, term: Term | None = None) -> bool:
    return any(
        role in line.roles and (not line.is_within_term or _is_held(term, asker, unit, line))
        for line in _lines(asker, unit)
    )


def terms_to_offer(asker: Asker, unit: Unit, terms: Iterable[Term]) -> tuple[list[Term], bool]:
    """Of these terms those into which the asker may invite; and whether only into them."""
    lines = _lines(asker, unit)
    if not all(line.is_within_term for line in lines):
        return list(terms), False
    return [term for term in terms if any(_is_held(term, asker, unit, one) for one in lines)], True


def _lines(asker: Asker, unit: Unit) -> list[Giving]:
    offered = Invitation(unit=unit)
    # Whoever looks after the invitations there makes them too; others only make them.
    ways = [
        (reason.rule.who, reason.rule.reach)
        for verb in (Verb.MANAGE, Verb.WRITE)
        for reason in reasons(asker, verb, offered)
    ]
    fitting = [
        line
        for line in GIVING
        if unit.organisation.kind in line.at
        and any(who in line.givers and reach in line.by for who, reach in ways)
    ]
    return [
        line
        for line in fitting
        if not line.is_within_term or terms_held(asker, unit, roles=line.givers)
    ]


def _is_held(term: Term | None, asker: Asker, unit: Unit, line: Giving) -> bool:
    return term is not None and term.pk in terms_held(asker, unit, roles=line.givers)
