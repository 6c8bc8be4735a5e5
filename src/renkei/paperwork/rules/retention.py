"""Who holds records back, and who sees what was disposed of."""

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.addresses import address_of_page, address_of_record
from renkei.core.rights import Columns, Reach, RecordKind, Role, declare, rules
from renkei.core.writing import number
from renkei.paperwork.models import Disposal

HOLDERS = (Role.OFFICER, Role.BUREAU_OFFICER, Role.PROGRAMME_OFFICE, Role.DESK_MANAGER)


def title(disposal: Disposal) -> str:
    return _("%(kind)s %(n)s件の%(way)s") % {
        "kind": disposal.record_kind,
        "n": number(disposal.n_records),
        "way": disposal.get_way_display(),
    }


declare(
    RecordKind(
        name="hold",
        label=Text("処分の保留", "Hold"),
        model="paperwork.Hold",
        columns=Columns(unit="unit"),
        rules=(
            *rules(Reach.OWN_UNIT, "find read write", *HOLDERS),
            *rules(Reach.ANY, "find read", Role.AUDITOR),
        ),
        title=lambda hold: hold.reason,
        address=lambda _hold: address_of_page("paperwork:retention"),
    )
)
declare(
    RecordKind(
        name="disposal",
        label=Text("処分の記録", "Disposal"),
        model="paperwork.Disposal",
        columns=Columns(),
        rules=rules(Reach.ANY, "find read", Role.OFFICER, Role.PROGRAMME_OFFICE, Role.AUDITOR),
        title=title,
        address=lambda disposal: address_of_record("paperwork:disposal", disposal.key),
    )
)
