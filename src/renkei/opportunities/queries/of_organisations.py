"""What an organisation has here: its postings with what came of them, and the people it met."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from renkei.core.rights import Asker, RuledQuerySet
from renkei.journal.queries import entries_about, standing_entries
from renkei.opportunities.models import Placement, Posting
from renkei.opportunities.queries.on_the_way import PLACEMENT
from renkei.opportunities.states import LIVE, PostingState

SOON_DAYS = 30  # before the end of publication, when it is asked whether it still holds


@dataclass(slots=True)
class Tally:
    """Of one market: postings by state, and how many people were introduced, met and started."""

    states: dict[str, int] = field(default_factory=dict)
    introduced: int = 0
    met: int = 0
    started: int = 0

    def add(self, state: str, n: int, introduced: int, met: int, started: int) -> None:
        self.states[state] = self.states.get(state, 0) + n
        self.introduced += introduced
        self.met += met
        self.started += started


def postings_with_people(asker: Asker, organisation: str, on: date) -> RuledQuerySet[Any]:
    """Each with `introduced`, `met` and `started`, and the kind and facts of the latest entry about
    it; what waits for somebody first, then what is published, the first to end before the others.
    """
    people = people_at(asker, organisation).filter(posting=OuterRef("pk")).order_by()
    last = entries_about("posting", OuterRef("pk")).order_by("-pk")  # type: ignore[arg-type]
    found = Posting.objects.visible_to(asker).filter(organisation=organisation)
    told = found.annotate(
        introduced=_counted(people),
        met=_counted(people.filter(_has_met())),
        started=_counted(people.filter(started_on__isnull=False)),
        last_kind=Subquery(last.values("kind")[:1]),
        last_facts=Subquery(last.values("facts")[:1]),
    )
    return told.order_by(_rank(on), Case(When(is_public=True, then=F("valid_until"))), "-key")


def tallies(asker: Asker, organisation: str) -> dict[str, Tally]:
    """By market, in one query."""
    people = people_at(asker, organisation).order_by()
    found = Posting.objects.visible_to(asker).filter(organisation=organisation).order_by("market")

    def counted(among: QuerySet[Any]) -> Count:
        return Count("placements", filter=Q(placements__in=among.values("pk")), distinct=True)

    rows = found.values_list("market", "state").annotate(
        n=Count("pk", distinct=True),
        introduced=counted(people),
        met=counted(people.filter(_has_met())),
        started=counted(people.filter(started_on__isnull=False)),
    )
    told: dict[str, Tally] = {}
    for market, *counts in rows:
        told.setdefault(market, Tally()).add(*counts)
    return told


def tallies_of(postings: Iterable[Any]) -> dict[str, Tally]:
    """The same of what `postings_with_people` found, where that is all there is."""
    told: dict[str, Tally] = {}
    for one in sorted(postings, key=lambda one: one.market):
        tally = told.setdefault(one.market, Tally())
        tally.add(one.state, 1, one.introduced, one.met, one.started)
    return told


def people_at(asker: Asker, organisation: str) -> RuledQuerySet[Any]:
    """The placements at its postings that the asker may read."""
    return Placement.objects.visible_to(asker).filter(organisation=organisation)


def placements_with(asker: Asker, organisation: str) -> RuledQuerySet[Any]:
    """Also those in which it was introduced itself, as a firm to a town’s project; those on the
    way first."""
    own = Q(organisation=organisation) | Q(seeker__organisation=organisation)
    is_live = Case(When(state__in=LIVE, then=Value(0)), default=Value(1))
    return Placement.objects.visible_to(asker).filter(own).order_by(is_live, "-key")


def soon_over(on: date) -> date:
    """Of what is published, the last day that makes it one of those that are soon over."""
    return on + timedelta(days=SOON_DAYS)


def _counted(people: QuerySet[Any]) -> Coalesce:
    n = people.values("posting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(n, IntegerField()), 0)


def _has_met() -> Exists:
    """A step that was taken stays taken, however it ended."""
    return Exists(
        standing_entries().filter(
            subject_kind=PLACEMENT, subject_key=OuterRef("pk"), kind="placement.met"
        )
    )


def _rank(on: date) -> Case:
    return Case(
        When(state=PostingState.DRAFT, then=Value(0)),
        When(state=PostingState.CHECKED, then=Value(1)),
        When(is_public=True, valid_until__lte=soon_over(on), then=Value(2)),
        When(state=PostingState.CLOSED, then=Value(4)),
        default=Value(3),
        output_field=IntegerField(),
    )
