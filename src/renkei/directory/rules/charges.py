"""Who may see, and say, which unit is in charge.

Who is in charge is public, as far as the unit is. Each programme office says it for its own side,
and neither for the other.
"""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_page
from renkei.core.rights import ANYONE, Columns, Reach, RecordKind, Role, declare, rules
from renkei.directory.rules.organisations import GOVERNMENT_STAFF

declare(
    RecordKind(
        name="charge",
        label=Text("取組の担当", "Charge of an initiative"),
        model="directory.Charge",
        columns=Columns(side="side", public="unit__organisation__is_public"),
        rules=(
            *rules(Reach.PUBLIC, "find read export", ANYONE),
            *rules(Reach.OWN_SIDE, "find read export", *GOVERNMENT_STAFF),
            *rules(Reach.OTHER_SIDE, "find read export", *GOVERNMENT_STAFF),
            *rules(Reach.OWN_SIDE, "write", Role.PROGRAMME_OFFICE),
        ),
        title=lambda charge: f"{charge.initiative} {charge.unit.name}",
        address=lambda charge: f"{address_of_page('directory:charges')}#{charge.initiative}",
    )
)
