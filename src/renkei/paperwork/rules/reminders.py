"""A reminder belongs to the person, or to everybody at the unit, for whom it was set."""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import SIGNED_IN, STAFF, Columns, Reach, RecordKind, declare, rules

declare(
    RecordKind(
        name="reminder",
        label=Text("リマインダー", "Reminder"),
        model="paperwork.Reminder",
        columns=Columns(unit="unit", person="person"),
        rules=(
            *rules(Reach.SELF, "find read write", SIGNED_IN),
            *rules(Reach.OWN_UNIT, "find read write", *sorted(STAFF)),
        ),
        title=lambda reminder: reminder.text,
        address=lambda reminder: address_of_record("paperwork:reminder", reminder.key),
    )
)
