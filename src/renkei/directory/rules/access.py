"""Who sees who looked, and what was opened, agreed to and handed on.

The owning unit sees who came from outside, the subject who saw her data, the auditor all of the
own side. A look is written by the house itself: nobody may write, change or erase one.
"""

from django.urls import reverse

from renkei.charter.text import Text
from renkei.core.addresses import address_of_page, address_of_record
from renkei.core.rights import SIGNED_IN, Columns, Reach, RecordKind, Role, declare, rules
from renkei.directory.models import Consent, Look, Opening, Share

# Who answers for what a unit keeps.
KEEPERS = (
    Role.DESK_MANAGER,
    Role.OFFICER,
    Role.BUREAU_OFFICER,
    Role.PROGRAMME_OFFICE,
    Role.MUNICIPALITY_OFFICER,
)
# Who speaks with people, and takes their consent.
DESK = (*KEEPERS, Role.COUNSELLOR, Role.COORDINATOR)


def title_of_opening(opening: Opening) -> str:
    return opening.reason


def title_of_look(look: Look) -> str:
    return look.unit_name


def title_of_consent(consent: Consent) -> str:
    return consent.purpose


def title_of_share(share: Share) -> str:
    return share.get_ground_display()


declare(
    RecordKind(
        name="opening",
        label=Text("他部署による閲覧", "Opening from outside the unit"),
        model="directory.Opening",
        columns=Columns(unit="owner_unit", side="owner_side", person="person_id"),
        rules=(
            *rules(Reach.OWN_UNIT, "read manage", *KEEPERS),
            *rules(Reach.SELF, "read manage", SIGNED_IN),
            *rules(Reach.OWN_SIDE, "read", Role.AUDITOR),
        ),
        title=title_of_opening,
        address=lambda _opening: address_of_page("directory:openings"),
    )
)
declare(
    RecordKind(
        name="look",
        label=Text("閲覧の記録", "Look into a record"),
        model="directory.Look",
        columns=Columns(unit="owner_unit", side="owner_side", person="subject"),
        rules=(
            *rules(Reach.OWN_UNIT, "read", *KEEPERS),
            *rules(Reach.SELF, "read", SIGNED_IN),
            *rules(Reach.OWN_SIDE, "read", Role.AUDITOR),
        ),
        title=title_of_look,
        address=lambda look: reverse("directory:seen", args=[look.record_kind, look.record_key]),
    )
)
declare(
    RecordKind(
        name="consent",
        label=Text("同意", "Consent"),
        model="directory.Consent",
        columns=Columns(unit="taken_by_unit_id", side="taken_by_unit__side", person="person_id"),
        rules=(
            *rules(Reach.OWN_UNIT, "read write", *DESK),
            *rules(Reach.SELF, "read write", SIGNED_IN),
            *rules(Reach.OWN_SIDE, "read", Role.AUDITOR),
        ),
        title=title_of_consent,
        address=lambda consent: address_of_record("directory:consent", consent.key),
    )
)
declare(
    RecordKind(
        name="share",
        label=Text("記録の引渡し", "Sharing of a record"),
        model="directory.Share",
        columns=Columns(unit="owner_unit", receiver="unit_id", side="owner_side", person="subject"),
        rules=(
            *rules(Reach.OWN_UNIT, "read manage", *KEEPERS),
            *rules(Reach.OWN_UNIT, "read", Role.COUNSELLOR, Role.COORDINATOR),
            # Whoever received it may give it back.
            *rules(Reach.RECEIVED, "read manage", *KEEPERS),
            *rules(Reach.RECEIVED, "read", Role.COUNSELLOR, Role.COORDINATOR),
            *rules(Reach.SELF, "read", SIGNED_IN),
            *rules(Reach.OWN_SIDE, "read", Role.AUDITOR),
        ),
        title=title_of_share,
        address=lambda _share: address_of_page("directory:shares"),
    )
)
