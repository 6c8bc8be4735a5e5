"""Who reads what somebody looks for: the desk, and whoever it is about.

Nobody else: an officer of the side opens it with a reason, for a time; to the other government it
is handed over with consent.
"""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.personal import PersonalData
from renkei.core.rights import (
    SIGNED_IN,
    Asker,
    Columns,
    Reach,
    RecordKind,
    Role,
    Verb,
    declare,
    may,
    reasons,
    rules,
)
from renkei.core.writing import localized
from renkei.opportunities.desks import AT_A_DESK, COUNSELLING
from renkei.opportunities.models import Seeker
from renkei.opportunities.states import SeekerState

WITH_A_REASON = (Role.OFFICER, Role.PROGRAMME_OFFICE)


def title(seeker: Seeker) -> str:
    """Says nothing of anybody: it is shown to those who may not read the registration."""
    return f"{localized(seeker.asked_by.seeker.noun)} {seeker.number}"


def address(seeker: Seeker) -> str:
    return address_of_record("opportunities:seeker", seeker.key)


declare(
    RecordKind(
        name="seeker",
        label=Text("登録（求職者・学生・企業など）", "Registration of a seeker"),
        model="opportunities.Seeker",
        columns=Columns(
            unit="unit_id", side="side", organisation="organisation_id", person="person"
        ),
        rules=(
            *rules(Reach.OWN_UNIT, "find read write decide share export", *AT_A_DESK),
            *rules(Reach.OWN_UNIT, "find read", Role.AUDITOR),
            *rules(Reach.OWN_SIDE, "find open", *WITH_A_REASON),
            *rules(Reach.OPENED, "find read", *WITH_A_REASON),
            *rules(Reach.SHARED, "find read", *COUNSELLING),
            *rules(Reach.SELF, "find read write", SIGNED_IN),
            *rules(Reach.OWN_ORGANISATION, "find read write", Role.REPRESENTATIVE),
        ),
        title=title,
        address=address,
        is_watched=True,
        settled=frozenset({SeekerState.LEFT}),
        holds=frozenset({PersonalData.CONTACT, PersonalData.WORK, PersonalData.STUDY}),
    )
)


def may_anonymise(asker: Asker, seeker: Seeker) -> bool:
    """The desk for her, or she herself from her account; nobody for a firm that only keeps it."""
    if seeker.anonymised_at:
        return False
    own = any(one.rule.reach == Reach.SELF for one in reasons(asker, Verb.WRITE, seeker))
    return own or may(asker, Verb.DECIDE, seeker)


def is_about_herself(asker: Asker, seeker: Seeker) -> bool:
    """Whether somebody, or somebody's firm, looks here for herself."""
    own = (Reach.SELF, Reach.OWN_ORGANISATION)
    return any(one.rule.reach in own for one in reasons(asker, Verb.WRITE, seeker))
