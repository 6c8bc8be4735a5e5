"""Who may see and fill in answers to question sheets.

A desk works with its own, also a contractor's people as long as they have a seat there. Nobody
else reads them, unless they were opened with a reason or handed over; another section of the same
government only learns that they exist. Their subject reads them once they are submitted.
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
    rules,
)
from renkei.core.writing import localized
from renkei.paperwork.models import Answers
from renkei.paperwork.queries.answers import reference
from renkei.paperwork.queries.sheets import title_of
from renkei.paperwork.states import AnswersState

AT_THE_DESK = (
    Role.OFFICER,
    Role.BUREAU_OFFICER,
    Role.DESK_MANAGER,
    Role.COUNSELLOR,
    Role.COORDINATOR,
    Role.MUNICIPALITY_OFFICER,
)
WITH_A_REASON = (Role.OFFICER, Role.PROGRAMME_OFFICE)


def may_begin_at(asker: Asker, unit: str, side: str) -> bool:
    """Whether the person may begin sheets at a unit and hand them out there."""
    return may(asker, Verb.SHARE, Answers(unit=unit, side=side))


def title(answers: Answers) -> str:
    """Says nothing of anybody: it is shown to those who may not read the answers."""
    return f"{localized(title_of(answers.sheet))} {reference(answers)}"


declare(
    RecordKind(
        name="answers",
        label=Text("回答", "Answers"),
        model="paperwork.Answers",
        settled=frozenset({AnswersState.ACCEPTED}),
        columns=Columns(unit="unit", side="side", organisation="organisation", person="shown_to"),
        rules=(
            *rules(Reach.OWN_UNIT, "find read write decide share", *AT_THE_DESK),
            *rules(
                Reach.OWN_UNIT,
                "export erase",
                Role.OFFICER,
                Role.BUREAU_OFFICER,
                Role.DESK_MANAGER,
                Role.MUNICIPALITY_OFFICER,
            ),
            *rules(Reach.OWN_SIDE, "find open", *WITH_A_REASON),
            *rules(Reach.OPENED, "find read", *AT_THE_DESK, Role.PROGRAMME_OFFICE),
            *rules(Reach.SHARED, "find read", *AT_THE_DESK),
            # An organisation that was asked answers for itself.
            *rules(
                Reach.OWN_ORGANISATION,
                "find read write",
                Role.REPRESENTATIVE,
                Role.MUNICIPALITY_OFFICER,
            ),
            *rules(Reach.SELF, "find read", SIGNED_IN),
        ),
        title=title,
        address=lambda answers: address_of_record("paperwork:answers", answers.key),
        is_watched=True,
        holds=frozenset({PersonalData.CONTACT, PersonalData.CONSULTATION}),
    )
)
