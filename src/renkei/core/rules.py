"""Who may do what with long work and with tables that were handed in."""

from renkei.charter.text import Text
from renkei.core.rights import (
    SEATED,
    SIGNED_IN,
    STAFF,
    Columns,
    Reach,
    RecordKind,
    Role,
    declare,
    rules,
)

JOB = declare(
    RecordKind(
        name="job",
        label=Text("時間のかかる処理", "Long work"),
        model="core.Job",
        columns=Columns(person="owner"),
        rules=rules(Reach.SELF, "find read write", SIGNED_IN),
        title=lambda job: job.title,
        address=lambda job: job.get_absolute_url(),
    )
)

# Whoever handed a table in, and the colleagues of the unit, who may have to take it back while
# that person is away. What the table may hold is asked of its importer.
IMPORT = declare(
    RecordKind(
        name="import",
        label=Text("表の取込", "Import of a table"),
        model="core.ImportBatch",
        columns=Columns(unit="unit", person="by"),
        rules=(
            # From a seat: whoever left, or has only shown a password, takes nothing back any more.
            *rules(Reach.SELF, "find read write", SEATED),
            *rules(Reach.OWN_UNIT, "find read write", *(STAFF - {Role.AUDITOR})),
            *rules(Reach.ANY, "find read", Role.AUDITOR),
        ),
        title=lambda batch: batch.file_name,
        address=lambda batch: batch.get_absolute_url(),
        words=lambda batch: [batch.file_name],
    )
)
