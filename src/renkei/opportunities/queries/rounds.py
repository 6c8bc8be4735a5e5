"""Rounds: of a desk; who takes part; what was decided and proposed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from renkei.core.rights import Asker, RuledQuerySet, Verb
from renkei.opportunities.models import Placement, Posting, Proposal, Round, Ruling, Seeker
from renkei.opportunities.queries.placements import WAITING
from renkei.opportunities.queries.postings import open_postings
from renkei.opportunities.states import HOLDING, LIVE, RUNNING, RoundState, SeekerState


@dataclass(frozen=True, slots=True)
class RoundsAsked:
    market: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A placement as a round heeds it: who, where, how far, on which days."""

    seeker: str
    posting: str
    state: str
    round: str | None  # that gave it
    first_day: date | None
    last_day: date | None

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    @property
    def holds(self) -> bool:
        return self.state in HOLDING


def rounds_of(asker: Asker, asked: RoundsAsked, verb: Verb = Verb.READ) -> RuledQuerySet[Any]:
    found = Round.objects.visible_to(asker, verb)
    for name in ("market", "state"):
        if value := getattr(asked, name):
            found = found.filter(**{name: value})
    return found.select_related("unit__organisation")


def running_round(market: str, unit: str) -> Round | None:
    return Round.objects.filter(market=market, unit=unit, state__in=RUNNING).first()


def postings_in(round_: Round) -> list[Posting]:
    """The open postings that take part, in a fixed order."""
    found = open_postings(round_.market)
    if round_.first_from:
        found = found.filter(first_day__gte=round_.first_from)
    if round_.first_to:
        found = found.filter(first_day__lte=round_.first_to)
    return list(found)


def seekers_in(round_: Round) -> list[Seeker]:
    """The desk's people who look, in a fixed order."""
    found = Seeker.objects.filter(
        market=round_.market, unit=round_.unit_id, state=SeekerState.ACTIVE
    )
    return list(found.select_related("organisation").order_by("key"))


def known_of(round_: Round) -> list[Known]:
    """All placements of those who take part, whatever became of them."""
    found = Placement.objects.filter(market=round_.market, seeker__unit=round_.unit_id)
    rows = found.order_by("key").values_list(
        "seeker", "posting", "state", "proposal__round", "posting__first_day", "posting__last_day"
    )
    return [
        Known(seeker, posting, state, of_round, first, last)
        for seeker, posting, state, of_round, first, last in rows
    ]


def promised(market: str) -> Counter[str]:
    """Places of each posting that a round has given to people who have not answered yet."""
    found = Placement.objects.filter(market=market, state__in=WAITING, answer_by__isnull=False)
    rows = found.order_by().values_list("posting").annotate(n=Count("pk"))
    return Counter(dict(rows))


def placed_by(round_: Round) -> Counter[str]:
    """People whom this round has given each posting, who have or may still take the place."""
    found = Placement.objects.filter(proposal__round=round_, state__in=LIVE)
    return Counter(dict(found.order_by().values_list("posting").annotate(n=Count("pk"))))


def rulings_of(round_: Round) -> list[Ruling]:
    return list(round_.rulings.select_related("seeker__organisation", "posting"))


def newest_proposals(round_: Round) -> QuerySet[Proposal]:
    """Those of the proposal that stands, or of the last that people were told."""
    found = Proposal.objects.filter(round=round_, wave=wave_shown(round_))
    return found.select_related("seeker__organisation", "posting__organisation")


def all_proposals(round_: Round) -> QuerySet[Proposal]:
    """The newest, and what was given before; that somebody had nothing once is said no more."""
    shown = wave_shown(round_)
    is_told = Q(wave=shown) | Q(wave__lt=shown, posting__isnull=False)
    found = Proposal.objects.filter(is_told, round=round_)
    return found.select_related("seeker__organisation", "posting__organisation", "placement")


def wave_shown(round_: Round) -> int:
    """The wave that is not told yet while a proposal stands, else the one told last."""
    return round_.wave + 1 if round_.state == RoundState.PROPOSED else round_.wave


def given_in(round_: Round) -> QuerySet[Proposal]:
    return newest_proposals(round_).exclude(posting=None)


def n_waiting(round_: Round) -> int:
    """How many people have not said yes or no."""
    found = Placement.objects.filter(proposal__round=round_, state__in=WAITING)
    return found.filter(answer_by__isnull=False).count()


def to_be_answered(on: date) -> QuerySet[Placement]:
    """Places that nobody took within the days that were given."""
    found = Placement.objects.filter(state__in=WAITING, answer_by__lt=on)
    return found.select_related("seeker", "posting__organisation").order_by("key")


def to_be_reminded(first: date, last: date) -> QuerySet[Placement]:
    """Places for which the seeker has to answer on one of these days, and was not reminded."""
    found = Placement.objects.filter(
        state__in=WAITING, answer_by__range=(first, last), seeker_yes_on=None, asked_at=None
    )
    return found.select_related("seeker", "posting__organisation").order_by("key")


def latest_proposal(seeker: Seeker) -> Proposal | None:
    """What the last round that told people gave this one."""
    told = Q(round__published_at__isnull=False, wave__lte=F("round__wave"))
    found = Proposal.objects.filter(told, seeker=seeker)
    return found.select_related("round", "posting__organisation").order_by("-key").first()
