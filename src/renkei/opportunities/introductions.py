"""What a desk asks the engine while somebody sits there: which postings, why, and what if.

One person against all open postings of a market, by NumPy alone: a web process compiles nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from renkei.charter.text import Text
from renkei.engines import matching as engine
from renkei.engines.matching.bitsets import eligible
from renkei.engines.matching.ranking import scores_of
from renkei.opportunities.arrays import Columns, columns_now, market_of
from renkei.opportunities.models import Posting, Seeker
from renkei.opportunities.queries.placements import introduced_by_posting, known_to

MOST_LISTED = 200
POINTS = {"points", "score", "last_points", "own_points"}
SAPPORO = engine.Sentence("札幌市", "Sapporo")
Why = tuple[int | None, tuple[Text, ...]]


@dataclass(frozen=True, slots=True)
class Introduction:
    """A posting that fits, with the sentences that say why."""

    posting: Posting
    score: int  # thousandths of a point
    reasons: tuple[Text, ...]
    is_elsewhere: bool

    @property
    def points(self) -> int:
        return round(self.score / 1000)


@dataclass(frozen=True, slots=True)
class WithoutOne:
    """What one condition keeps away."""

    condition: str
    sentence: Text
    n_more: int
    n_elsewhere: int


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """Everything that is shown to the person at the desk."""

    introductions: tuple[Introduction, ...]
    n_fitting: int
    n_elsewhere: int  # of those that fit
    without: tuple[WithoutOne, ...]


def at_the_desk(seeker: Seeker) -> AtTheDesk:
    """The best postings for one person, and what would open if one condition went.

    1. every open posting that meets the conditions, by the score of both sides
    2. without those that have been introduced as often as they can serve, and those the person was
       introduced to already
    3. so many of the list lie outside Sapporo as the market asks, where there are any
    """
    version = seeker.asked_by
    columns = columns_now(seeker.market, version)
    market = market_of(columns, [seeker])
    lists = engine.rank(market, max(1, min(MOST_LISTED, len(columns.keys))), fast=False)
    rows, scores = lists.of(0).tolist(), lists.scores.tolist()
    free = _free(seeker, columns)
    ranked = [
        (row, score) for row, score in zip(rows, scores, strict=True) if columns.keys[row] in free
    ]
    chosen = _chosen(ranked, columns, version.per_seeker, version.elsewhere)
    fitting = [row for row, _score in ranked]
    return AtTheDesk(
        introductions=_told(market, columns, chosen),
        n_fitting=len(fitting),
        n_elsewhere=int(columns.is_elsewhere[fitting].sum()) if fitting else 0,
        without=_without(market, columns),
    )


def introduction_to(seeker: Seeker, posting: Posting) -> Why:
    """Score and reasons of one pair as they are now; no score where conditions are not met."""
    columns = columns_now(seeker.market, seeker.asked_by)
    if posting.key not in columns.keys:
        return None, ()
    market, row = market_of(columns, [seeker]), columns.row_of(posting.key)
    only = np.zeros(1, np.int64)
    if not eligible(market, only)[0, row]:
        return None, ()
    return int(scores_of(market, market.features(), only)[0, row]), _reasons(market, row)


def _free(seeker: Seeker, columns: Columns) -> set[str]:
    exposure = seeker.asked_by.exposure
    waiting, known = introduced_by_posting(seeker.market), known_to(seeker)
    return {
        key
        for key, places in zip(columns.keys, columns.capacity.tolist(), strict=True)
        if key not in known and waiting[key] < exposure * places
    }


def _chosen(
    ranked: Sequence[tuple[int, int]], columns: Columns, most: int, elsewhere: int
) -> list[tuple[int, int]]:
    """The best, of which so many are elsewhere, in the order of their scores."""
    away = [one for one in ranked if columns.is_elsewhere[one[0]]][:elsewhere]
    taken = {row for row, _score in away}
    for row, _score in ranked:
        if len(taken) >= most:
            break
        taken.add(row)
    return [one for one in ranked if one[0] in taken]


def _told(
    market: engine.Market, columns: Columns, chosen: Sequence[tuple[int, int]]
) -> tuple[Introduction, ...]:
    keys = [columns.keys[row] for row, _score in chosen]
    found = {
        one.key: one for one in Posting.objects.filter(pk__in=keys).select_related("organisation")
    }
    return tuple(
        Introduction(
            posting=found[columns.keys[row]],
            score=score,
            reasons=_reasons(market, row),
            is_elsewhere=bool(columns.is_elsewhere[row]),
        )
        for row, score in chosen
        if columns.keys[row] in found
    )


def _reasons(market: engine.Market, row: int) -> tuple[Text, ...]:
    return tuple(_said(one) for one in engine.why_this(market, 0, row))


def _without(market: engine.Market, columns: Columns) -> tuple[WithoutOne, ...]:
    found = engine.without_each(market, 0, np.asarray(~columns.is_elsewhere, np.bool_))
    return tuple(
        WithoutOne(one.condition.name, _said(one.reason(SAPPORO)), one.n_more, one.n_away)
        for one in found
    )


def _said(reason: engine.Reason) -> Text:
    """In whole points: thousandths of them tell a reader nothing."""
    numbers = {
        name: round(number, -3) if name in POINTS else number
        for name, number in reason.numbers.items()
    }
    whole = replace(reason, numbers=numbers)
    return Text(whole.say("ja"), whole.say("en"))
