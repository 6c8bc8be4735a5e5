"""Who reads a notice: its recipient alone. The unit that sent it sees whether it left."""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import SIGNED_IN, Columns, Reach, RecordKind, Role, declare, rules

declare(
    RecordKind(
        name="notice",
        label=Text("通知", "Notice"),
        model="paperwork.Notice",
        columns=Columns(unit="unit", person="person"),
        rules=(
            *rules(Reach.SELF, "find read", SIGNED_IN),
            *rules(
                Reach.OWN_UNIT,
                "find manage",
                Role.OFFICER,
                Role.BUREAU_OFFICER,
                Role.PROGRAMME_OFFICE,
                Role.DESK_MANAGER,
                Role.ADMINISTRATOR,
            ),
        ),
        title=lambda notice: notice.subject,
        address=lambda notice: address_of_record("notices:notice", notice.key),
    )
)
