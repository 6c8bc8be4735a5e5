"""From the other side: whom a desk could introduce to one posting, and why."""

from dataclasses import dataclass
from typing import Any

from renkei.charter.text import Text
from renkei.core.rights import Asker
from renkei.engines import matching as engine
from renkei.opportunities.arrays import columns_of, market_of
from renkei.opportunities.introductions import reasons_of
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.on_the_way import with_live
from renkei.opportunities.queries.seekers import to_be_introduced

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Fitting:
    """Somebody who fits a posting, with the sentences that say why, as she is told them."""

    seeker: Any  # with `n_live`, how much is on its way for her
    score: int  # thousandths of a point
    reasons: tuple[Text, ...]

    @property
    def points(self) -> int:
        return round(self.score / 1000)


@dataclass(frozen=True, slots=True)
class WhoFits:
    shown: tuple[Fitting, ...]
    n_fitting: int
    n_looking: int


def who_fits(posting: Posting, asker: Asker) -> WhoFits:
    """The best of those whom the asker's desk may introduce, for one posting.

    1. everybody who looks in the market and was not introduced to it
    2. who meets every condition on which either side insists
    3. the best by the score of both sides; among equals whoever registered first
    """
    found = with_live(to_be_introduced(posting, asker)).select_related("organisation", "unit")
    seekers = list(found.order_by("key"))
    market = market_of(columns_of(posting.asked_by, [posting]), seekers)
    lists = engine.rank(market, 1, fast=False)
    scores = dict(zip(lists.people.tolist(), lists.scores.tolist(), strict=True))
    best = sorted(scores, key=lambda row: -scores[row])[:SHOWN]
    return WhoFits(
        shown=tuple(Fitting(seekers[row], scores[row], reasons_of(market, row, 0)) for row in best),
        n_fitting=len(scores),
        n_looking=len(seekers),
    )
