"""What everybody is told of a round: why this, and why not what she would rather have had."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renkei.charter.text import Text
from renkei.engines import matching as engine
from renkei.opportunities.rounds.wording import said


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence; about which posting, where it is about one that was not given."""

    posting: int | None
    text: Text


def told_of_round(found: engine.ClosedRound) -> list[list[Told]]:
    """For each seeker of a stable round how the entries of the list ended, down to what is hers.

    Shapes  -> (seekers,)
    """
    result = found.result.opening.tolist()
    told = []
    for person, own in enumerate(result):
        mine: list[Told] = []
        openings = found.lists.of(person).tolist()
        needed = openings if own < 0 else openings[: openings.index(own) + 1]
        for opening, reason in zip(needed, engine.why_each(found, person), strict=False):
            mine.append(Told(opening, said(reason)))
        told.append(mine if own >= 0 else [*mine, _nothing(len(openings))])
    placed = [(person, own) for person, own in enumerate(result) if own >= 0]
    return _with_reasons(found.market, placed, told)


def told_of_plan(
    market: engine.Market,
    plan: engine.Plan,
    pairs: Sequence[tuple[int, int]],
    groups: Sequence[engine.Sentence] = (),
) -> list[list[Told]]:
    """The same for a plan; where people get several introductions, only why each was chosen.

    Shapes  pairs: seekers and postings -> (seekers,)
    """
    lists = plan.demand.lists
    told: list[list[Told]] = [[] for _person in range(lists.n_people)]
    if int(plan.demand.most.max(initial=0)) <= 1:
        for person, reasons in enumerate(engine.why_each_in_plan(plan, groups)):
            told[person] = [Told(opening, said(reason)) for opening, reason in reasons]
    has = {person for person, _posting in pairs}
    for person, length in enumerate(lists.lengths.tolist()):
        if person not in has:
            told[person].append(_nothing(length))
    return _with_reasons(market, pairs, told)


def _with_reasons(
    market: engine.Market, pairs: Sequence[tuple[int, int]], told: list[list[Told]]
) -> list[list[Told]]:
    people, openings = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    why = engine.why_these(market, people, openings)
    for (person, opening), reasons in zip(pairs, why, strict=True):
        told[person] += [Told(opening, said(one)) for one in reasons]
    return told


def _nothing(n_listed: int) -> Told:
    if n_listed:
        return Told(None, said(engine.Reason("unplaced", {"n": n_listed})))
    return Told(None, NOTHING_FITS)


NOTHING_FITS = Text(
    "条件に合い、空きのある募集がありませんでした。",
    "No posting with a free place met your conditions.",
)
