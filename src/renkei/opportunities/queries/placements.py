"""Placements: of a desk, an organisation, a person; who was there before; whom to ask again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from renkei.core.questions import Found
from renkei.core.rights import Asker, RuledQuerySet, Visible
from renkei.opportunities.models import Check, Placement, Posting, Seeker
from renkei.opportunities.states import LIVE, Step

# A posting that somebody was offered does not wait for more introductions on that account.
WAITING = (Step.INTRODUCED, Step.APPLIED, Step.MET, Step.OFFERED)


@dataclass(frozen=True, slots=True)
class PlacementsAsked:
    market: str = ""
    state: str = ""


# What the list shows of each; a posting and a registration are long.
SHOWN = (
    *("key", "market", "version", "state", "introduced_on", "ask_on", "unit", "person"),
    *("posting__title_ja", "posting__title_en", "seeker__name", "seeker__may_tell"),
    *(f"organisation__{name}" for name in ("name_ja", "name_en")),
    *(f"seeker__organisation__{name}" for name in ("name_ja", "name_en")),
)


def placements_of(asker: Asker, asked: PlacementsAsked) -> Found[Placement]:
    return _PLACEMENTS.to(asker, market=asked.market or None, state=asked.state or None)


def _asked(seen: QuerySet[Placement], market: str | None, state: str | None) -> QuerySet[Placement]:
    wanted = {"market": market, "state": state}
    found = seen.filter(**{name: value for name, value in wanted.items() if value is not None})
    return found.select_related("posting", "seeker__organisation", "organisation").only(*SHOWN)


_PLACEMENTS = Visible(Placement, _asked)


def of_seeker(seeker: Seeker) -> QuerySet[Placement]:
    return seeker.placements.select_related("posting__organisation").order_by("-key")


def of_posting(posting: Posting, asker: Asker) -> RuledQuerySet[Any]:
    found = Placement.objects.visible_to(asker).filter(posting=posting)
    return found.select_related("seeker__organisation")


def introduced_by_posting(market: str) -> Counter[str]:
    """How many introductions of each open posting still wait for an answer."""
    found = Placement.objects.filter(market=market, state__in=WAITING).order_by()
    return Counter(dict(found.values_list("posting").annotate(n=Count("pk"))))


def known_to(seeker: Seeker) -> set[str]:
    """Keys of the postings to which somebody was introduced, whatever came of it."""
    return set(seeker.placements.values_list("posting_id", flat=True))


def has_been_there(placement: Placement) -> bool:
    """Whether the person took part before in the same market and municipality, in whichever
    registration."""
    found = Placement.objects.filter(
        seeker__who=placement.seeker.who,
        market=placement.market,
        posting__place=placement.posting.place,
        started_on__isnull=False,
    )
    return found.exclude(pk=placement.pk).exists()


def has_live(seeker: Seeker, posting: Posting) -> bool:
    return Placement.objects.filter(seeker=seeker, posting=posting, state__in=LIVE).exists()


def to_ask(on: date) -> QuerySet[Placement]:
    """Those that began so long ago that it is asked how they are."""
    found = Placement.objects.filter(state=Step.STARTED, ask_on__lte=on)
    return found.select_related("seeker", "posting__organisation").order_by("ask_on", "key")


def checks_of(placement: Placement) -> list[Check]:
    return list(placement.checks.all())


def is_open_question(placement: Placement, months: int) -> bool:
    """Whether it is still asked how things are so many months after the start."""
    is_there = placement.state == Step.STARTED
    return is_there and not placement.checks.filter(months=months).exists()


def live_of_seeker(seeker: Seeker) -> QuerySet[Placement]:
    """What is on its way for her, or has begun and is not over."""
    return of_seeker(seeker).filter(state__in=LIVE)
