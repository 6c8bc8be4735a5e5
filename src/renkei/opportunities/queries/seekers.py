"""Who looks for something, as desks and the people themselves see it."""

from dataclasses import dataclass
from typing import Any

from renkei.core.rights import Asker, RuledQuerySet, Verb
from renkei.opportunities.models import Seeker, SeekerProfile


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


def own_registrations(asker: Asker) -> list[Seeker]:
    """Those of the person herself, in all markets."""
    if not asker.is_somebody:
        return []
    return list(Seeker.objects.filter(person=asker.person).order_by("-key"))


def profile_of(seeker: Seeker) -> SeekerProfile | None:
    """What is held to count; for the form of whoever may read the registration."""
    return SeekerProfile.objects.filter(seeker=seeker).first()
