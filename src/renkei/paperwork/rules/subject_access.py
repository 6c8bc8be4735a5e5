"""Who asks for everything about a person on a page: that person, and nobody else."""

from renkei.charter.text import Text
from renkei.core.addresses import address_of_page
from renkei.core.rights import SIGNED_IN, Columns, Reach, RecordKind, declare, rules

declare(
    RecordKind(
        name="disclosure",
        label=Text("本人への開示", "Disclosure to the person"),
        model="paperwork.Disclosure",
        columns=Columns(person="person"),
        rules=rules(Reach.SELF, "find read write", SIGNED_IN),
        title=lambda disclosure: f"{disclosure.made_at:%Y-%m-%d}",
        address=lambda _disclosure: address_of_page("paperwork:about_me"),
    )
)
