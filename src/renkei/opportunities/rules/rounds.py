"""Who holds rounds, and who reads how they went.

A round is its desk's work. Both governments read its days, bounds and figures; who got what only
the desk reads, for it knows the people. Everybody else is told her own part alone.
"""

from datetime import date

from renkei.charter.markets import Market
from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import (
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
from renkei.opportunities.desks import AT_A_DESK, OF_AN_ORGANISATION, runs_market
from renkei.opportunities.models import Placement, Round
from renkei.opportunities.queries.placements import WAITING
from renkei.opportunities.queries.postings import markets_of
from renkei.opportunities.states import RoundState, Whose


def address(round_: Round) -> str:
    return address_of_record("opportunities:round", round_.key)


declare(
    RecordKind(
        name="round",
        label=Text("一斉の割り当て", "Round"),
        model="opportunities.Round",
        columns=Columns(unit="unit_id", side="side"),
        rules=(
            *rules(Reach.OWN_UNIT, "write decide publish export", *AT_A_DESK),
            *rules(Reach.OWN_SIDE, "find read", *AT_A_DESK, Role.AUDITOR),
            *rules(Reach.OTHER_SIDE, "find read", *AT_A_DESK, Role.AUDITOR),
        ),
        title=lambda round_: round_.title,
        address=address,
        settled=frozenset({RoundState.CLOSED, RoundState.CANCELLED}),
    )
)


def markets_to_round(asker: Asker, on: date) -> list[Market]:
    """Those of the asker's desk in which its role holds rounds."""
    found = [one for one in markets_of(asker, on) if runs_market(asker, one)]
    return [one for one in found if one.version_on(on)]


def sides_to_answer(asker: Asker, placement: Placement) -> tuple[Whose, ...]:
    """For which sides somebody may say yes or no: her own; a desk notes both, as it was told."""
    if placement.answer_by is None or placement.state not in WAITING:
        return ()
    if may(asker, Verb.WRITE, placement):
        return (Whose.SEEKER, Whose.POSTING)
    by = {one.rule.reach for one in reasons(asker, Verb.READ, placement)}
    own = {Whose.SEEKER: bool(by & {Reach.SELF, Reach.APPLICANT})}
    own[Whose.POSTING] = Reach.OWN_ORGANISATION in by and asker.has_role(*OF_AN_ORGANISATION)
    return tuple(whose for whose, is_own in own.items() if is_own)
