"""Who may read a report, make one and let it out.

Until both programme offices have agreed, a report is paper of the two governments; then everybody
reads it, also after a newer revision has taken its place.
"""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import ANYONE, Columns, Reach, RecordKind, Role, declare, rules

declare(
    RecordKind(
        name="report",
        label=Text("年次報告", "Report"),
        model="programme.Report",
        columns=Columns(side="side", public="is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read export", ANYONE),
            *rules(
                Reach.JOINT,
                "find read export",
                Role.PROGRAMME_OFFICE,
                Role.OFFICER,
                Role.BUREAU_OFFICER,
                Role.AUDITOR,
            ),
            *rules(Reach.JOINT, "write publish", Role.PROGRAMME_OFFICE),
        ),
        title=lambda report: report.title,
        address=lambda report: address_of_record("programme:report", report.key),
    )
)
