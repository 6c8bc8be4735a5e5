"""What a desk asks the engine while somebody sits there: which postings, why, and what if.

One person against all open postings of a market, by NumPy alone: a web process compiles nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renkei.charter.text import Text
from renkei.engines import matching as engine
from renkei.opportunities.arrays import Columns, columns_now, columns_of, market_of
from renkei.opportunities.models import Posting, Seeker
from renkei.opportunities.nearest import Nearest, nearest_of
from renkei.opportunities.queries.placements import introduced_by_posting, known_to
from renkei.opportunities.rounds.wording import said

LOOKED_THROUGH = 20
SAPPORO = engine.Sentence("札幌市", "Sapporo")
Mask = NDArray[np.bool_]
Ranked = list[tuple[int, int]]  # rows of postings with their scores, the best first
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
    nearest: Nearest | None = None  # of a condition on a number


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """Everything that is shown to the person at the desk."""

    introductions: tuple[Introduction, ...]
    n_fitting: int
    n_elsewhere: int  # of those that fit
    without: tuple[WithoutOne, ...]


def at_the_desk(seeker: Seeker) -> AtTheDesk:
    """The best postings for one person, and what would open if one condition went.

    Where places are given out to everybody at once, somebody marks what she wishes: she is shown
    as many as one can look through, and not only the one that she will get.

    1. every open posting that meets the conditions, but for those that have been introduced as
       often as they can serve and those to which the person was introduced
    2. the best by the score of both sides
    3. so many of them outside Sapporo as the market asks, where there are any
    """
    version = seeker.asked_by
    columns = columns_now(seeker.market, version)
    shut = _shut(seeker, columns)
    market = market_of(columns, [seeker], shut=shut)
    most = version.per_seeker if version.mode == "introduce" else LOOKED_THROUGH
    chosen = _ranked(market, most)
    if sum(bool(columns.is_elsewhere[row]) for row, _score in chosen) < version.elsewhere:
        beyond = market_of(columns, [seeker], shut=shut | ~columns.is_elsewhere)
        chosen = _with(_ranked(beyond, version.elsewhere), chosen, most)
    fitting = _fitting(market) & ~shut
    return AtTheDesk(
        introductions=_told(market, columns, chosen),
        n_fitting=int(fitting.sum()),
        n_elsewhere=int((fitting & columns.is_elsewhere).sum()),
        without=_without(market, columns),
    )


def introduction_to(seeker: Seeker, posting: Posting) -> Why:
    """Score and reasons of one pair as they are now; no score where conditions are not met."""
    market = market_of(columns_of(seeker.asked_by, [posting]), [seeker])
    scores = engine.rank(market, 1, fast=False).scores
    return (int(scores[0]), reasons_of(market, 0, 0)) if len(scores) else (None, ())


def _shut(seeker: Seeker, columns: Columns) -> Mask:
    """To which somebody is not introduced (again). Where places are given out to everybody at once,
    more may apply than there are places.

    Shapes  -> (postings,)
    """
    exposure = seeker.asked_by.exposure
    waiting, known = introduced_by_posting(seeker.market), known_to(seeker)
    is_limited = seeker.asked_by.mode == "introduce"
    return np.array(
        [
            key in known or (is_limited and waiting[key] >= exposure * places)
            for key, places in zip(columns.keys, columns.capacity.tolist(), strict=True)
        ],
        np.bool_,
    )


def _ranked(market: engine.Market, length: int) -> Ranked:
    lists = engine.rank(market, length, fast=False)
    return list(zip(lists.of(0).tolist(), lists.scores.tolist(), strict=True))


def _with(needed: Ranked, best: Ranked, most: int) -> Ranked:
    """What is needed and the best besides, in the order of their scores."""
    room = max(0, most - len(needed))
    others = [one for one in best if one not in needed][:room]
    return sorted([*needed, *others], key=lambda one: (-one[1], one[0]))


def _fitting(market: engine.Market) -> Mask:
    """The postings that meet every condition on which somebody insists.

    Shapes  -> (postings,)
    """
    who, fits = np.zeros(1, np.int64), np.ones(market.n_openings, np.bool_)
    for condition in market.conditions:
        is_asked = market.asks(condition, who, engine.ABSOLUTELY)[0]
        fits &= ~is_asked | market.is_met(condition, who)[0]
    return fits


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
            reasons=reasons_of(market, 0, row),
            is_elsewhere=bool(columns.is_elsewhere[row]),
        )
        for row, score in chosen
        if columns.keys[row] in found
    )


def reasons_of(market: engine.Market, person: int, row: int) -> tuple[Text, ...]:
    """Why a posting fits somebody, in the words in which she is told."""
    return tuple(said(one) for one in engine.why_this(market, person, row))


def _without(market: engine.Market, columns: Columns) -> tuple[WithoutOne, ...]:
    found = engine.without_each(market, 0, np.asarray(~columns.is_elsewhere, np.bool_))
    nearest = nearest_of(columns, found)
    return tuple(
        WithoutOne(
            one.condition.name,
            said(one.reason(SAPPORO)),
            one.n_more,
            one.n_away,
            nearest.get(one.condition.name),
        )
        for one in found
    )
