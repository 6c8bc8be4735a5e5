"""The round itself: who gets what, and why. The same records and lottery give the same bytes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from renkei.core.errors import Refused
from renkei.core.writing import localized
from renkei.engines import matching as engine
from renkei.opportunities.rounds.results import Given, Read, Solved, digest_of, given_of
from renkei.opportunities.rounds.taking_part import Pair, TakingPart
from renkei.opportunities.rounds.telling import Told, told_of_plan, told_of_round
from renkei.opportunities.rounds.wording import said
from renkei.opportunities.states import Way

# A small round is done before a compiler is read, which stays in a worker's memory ever after.
COMPILED_FROM = 300


@dataclass(frozen=True, slots=True)
class Brought:
    """What a round gives. `small` are postings that stayed under their minimum and took nobody."""

    part: TakingPart
    given: tuple[Given, ...]
    small: tuple[int, ...]
    digest: str


def bring_together(
    part: TakingPart, *, way: str = Way.IMPROVE, earlier: Sequence[Pair] = ()
) -> Brought:
    """Run a round by the mode of its market.

    1. what the desk has decided is given first; with `freeze` also what the proposal before gave
    2. the mode gives the rest; with `stay` what somebody had counts some percent more
    3. while postings stay under their minimum, the one that lacks most takes nobody, and step 2
       is done again
    4. reasons for everybody, and a line of those who wait

    Errors  Refused when pins do not fit, or bounds ask for more people than there are, and which
    """
    fixed = _fixed(part, way, earlier)
    rest = part.after(fixed)
    small: list[int] = []
    solved = _solved(rest, way, earlier)
    while (shut := _too_small(part, fixed, solved.pairs, small)) is not None:
        small.append(shut)
        solved = _solved(rest.without(small), way, earlier)
    given = given_of(part, rest, fixed, solved)
    read = Read(way, tuple(earlier) if way != Way.IMPROVE else (), tuple(fixed), tuple(small))
    return Brought(part, given, tuple(small), digest_of(part, read, given))


def _fixed(part: TakingPart, way: str, earlier: Sequence[Pair]) -> list[Pair]:
    fixed = list(part.pinned)
    if way == Way.FREEZE:
        mine = {person for person, _posting in fixed}
        fixed += [pair for pair in earlier if not part.version.assigns or pair[0] not in mine]
        fixed = list(dict.fromkeys(fixed))
    _refuse_unfitting(part, fixed)
    return fixed


def _refuse_unfitting(part: TakingPart, fixed: Sequence[Pair]) -> None:
    has = np.bincount([posting for _person, posting in fixed], minlength=len(part.postings))
    for row in np.flatnonzero(has > part.places.capacity):
        raise Refused(
            _(
                "「%(title)s」に決めた人は%(n)s人、空きは%(free)s人分です。決めた組を減らしてください。"
            )
            % {
                "title": part.postings[row].title,
                "n": int(has[row]),
                "free": int(part.places.capacity[row]),
            }
        )
    groups = part.tree.groups
    inside = np.zeros(groups.n_groups, np.int64)
    for _person, posting in fixed:
        here = int(groups.of_opening[posting])
        while here >= 0:
            inside[here] += 1
            here = int(groups.parent[here])
    for group in np.flatnonzero(inside > groups.cap):
        raise Refused(
            _("%(group)sに決めた人は%(n)s人、上限は%(cap)s人です。")
            % {
                "group": localized(part.tree.names[group]),
                "n": int(inside[group]),
                "cap": int(groups.cap[group]),
            }
        )


# --- the three modes ------------------------------------------------------------------------------


def _solved(part: TakingPart, way: str, earlier: Sequence[Pair]) -> Solved:
    mode = part.version.mode
    if mode == "stable":
        return _stable(part)
    keep = earlier if way == Way.STAY else ()
    return _optimal(part, keep) if mode == "optimal" else _introduced(part)


def _stable(part: TakingPart) -> Solved:
    lists = part.lists_with_room
    points = engine.opening_scores(part.market, lists)
    classes = np.zeros(len(points), np.int32)
    numbers = engine.lottery(part.round.lottery, lists.n_people)
    keys = engine.priority_keys(points, classes, numbers, lists)
    ranked = engine.StableMarket.of(lists, keys, part.places, part.tree.groups)
    result = engine.stable(ranked, fast=None if lists.n_people > COMPILED_FROM else False)
    pairs = tuple((p, int(o)) for p, o in enumerate(result.opening.tolist()) if o >= 0)

    def tell() -> list[list[Told]]:
        sentences = part.tree.sentences
        return told_of_round(engine.ClosedRound.of(part.market, ranked, result, sentences))

    return Solved(pairs, tell, keys)


def _optimal(part: TakingPart, keep: Sequence[Pair]) -> Solved:
    lists = part.lists_with_room
    before = np.full(lists.n_people, -1, np.int32)
    for person, posting in keep:
        before[person] = posting
    rules = engine.OptimalRules(stay_percent=part.version.stay_percent, seed=_seed(part))
    earlier = engine.Assignment(before) if keep else None
    plan = _possible(
        part,
        lambda: engine.optimal(lists, part.places, part.tree.groups, earlier=earlier, rules=rules),
    )
    pairs = tuple((p, int(o)) for p, o in enumerate(plan.assignment.opening.tolist()) if o >= 0)
    tell = partial(told_of_plan, part.market, plan, pairs, part.tree.sentences)
    return Solved(pairs, tell, _by_score(part, lists))


def _introduced(part: TakingPart) -> Solved:
    lists = part.lists_with_room
    rules = engine.IntroduceRules(
        most=part.room,
        exposure=1.0,  # the places say how many introductions a posting can still serve
        is_elsewhere=part.columns.is_elsewhere,
        least_elsewhere=np.minimum(part.version.elsewhere, part.room),
        one_before_a_third=part.version.spreads,
        seed=_seed(part),
    )
    plan = _possible(
        part, lambda: engine.introduce(lists, part.places, part.tree.groups, rules=rules)
    )
    people, openings = lists.people[plan.chosen], lists.openings[plan.chosen]
    pairs = tuple(zip(people.tolist(), openings.tolist(), strict=True))
    tell = partial(told_of_plan, part.market, plan, pairs)
    return Solved(pairs, tell, _by_score(part, lists))


def _possible(part: TakingPart, make: Callable[[], engine.Plan]) -> engine.Plan:
    try:
        return make()
    except engine.Impossible as impossible:
        raise Refused(_why_impossible(part, impossible.cut)) from None


def _why_impossible(part: TakingPart, cut: object) -> str:
    """Who asks for more than can be had, and what would mend it."""
    assert isinstance(cut, engine.Cut)
    demand = engine.Demand.of(part.lists_with_room, part.places, part.tree.groups)
    reasons = engine.why_impossible(demand, cut, part.tree.sentences)
    sentences = [localized(said(one)) for one in reasons]
    sentences.append(_("下限を下げるか、参加者か条件の合う募集を増やしてください。"))
    return " ".join(sentences)


def _by_score(part: TakingPart, lists: engine.Lists) -> NDArray[np.int64]:
    """Whom a posting would take next: more points first, then the lottery."""
    numbers = engine.lottery(part.round.lottery, lists.n_people)
    return engine.priority_keys(lists.scores, np.zeros(len(lists.scores), np.int32), numbers, lists)


def _seed(part: TakingPart) -> int:
    return int.from_bytes(hashlib.sha256(part.round.lottery.encode()).digest()[:4], "big")


# --- minima ---------------------------------------------------------------------------------------


def _too_small(
    part: TakingPart, fixed: Sequence[Pair], given: Sequence[Pair], shut: Sequence[int]
) -> int | None:
    """The posting that lacks most people to take place; of equals the newest.

    Who has a place there already, or is promised one, counts too. None where all have enough, or
    nobody, or people who were given before everything else.
    """
    if part.round.may_fall_short or not part.version.minimum:
        return None
    has = np.bincount([posting for _person, posting in given], minlength=len(part.postings))
    there = np.array([one.capacity for one in part.postings], np.int64) - part.places.capacity
    lacks = np.where(has > 0, part.columns.minimum - has - there, 0)
    lacks[[*shut, *(posting for _person, posting in fixed)]] = 0
    worst = int(lacks.max(initial=0))
    return int(np.flatnonzero(lacks == worst)[-1]) if worst > 0 else None
