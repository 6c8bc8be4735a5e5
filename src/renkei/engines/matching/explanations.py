"""Why this, why not that, and the smallest single change that would help."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renkei.engines.matching.acceptance import stable
from renkei.engines.matching.arrays import Assignment, Count, Lists
from renkei.engines.matching.bitsets import eligible
from renkei.engines.matching.conditions import ABSOLUTELY, NO_MATTER, Condition
from renkei.engines.matching.endings import Outcome, Outcomes, outcomes
from renkei.engines.matching.errors import MarketError
from renkei.engines.matching.fields import UNKNOWN_NUMBER, Points
from renkei.engines.matching.market import Market
from renkei.engines.matching.priorities import number_of, points_of
from renkei.engines.matching.ranking import scores_of
from renkei.engines.matching.reasons import Reason
from renkei.engines.matching.sentences import Sentence
from renkei.engines.matching.stable_market import StableMarket

MOST_CONTRIBUTIONS = 3


@dataclass(frozen=True, slots=True, eq=False)
class ClosedRound:
    """A market, what was made of it, and the result: all that an explanation reads.

    `group_names` are said where a cap decided; a group without a name is said by its number.

    Shapes  group_names (groups,) or empty
    """

    market: Market
    ranked: StableMarket
    result: Assignment
    ended: Outcomes
    group_names: Sequence[Sentence] = ()

    @classmethod
    def of(
        cls,
        market: Market,
        ranked: StableMarket,
        result: Assignment,
        group_names: Sequence[Sentence] = (),
    ) -> "ClosedRound":
        return cls(market, ranked, result, outcomes(ranked, result), group_names)

    @property
    def lists(self) -> Lists:
        return self.ranked.lists

    def name_of(self, group: int) -> Sentence:
        if group < len(self.group_names):
            return self.group_names[group]
        return Sentence(f"グループ{group}", f"group {group}")


def why_this(market: Market, person: int, opening: int) -> list[Reason]:
    """Conditions that are met, and the three largest contributions to the score.

    Shapes  -> a reason for each, conditions in their order, contributions from the largest
    Units   contributions: thousandths of a point
    Errors  MarketError for somebody or something that is not in the market
    """
    _require(market, person, opening)
    return why_these(market, np.array([person]), np.array([opening]))[0]


def why_these(market: Market, people: Count, openings: Count) -> list[list[Reason]]:
    """`why_this` for many pairs at once.

    Shapes  people, openings (pairs,) -> reasons of each pair
    """
    reasons: list[list[Reason]] = [[] for _ in people]
    for condition in market.conditions:
        met = Reason("met", names={"label": condition.label}, sentence=condition.met)
        asker = people if condition.asked_by == "person" else openings
        is_asked = market.strength(condition)[asker] != NO_MATTER
        for pair in np.flatnonzero(is_asked & market.pairs_meet(condition, people, openings)):
            reasons[pair].append(met)
    which, points = contributions(market, people, openings)
    for row, (criteria, parts) in enumerate(zip(which.tolist(), points.tolist(), strict=True)):
        for criterion, part in zip(criteria, parts, strict=True):
            if part > 0:
                label = market.criteria[criterion].label
                reasons[row].append(Reason("contribution", {"points": part}, {"label": label}))
    return reasons


def contributions(market: Market, people: Count, openings: Count) -> tuple[Count, Count]:
    """The criteria that give most to each of many pairs, and what they give.

    Shapes  people, openings (pairs,) -> (pairs, at most 3) twice: positions of criteria, points
    Units   thousandths of a point
    """
    pairs = market.features()
    parts = pairs.people[people].astype(np.int64) * pairs.openings[openings]
    total = np.zeros((len(market.criteria), len(people)), np.int64)
    for column, criterion in enumerate(pairs.criterion):
        total[criterion] += parts[:, column]
    total = total.T
    order = np.argsort(-total, axis=1, kind="stable")[:, :MOST_CONTRIBUTIONS]
    return order, np.take_along_axis(total, order, axis=1)


def why_not(found: ClosedRound, person: int, opening: int) -> list[Reason]:
    """Why a person does not have an opening, from the first thing that stands in the way.

    1. conditions that somebody insists on and that are not met, each with its sentence
    2. the list: it did not come high enough to be on it, or was left out
    3. the result: outscored, a class or the lottery, the region's limit, no place

    Shapes  -> reasons; empty where the person has it
    Errors  MarketError for somebody or something that is not in the market
    """
    market = found.market
    _require(market, person, opening)
    failed = [
        Reason("not_met", names={"label": condition.label}, sentence=condition.not_met)
        for condition, is_met, how in _conditions(market, person, opening)
        if not is_met and how == ABSOLUTELY
    ]
    if failed:
        return failed
    entry = _entry(found.lists, person, opening)
    if entry < 0:
        return [_not_listed(found, person, opening)]
    reason = _reason_of(found, entry)
    return [] if reason.code == "placed" else [reason]


def why_each(found: ClosedRound, person: int) -> list[Reason]:
    """For each entry of a list how it ended, best first; the reasons of a whole letter.

    Shapes  -> a reason for each entry
    """
    starts = found.lists.starts
    return [_reason_of(found, entry) for entry in range(starts[person], starts[person + 1])]


def letters(found: ClosedRound) -> list[list[Reason]]:
    """What each person is told when the round closes: all reasons, for everybody at once.

    1. entries that they rank higher than what they have, and why each did not become theirs
    2. what they have: their rank of it, the conditions met, the three largest contributions
    3. without a place, that none of the listed had one

    Shapes  -> reasons of each person
    """
    lists, result = found.lists, found.result.opening
    placed = np.flatnonzero(result >= 0)
    reasons_of = why_these(found.market, placed, result[placed].astype(np.int64))
    why = dict(zip(placed.tolist(), reasons_of, strict=True))
    told: list[list[Reason]] = []
    was_needed, starts = (found.ended.code != Outcome.BETTER).tolist(), lists.starts.tolist()
    for person in range(lists.n_people):
        entries = range(starts[person], starts[person + 1])
        needed = [entry for entry in entries if was_needed[entry]]
        reasons = [_reason_of(found, entry) for entry in needed]
        if person not in why:
            reasons.append(Reason("unplaced", {"n": len(needed)}))
        told.append(reasons + why.get(person, []))
    return told


def smallest_change(found: ClosedRound, person: int, opening: int) -> list[Reason]:
    """Single changes each of which alone would help, or the one reason that none would.

    1. exactly one condition stands in the way: relax it; where it is a number or a distance, up to
       which figure
    2. not on the list: list it
    3. full: so many more points, where points decided; so many more places
    4. closed by a cap: room for one more there, if the rule would hand it to this person

    Points and places are counted while everyone else stays where they are; for a cap the round is
    run again.

    Errors  MarketError for somebody or something that is not in the market
    """
    market = found.market
    _require(market, person, opening)
    failed = [
        condition
        for condition, is_met, how in _conditions(market, person, opening)
        if not is_met and how == ABSOLUTELY
    ]
    if len(failed) > 1 or (not failed and not _is_allowed(market, person, opening)):
        return [Reason("no_single_change")]
    if failed:
        return [_relaxed(market, failed[0], person, opening)]
    entry = _entry(found.lists, person, opening)
    if entry < 0:
        return [Reason("list_it")]
    return _changes(found, entry)


def _changes(found: ClosedRound, entry: int) -> list[Reason]:
    ended, code = found.ended, Outcome(int(found.ended.code[entry]))
    if code in (Outcome.PLACED, Outcome.BETTER):
        return []
    group = int(ended.group[entry])
    if code is Outcome.REGION:
        return [_higher_cap(found, entry, group)]
    changes = []
    if code is Outcome.OUTSCORED:
        gap = points_of(int(ended.last[entry])) - points_of(int(ended.own[entry]))
        changes.append(Reason("points_needed", {"points": gap + 1}))
    if group < 0:
        changes.append(Reason("more_places", {"n": _n_waiting(found, entry)}))
    return changes or [Reason("no_single_change")]


def _n_waiting(found: ClosedRound, entry: int) -> int:
    """How many wait for a place there, this person included and all who come before them.

    Fewer places can be enough: who is given one leaves another, where somebody who waits here goes.
    """
    ended, opening = found.ended, found.lists.openings[entry]
    waits = (found.lists.openings == opening) & (ended.code >= Outcome.OUTSCORED)
    return int((waits & (ended.own <= ended.own[entry])).sum())


def _higher_cap(found: ClosedRound, entry: int, group: int) -> Reason:
    """Room for one more goes where the rule says, so the round is run again to see."""
    person = int(found.lists.people[entry])
    raised = found.ranked.with_cap(group, int(found.ranked.groups.cap[group]) + 1)
    opening = int(stable(raised).opening[person])
    if opening != found.lists.openings[entry]:
        return Reason("no_single_change")
    return Reason("higher_cap", names={"group": found.name_of(group)})


def _relaxed(market: Market, condition: Condition, person: int, opening: int) -> Reason:
    """The one condition in the way, with the figure that would do where it has one."""
    names = {"label": condition.label}
    mine = market.people[condition.person].values[person]
    theirs = market.openings[condition.opening].values[opening]
    if condition.predicate in ("at_most", "at_least"):
        return _figure(names, int(mine), int(theirs))
    if not condition.limit:
        return Reason("relax", names=names)
    limit = int(market.people[condition.limit].values[person])
    if isinstance(market.people[condition.person], Points):
        squared = int(((mine - theirs) ** 2).sum())
        needed = int(np.sqrt(squared))
        needed += needed * needed < squared
    else:
        assert condition.table is not None
        is_known = mine >= 0 and theirs >= 0
        needed = int(condition.table[mine, theirs]) if is_known else UNKNOWN_NUMBER
    return _figure(names, limit, needed)


def _figure(names: dict[str, Sentence], now: int, needed: int) -> Reason:
    if UNKNOWN_NUMBER in (now, needed) or needed < 0:
        return Reason("relax", names=names)
    return Reason("limit", {"from_": now, "to": needed}, names)


def _reason_of(found: ClosedRound, entry: int) -> Reason:
    ended = found.ended
    code, own, last = int(ended.code[entry]), int(ended.own[entry]), int(ended.last[entry])
    if code == Outcome.PLACED.value:
        starts = found.lists.starts
        first = int(starts[np.searchsorted(starts, entry, side="right") - 1])
        return Reason("placed", {"rank": entry - first + 1})
    if code == Outcome.OUTSCORED.value:
        points = {"last_points": points_of(last), "own_points": points_of(own)}
        return Reason("outscored", points)
    if code == Outcome.LOTTERY.value:
        return Reason("lottery", {"own": number_of(own) + 1, "last": number_of(last) + 1})
    if code == Outcome.REGION.value:
        group = int(ended.group[entry])
        cap = int(found.ranked.groups.cap[group])
        return Reason("region", {"cap": cap}, {"group": found.name_of(group)})
    return Reason(Outcome(code).name.lower())


def _not_listed(found: ClosedRound, person: int, opening: int) -> Reason:
    market, lists = found.market, found.lists
    if not _is_allowed(market, person, opening):
        return Reason("forbidden")
    own = int(scores_of(market, market.features(), np.array([person]))[0, opening])
    entries = slice(int(lists.starts[person]), int(lists.starts[person + 1]))
    last = int(lists.scores[entries][-1]) if len(lists.scores[entries]) else 0
    if own > last or not len(lists.scores[entries]):
        return Reason("not_chosen")
    return Reason("not_listed", {"score": own, "last_points": last})


def _is_allowed(market: Market, person: int, opening: int) -> bool:
    return bool(eligible(market, np.array([person]))[0, opening])


def _conditions(market: Market, person: int, opening: int) -> list[tuple[Condition, bool, int]]:
    """Each condition, whether the pair meets it, and how firmly it is asked for."""
    who, what = np.array([person]), np.array([opening])
    found = []
    for condition in market.conditions:
        asker = person if condition.asked_by == "person" else opening
        how = int(market.strength(condition)[asker])
        found.append((condition, bool(market.pairs_meet(condition, who, what)[0]), how))
    return found


def _entry(lists: Lists, person: int, opening: int) -> int:
    here = np.flatnonzero(lists.of(person) == opening)
    return int(lists.starts[person]) + int(here[0]) if len(here) else -1


def _require(market: Market, person: int, opening: int) -> None:
    if not (0 <= person < market.n_people and 0 <= opening < market.n_openings):
        problem = f"person {person}, opening {opening}"
        raise MarketError("explanation", problem, "ask about people and openings of this market")
