"""Who reads and moves a placement: the desk that helped, whoever was placed, and where.

The organisation sees who was introduced to it; by name only where the seeker agreed to that, and
never what the seeker wishes. A firm that looks for something reads what it was introduced to.
"""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
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
from renkei.opportunities.desks import AT_A_DESK, OF_AN_ORGANISATION
from renkei.opportunities.models import Placement
from renkei.opportunities.states import Step


def title(placement: Placement) -> str:
    """Without the name: it stands in lists of people who may not read it."""
    return f"{placement.posting.title} / {placement.seeker.number}"


def address(placement: Placement) -> str:
    return address_of_record("opportunities:placement", placement.key)


declare(
    RecordKind(
        name="placement",
        label=Text("紹介・参加", "Placement"),
        model="opportunities.Placement",
        columns=Columns(
            unit="unit_id",
            organisation="organisation_id",
            applicant="seeker__organisation_id",
            person="person",
        ),
        rules=(
            *rules(Reach.OWN_UNIT, "find read write decide export", *AT_A_DESK),
            *rules(Reach.OWN_UNIT, "find read", Role.AUDITOR),
            *rules(Reach.SELF, "find read", SIGNED_IN),
            *rules(Reach.APPLICANT, "find read", Role.REPRESENTATIVE),
            *rules(Reach.OWN_ORGANISATION, "find read", *OF_AN_ORGANISATION),
        ),
        title=title,
        address=address,
        settled=frozenset({Step.COMPLETED, Step.ENDED}),
    )
)


def may_end(asker: Asker, placement: Placement) -> bool:
    """The desk; and whoever it is about, who need not give anybody a reason to say no."""
    return may(asker, Verb.WRITE, placement) or is_hers(asker, placement)


def is_hers(asker: Asker, placement: Placement) -> bool:
    """Whether somebody, or somebody's firm, was introduced here."""
    own = (Reach.SELF, Reach.APPLICANT)
    return any(one.rule.reach in own for one in reasons(asker, Verb.READ, placement))


def may_reply(asker: Asker, placement: Placement) -> bool:
    """Whoever was introduced by a desk says by herself whether she wants it, where the market has
    a step for that. To what a round gave her she answers by a day."""
    is_asked = placement.state == Step.INTRODUCED and placement.answer_by is None
    has_step = Step.APPLIED in placement.asked_by.steps
    return is_asked and has_step and is_hers(asker, placement)


def reads_wishes(asker: Asker, placement: Placement) -> bool:
    """The desk and the person. Score and reasons tell what somebody asks for, her least pay too:
    that is not for whoever is to employ her."""
    by = {one.rule.reach for one in reasons(asker, Verb.READ, placement)}
    return bool(by - {Reach.OWN_ORGANISATION})


def reads_name(asker: Asker, placement: Placement) -> bool:
    """The desk and the person; the organisation where the seeker agreed."""
    may_be_told = placement.seeker.may_tell and may(asker, Verb.READ, placement)
    return may_be_told or reads_wishes(asker, placement)
