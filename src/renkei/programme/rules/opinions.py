"""Who calls for opinions and answers them; the opinions are ruled as answers to question sheets.

What is asked is public once it is open. The answers are prepared by the unit and published by the
programme office of its side, which sees them before everybody else does.
"""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import ANYONE, Columns, Reach, RecordKind, Role, declare, rules

GATHERING = (Role.OFFICER, Role.BUREAU_OFFICER)

declare(
    RecordKind(
        name="opinion_call",
        label=Text("意見募集", "Call for opinions"),
        model="programme.OpinionCall",
        columns=Columns(unit="unit_id", side="side", public="is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.OWN_UNIT, "write", *GATHERING),
            *rules(Reach.OWN_SIDE, "find read write publish", Role.PROGRAMME_OFFICE),
            *rules(Reach.OWN_SIDE, "find read", *GATHERING, Role.AUDITOR),
        ),
        title=lambda call: call.title,
        address=lambda call: address_of_record("programme:opinion_call", call.key),
        words=lambda call: [call.title_ja, call.title_en, *call.references],
    )
)
