"""Who may do what with organisations and what belongs to them.

One entry serves both governments: their staff read all of them, their officers look after those
that belong to neither, and each government keeps its own. A firm looks after its own entry.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.personal import PersonalData
from renkei.core.rights import (
    ANYONE,
    STAFF,
    Asker,
    Columns,
    Reach,
    RecordKind,
    Role,
    Verb,
    declare,
    may,
    reasons,
    rules,
)
from renkei.directory.models import Agreement, Organisation

OFFICERS = (Role.PROGRAMME_OFFICE, Role.OFFICER)
# Who works at a government; a contractor's people too, for a desk has to know whom it speaks to.
# An expert knows the firms that are assigned to her, a municipality those in its place.
GOVERNMENT_STAFF = tuple(sorted(STAFF - {Role.EXPERT, Role.MUNICIPALITY_OFFICER}))
OWN_PEOPLE = (Role.REPRESENTATIVE, Role.ADMINISTRATOR)


def words(organisation: Organisation) -> Iterator[str]:
    """What a search finds an organisation by; a redirect is found under the name that goes on."""
    if organisation.merged_into_id:
        return
    yield from (organisation.name_ja, organisation.name_kana, organisation.name_en)
    yield organisation.corporate_number
    yield from organisation.aliases.values_list("name", flat=True)


def words_of_agreement(agreement: Agreement) -> Iterator[str]:
    yield from (agreement.title_ja, agreement.title_en)
    yield from agreement.parties.values_list("organisation__name_ja", flat=True)


def title(organisation: Organisation) -> str:
    if organisation.merged_into_id:
        return _("%(name)s(統合済み)") % {"name": organisation.name}
    return organisation.name


def address(organisation: Organisation) -> str:
    return address_of_record("directory:organisation", organisation.key)


declare(
    RecordKind(
        name="organisation",
        label=Text("組織", "Organisation"),
        model="directory.Organisation",
        columns=Columns(
            organisation="key", side="kept_by", place="place", public="is_public", key="key"
        ),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.OWN_SIDE, "find read", *GOVERNMENT_STAFF),
            *rules(Reach.OTHER_SIDE, "find read", *GOVERNMENT_STAFF),
            *rules(Reach.OWN_PLACE, "find read", Role.MUNICIPALITY_OFFICER),
            *rules(Reach.OWN_SIDE, "write export", *OFFICERS, Role.BUREAU_OFFICER),
            *rules(Reach.OWN_SIDE, "publish manage", *OFFICERS),
            *rules(Reach.OWN_ORGANISATION, "find read write", *OWN_PEOPLE),
        ),
        title=title,
        address=address,
        words=words,
    )
)
declare(
    RecordKind(
        name="unit",
        label=Text("部署", "Unit"),
        model="directory.Unit",
        columns=Columns(
            organisation="organisation_id",
            side="organisation__kept_by",
            place="place",
            public="organisation__is_public",
        ),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.OWN_SIDE, "find read", *GOVERNMENT_STAFF),
            *rules(Reach.OTHER_SIDE, "find read", *GOVERNMENT_STAFF),
            *rules(Reach.OWN_PLACE, "find read", Role.MUNICIPALITY_OFFICER),
            *rules(Reach.OWN_SIDE, "write manage", *OFFICERS),
            *rules(Reach.OWN_ORGANISATION, "find read", *OWN_PEOPLE),
            *rules(Reach.OWN_ORGANISATION, "write manage", Role.ADMINISTRATOR),
        ),
        title=lambda unit: unit.name,
        address=lambda unit: f"{address(unit.organisation)}#unit-{unit.key}",
    )
)
declare(
    RecordKind(
        name="merge",
        label=Text("組織の統合", "Merge of organisations"),
        model="directory.Merge",
        columns=Columns(side="survivor__kept_by"),
        rules=rules(Reach.OWN_SIDE, "find read manage", *OFFICERS),
        title=lambda merge: merge.absorbed.name,
        address=lambda merge: address_of_record("directory:merged", merge.key),
    )
)
declare(
    RecordKind(
        name="agreement",
        label=Text("協定", "Agreement"),
        model="directory.Agreement",
        columns=Columns(
            unit="unit_id", side="side", organisation="parties__organisation_id", public="is_public"
        ),
        rules=(
            *rules(Reach.PUBLIC, "find read", ANYONE),
            *rules(Reach.OWN_UNIT, "find read write decide", *OFFICERS, Role.BUREAU_OFFICER),
            *rules(Reach.OWN_UNIT, "publish", *OFFICERS),
            *rules(Reach.OWN_SIDE, "find read", *GOVERNMENT_STAFF),
            *rules(Reach.OWN_SIDE, "export", *OFFICERS, Role.BUREAU_OFFICER, Role.AUDITOR),
            # A joint agreement is owned by both, whichever of them keeps the file.
            *rules(Reach.JOINT, "write decide publish", *OFFICERS),
            # Of the other's own agreements one knows that they are there and how they stand.
            *rules(Reach.OTHER_SIDE, "find", *GOVERNMENT_STAFF),
            # Whose work needs it opens one with a reason, which the other side reads.
            *rules(Reach.OTHER_SIDE, "open", *OFFICERS, Role.BUREAU_OFFICER),
            *rules(Reach.OPENED, "read", *OFFICERS, Role.BUREAU_OFFICER),
            *rules(Reach.OWN_ORGANISATION, "find read", *OWN_PEOPLE),
        ),
        title=lambda agreement: agreement.title,
        address=lambda agreement: address_of_record("directory:agreement", agreement.key),
        words=words_of_agreement,
        is_watched=True,
        holds=frozenset({PersonalData.CONTACT}),
    )
)


def reads_as_insider(asker: Asker, record: Any) -> bool:
    """Whether somebody reads the record by a seat, and not only because it is published.

    Names and addresses of persons at the parties are for those who work with them.
    """
    return any(reason.rule.reach != Reach.PUBLIC for reason in reasons(asker, Verb.READ, record))


def may_merge(asker: Asker, *organisations: Organisation) -> bool:
    return all(may(asker, Verb.MANAGE, organisation) for organisation in organisations)


def may_register(asker: Asker) -> bool:
    return may(asker, Verb.WRITE, Organisation())
