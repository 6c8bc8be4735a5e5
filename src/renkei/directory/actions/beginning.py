"""How an installation begins: the first seat, from which all others are given."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.rights import NOBODY, Role
from renkei.core.sides import Side
from renkei.directory.actions.invitations import offer_by_link
from renkei.directory.actions.organisations import Particulars, found_government
from renkei.directory.actions.seats import Offer
from renkei.directory.models import Invitation, Membership, Organisation, Unit
from renkei.directory.states import InvitationState, OrganisationKind, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    side: Side
    organisation: str  # the government's name; used where the side has none yet
    unit: str  # the division that holds the programme office
    email: str


@transaction.atomic
def invite_first_officer(beginning: Beginning, *, on: date) -> tuple[Invitation, str]:
    """Invite the first programme officer of a side; the second of the pair is the link's secret.

    Asks nobody's leave, because nobody has a seat yet. No page leads here.

    Errors  Refused when the side has a programme officer
    """
    office = Q(role=Role.PROGRAMME_OFFICE, unit__side=beginning.side)
    if Membership.objects.filter(office).exclude(valid_to__lt=on).exists():
        raise Refused(_("この側には総括担当がいます。その人が招待できます。"))
    Invitation.objects.filter(office, state=InvitationState.SENT).update(
        state=InvitationState.WITHDRAWN
    )
    unit = _unit(_government(beginning, on), beginning.unit)
    offer = Offer(unit=unit, role=Role.PROGRAMME_OFFICE, valid_from=on)
    return offer_by_link(beginning.email, offer, by=NOBODY, on=on)


def _government(beginning: Beginning, on: date) -> Organisation:
    found = Organisation.objects.filter(side=beginning.side, merged_into=None).first()
    return found or found_government(
        Particulars(name_ja=beginning.organisation, kind=OrganisationKind.GOVERNMENT),
        beginning.side,
        on=on,
    )


def _unit(government: Organisation, name: str) -> Unit:
    found = Unit.objects.filter(organisation=government, name_ja=name, closed_on=None).first()
    if found:
        return found
    unit = Unit(organisation=government, name_ja=name, kind=UnitKind.BUREAU, side=government.side)
    unit.lineage = f"{unit.key}/"
    unit.save(force_insert=True)
    return unit
