"""Postings that are on nobody's list, by region, and the one condition that keeps people away.

Everybody who looks in a market is compared, whichever government keeps the registration: what comes
of it are numbers, and no person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market, MarketVersion
from renkei.charter.text import Text
from renkei.core.suppression import THRESHOLD
from renkei.engines import matching as engine
from renkei.engines.matching.sentences import Sentences
from renkei.opportunities.arrays import Columns, columns_now, market_of
from renkei.opportunities.models import Posting, Seeker
from renkei.opportunities.queries.places import is_elsewhere
from renkei.opportunities.queries.postings import open_postings
from renkei.opportunities.states import PostingState, SeekerState

# A page is to answer at once: the latest registrations are compared, and no more pairs than these.
MOST_SEEKERS = 2_000
MOST_PAIRS = MOST_SEEKERS * 2_000
FEW = "few_"
# Above the table it says already that nobody listed them.
SENTENCES: Sentences = {
    "keeps_away": engine.Sentence(
        "「{label}」を緩めれば{n}人が候補になります。",
        "Without “{label}”, {n} people would come into question.",
    ),
    f"{FEW}keeps_away": engine.Sentence(
        "「{label}」を緩めれば候補になる方がいます（{n}人未満）。",
        "Without “{label}”, people would come into question (fewer than {n}).",
    ),
    "nobody_ranks": engine.Sentence(
        "条件を満たす方は{n}人いますが、どなたの一覧でも下位でした。",
        "{n} people meet every condition, and it came too low on all their lists.",
    ),
    f"{FEW}nobody_ranks": engine.Sentence(
        "条件を満たす方はいますが（{n}人未満）、どなたの一覧でも下位でした。",
        "Some meet every condition (fewer than {n}), and it came too low on all their lists.",
    ),
    "several_conditions": engine.Sentence(
        "一つの条件を緩めるだけでは、候補になる方は現れません。",
        "Relaxing one condition alone would bring nobody.",
    ),
}


@dataclass(frozen=True, slots=True)
class Unlisted:
    posting: Posting
    why: Text


@dataclass(frozen=True, slots=True)
class OfARegion:
    region: str
    n_postings: int
    unlisted: tuple[Unlisted, ...]


@dataclass(frozen=True, slots=True)
class NobodysPostings:
    """Units   n_compared: of the people who look, those who were compared"""

    n_seekers: int
    n_compared: int
    regions: tuple[OfARegion, ...]

    @property
    def n_postings(self) -> int:
        return sum(one.n_postings for one in self.regions)

    @property
    def n_unlisted(self) -> int:
        return sum(len(one.unlisted) for one in self.regions)

    @property
    def n_elsewhere(self) -> int:
        return sum(len(one.unlisted) for one in self.regions if is_elsewhere(one.region))

    @property
    def is_cut(self) -> bool:
        return self.n_compared < self.n_seekers


def first_with_postings() -> str:
    """The key of the first market in which something is open, else of the first."""
    found = Posting.objects.filter(state=PostingState.OPEN).order_by()
    is_open = set(found.values_list("market", flat=True).distinct())
    return next((key for key in markets() if key in is_open), next(iter(markets())))


def nobodys_postings(market: Market, on: date) -> NobodysPostings:
    """1. every open posting against everybody who looks: the list that each would be given
    2. the postings on no list, and of each the condition that keeps most people away
    3. region by region, Sapporo first
    """
    version = market.version_on(on) or market.versions[-1]
    columns, looking = columns_now(market.key, version), _looking(market)
    most = min(MOST_SEEKERS, max(1, MOST_PAIRS // max(1, len(columns.keys))))
    seekers = list(looking[:most])
    why = _unlisted(columns, version, seekers) if seekers else {}
    n_seekers = looking.count() if len(seekers) == most else len(seekers)
    return NobodysPostings(n_seekers, len(seekers), _by_region(market, columns, why))


def _looking(market: Market) -> QuerySet[Seeker]:
    found = Seeker.objects.filter(market=market.key, state=SeekerState.ACTIVE)
    return found.order_by("-key").only("answers", "strengths", "weights")


def _unlisted(
    columns: Columns, version: MarketVersion, seekers: list[Seeker]
) -> Mapping[str, engine.Reason]:
    """Reasons by the keys of the postings that nobody listed."""
    if not columns.keys:
        return {}
    market = market_of(columns, seekers)
    lists = engine.rank(market, version.per_seeker, fast=False)
    return {columns.keys[one.opening]: one.reason for one in engine.unwanted(market, lists)}


def _by_region(
    market: Market, columns: Columns, why: Mapping[str, engine.Reason]
) -> tuple[OfARegion, ...]:
    compared = set(columns.keys)
    found = [one for one in open_postings(market.key) if one.key in compared]
    found.sort(key=lambda one: (one.region, one.key))
    return tuple(_of_region(region, list(those), why) for region, those in groupby(found, _region))


def _region(posting: Posting) -> str:
    return posting.region


def _of_region(region: str, postings: list[Posting], why: Mapping[str, engine.Reason]) -> OfARegion:
    unlisted = [Unlisted(one, _said(why[one.key])) for one in postings if one.key in why]
    return OfARegion(region, len(postings), tuple(unlisted))


def _said(reason: engine.Reason) -> Text:
    """In both languages; few people are not counted out, they would be known."""
    if 0 < reason.numbers.get("n", 0) < THRESHOLD:
        reason = replace(reason, code=FEW + reason.code, numbers={"n": THRESHOLD})
    return Text(reason.say("ja", SENTENCES), reason.say("en", SENTENCES))
