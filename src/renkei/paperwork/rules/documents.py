"""Who may draft, approve and read the letters of a unit, and who sets its numbers."""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import Asker, Columns, Reach, RecordKind, Role, Verb, declare, may, rules
from renkei.paperwork.models import Document
from renkei.paperwork.states import DocumentState

# Letters carry the name of a government, so whoever may work for a contractor drafts none.
OFFICIALS = (
    Role.PROGRAMME_OFFICE,
    Role.OFFICER,
    Role.BUREAU_OFFICER,
    Role.MUNICIPALITY_OFFICER,
)


def title(document: Document) -> str:
    return f"{document.number_written} {document.title}".strip()


declare(
    RecordKind(
        name="document",
        label=Text("文書", "Document"),
        model="paperwork.Document",
        settled=frozenset(DocumentState) - {DocumentState.DRAFTED},
        columns=Columns(unit="unit", side="side"),
        rules=(
            *rules(Reach.OWN_UNIT, "find read write decide export", *OFFICIALS),
            *rules(Reach.OWN_SIDE, "find read", Role.AUDITOR),
            *rules(Reach.OWN_SIDE, "find open", Role.OFFICER, Role.PROGRAMME_OFFICE),
            *rules(Reach.OPENED, "find read", *OFFICIALS),
        ),
        title=title,
        address=lambda document: address_of_record("paperwork:document", document.key),
        is_watched=True,
    )
)
declare(
    RecordKind(
        name="series",
        label=Text("文書番号の系列", "Series of document numbers"),
        model="paperwork.Series",
        columns=Columns(unit="unit", side="side"),
        rules=(
            *rules(Reach.OWN_UNIT, "find read", *OFFICIALS),
            *rules(Reach.OWN_UNIT, "find read write manage", Role.ADMINISTRATOR),
            *rules(Reach.OWN_UNIT, "write manage", Role.PROGRAMME_OFFICE),
            *rules(Reach.OWN_SIDE, "find read", Role.AUDITOR),
        ),
        title=lambda series: f"{series.sign} {series.name}",
        address=lambda series: address_of_record("paperwork:one_series", series.key),
    )
)


def may_approve(asker: Asker, document: Document) -> bool:
    """Four eyes: neither who drafted the letter nor who wrote in it last."""
    return (
        document.state == DocumentState.DRAFTED
        and asker.person not in (document.drafted_by, document.edited_by)
        and may(asker, Verb.DECIDE, document)
    )
