"""Who may see, write and decide on what was done.

What is recorded, officials of both governments read: each side knows what the other does. A draft
is a matter of its unit. What both held together, both programme offices answer for.
"""

from collections.abc import Iterator

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import (
    ANYONE,
    Asker,
    Columns,
    Reach,
    RecordKind,
    Role,
    Seat,
    Verb,
    declare,
    may,
    reasons,
    rules,
)
from renkei.core.sides import OTHER, Side
from renkei.programme.models import Activity
from renkei.programme.rules.officials import OFFICIALS
from renkei.programme.states import ActivityState

WRITERS = (Role.OFFICER, Role.BUREAU_OFFICER, Role.PROGRAMME_OFFICE)
DECIDERS = (Role.OFFICER, Role.PROGRAMME_OFFICE)


def words(activity: Activity) -> Iterator[str]:
    yield from (activity.title_ja, activity.title_en, activity.venue, *activity.references)


declare(
    RecordKind(
        name="activity",
        label=Text("活動の実績", "Activity"),
        model="programme.Activity",
        columns=Columns(unit="unit_id", side="shown_to", public="is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.OWN_UNIT, "find read write export", *WRITERS),
            *rules(Reach.OWN_UNIT, "decide publish", *DECIDERS),
            *rules(Reach.OWN_UNIT, "find read", Role.AUDITOR),
            *rules(Reach.OWN_SIDE, "find read export", *OFFICIALS),
            *rules(Reach.OTHER_SIDE, "find read export", *OFFICIALS),
            *rules(Reach.OWN_SIDE, "write decide publish", Role.PROGRAMME_OFFICE),
        ),
        title=lambda activity: activity.name,
        address=lambda activity: address_of_record("programme:activity", activity.key),
        words=words,
        settled=frozenset({ActivityState.WITHDRAWN}),
    )
)


def may_answer(asker: Asker, activity: Activity) -> bool:
    """Whether the person says for the other government what it thinks of a joint record: for the
    unit in charge there, or for its programme office."""
    if not (activity.is_joint and activity.is_recorded):
        return False
    other = OTHER[Side(activity.unit.side)]
    return any(
        seat.side == other and (seat.role == Role.PROGRAMME_OFFICE or _is_in_charge(seat, activity))
        for seat in asker.seats
    )


def _is_in_charge(seat: Seat, activity: Activity) -> bool:
    return seat.role in WRITERS and activity.other_unit_id in seat.units


def reads_as_official(asker: Asker, activity: Activity) -> bool:
    """Whether the person reads it by a seat, and not only because it is published."""
    return any(one.rule.reach != Reach.PUBLIC for one in reasons(asker, Verb.READ, activity))


def units_to_record(asker: Asker) -> list[str]:
    """The units of her seats for which the person may write down what was done."""
    own = [
        seat.unit
        for seat in asker.seats
        if seat.side in OTHER
        and may(asker.from_seat(seat), Verb.WRITE, Activity(unit_id=seat.unit, side=seat.side))
    ]
    return list(dict.fromkeys(own))
