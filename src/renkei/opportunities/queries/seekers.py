"""Who looks for something, as desks and the people themselves see it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from renkei.core.rights import Asker, Role, RuledQuerySet, Verb
from renkei.opportunities.models import Placement, Posting, Seeker, SeekerProfile
from renkei.opportunities.states import SeekerState


@dataclass(frozen=True, slots=True)
class SeekersAsked:
    market: str = ""
    state: str = ""


def seekers_of(asker: Asker, asked: SeekersAsked, verb: Verb = Verb.READ) -> RuledQuerySet[Any]:
    found = Seeker.objects.visible_to(asker, verb)
    for name in ("market", "state"):
        if value := getattr(asked, name):
            found = found.filter(**{name: value})
    return found


def to_be_introduced(posting: Posting, asker: Asker) -> RuledQuerySet[Any]:
    """Who looks in the posting's market, asked as it was, and has not been introduced to it; of
    those whom the asker may introduce."""
    known = Placement.objects.filter(posting=posting).values("seeker")
    found = Seeker.objects.visible_to(asker, Verb.DECIDE).filter(
        market=posting.market, version=posting.version, state=SeekerState.ACTIVE
    )
    return found.exclude(pk__in=known)


def own_registrations(asker: Asker) -> list[Seeker]:
    """Those of the person herself, in all markets."""
    if not asker.is_somebody:
        return []
    return list(Seeker.objects.filter(person=asker.person).order_by("-key"))


def active_of(asker: Asker, market: str) -> Seeker | None:
    """The registration with which somebody looks in a market now: her own, or her firm's."""
    if not asker.is_somebody:
        return None
    firms = [seat.organisation for seat in asker.seats if seat.role == Role.REPRESENTATIVE]
    is_hers = Q(person=asker.person) | Q(organisation__in=firms)
    found = Seeker.objects.filter(is_hers, market=market, state=SeekerState.ACTIVE)
    return found.select_related("unit", "organisation").order_by("-key").first()


def profile_of(seeker: Seeker) -> SeekerProfile | None:
    """What is held to count; for the form of whoever may read the registration."""
    return SeekerProfile.objects.filter(seeker=seeker).first()
