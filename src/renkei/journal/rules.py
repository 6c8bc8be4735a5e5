"""Who may read the journal, and who may take an entry back."""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import SEATED, SIGNED_IN, Columns, Reach, RecordKind, Role, declare, rules
from renkei.core.writing import localized
from renkei.journal.kinds import kind_called
from renkei.journal.models import Entry


def title(entry: Entry) -> str:
    kind = kind_called(entry.kind)
    return localized(kind.label) if kind else entry.kind


# Whoever may work for a contractor (counsellors, managers of desks, coordinators, experts) has no
# line here: of the journal they see what they did themselves.
declare(
    RecordKind(
        name="journal_entry",
        label=Text("活動の記録", "Journal entry"),
        model="journal.Entry",
        columns=Columns(unit="organisation", side="side", person="person", assigned="by", key="id"),
        rules=(
            *rules(
                Reach.OWN_UNIT,
                "find read export",
                Role.OFFICER,
                Role.BUREAU_OFFICER,
                Role.PROGRAMME_OFFICE,
            ),
            *rules(Reach.OWN_UNIT, "decide", Role.OFFICER, Role.PROGRAMME_OFFICE),
            *rules(
                Reach.OWN_SIDE,
                "find read export",
                Role.PROGRAMME_OFFICE,
                Role.AUDITOR,
            ),
            *rules(Reach.OWN_SIDE, "decide", Role.PROGRAMME_OFFICE),
            # From a seat: whoever left, or has only shown a password, is a citizen like any other.
            *rules(Reach.ASSIGNED, "find read", SEATED),
            *rules(Reach.SELF, "find read", SIGNED_IN),
        ),
        title=title,
        address=lambda entry: address_of_record("journal:entry", entry.pk),
    )
)
