"""Who may see figures before they are published, hand them in, approve them and enter values.

Both governments see everything of both sides; each approves its own part, and neither the other's.
Everybody reads what both have approved.
"""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.rights import ANYONE, Columns, Reach, RecordKind, Role, declare, rules
from renkei.programme.models import Approval, ManualValue, Measurement, Reconciliation
from renkei.programme.rules.officials import OFFICIALS


def title_of_measurement(measurement: Measurement) -> str:
    return f"{measurement.indicator} {measurement.of.label}"


def title_of_approval(approval: Approval) -> str:
    return title_of_measurement(approval.measurement)


def title_of_value(value: ManualValue) -> str:
    return f"{value.indicator} {value.period}"


def title_of_reconciliation(reconciliation: Reconciliation) -> str:
    return reconciliation.of.label


declare(
    RecordKind(
        name="measurement",
        label=Text("指標の値", "Figure of an indicator"),
        model="programme.Measurement",
        columns=Columns(side="side", public="is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read export", ANYONE),
            *rules(Reach.JOINT, "find read export", *OFFICIALS),
            *rules(Reach.JOINT, "write", Role.OFFICER, Role.PROGRAMME_OFFICE),
        ),
        title=title_of_measurement,
        address=lambda measurement: measurement.get_absolute_url(),
    )
)
declare(
    RecordKind(
        name="reconciliation",
        label=Text("値の突き合わせ", "Reconciliation of figures"),
        model="programme.Reconciliation",
        columns=Columns(side="side"),
        rules=(
            *rules(Reach.JOINT, "find read", *OFFICIALS),
            *rules(Reach.JOINT, "write", Role.OFFICER, Role.PROGRAMME_OFFICE),
        ),
        title=title_of_reconciliation,
        address=lambda reconciliation: reconciliation.get_absolute_url(),
    )
)
declare(
    RecordKind(
        name="approval",
        label=Text("指標の値の承認", "Approval of a figure"),
        model="programme.Approval",
        columns=Columns(unit="unit", side="side"),
        rules=(
            *rules(Reach.OWN_UNIT, "write", Role.BUREAU_OFFICER),
            *rules(Reach.OWN_SIDE, "find read", *OFFICIALS),
            *rules(Reach.OTHER_SIDE, "find read", *OFFICIALS),
            # Whoever hands in only proposes; figures of the programme as a whole have no unit.
            *rules(Reach.OWN_SIDE, "write", Role.OFFICER, Role.PROGRAMME_OFFICE),
            *rules(Reach.OWN_SIDE, "decide", Role.PROGRAMME_OFFICE),
        ),
        title=title_of_approval,
        address=lambda approval: address_of_record(
            "programme:quarter", approval.measurement.period
        ),
    )
)
declare(
    RecordKind(
        name="manual_value",
        label=Text("報告値", "Value from a report"),
        model="programme.ManualValue",
        columns=Columns(unit="unit", side="unit_side", public="is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read export", ANYONE),
            *rules(Reach.OWN_UNIT, "write decide", Role.OFFICER, Role.BUREAU_OFFICER),
            *rules(Reach.OWN_SIDE, "find read export", *OFFICIALS),
            *rules(Reach.OTHER_SIDE, "find read export", *OFFICIALS),
            *rules(Reach.OWN_SIDE, "write decide", Role.PROGRAMME_OFFICE),
        ),
        title=title_of_value,
        address=lambda value: value.get_absolute_url(),
    )
)
