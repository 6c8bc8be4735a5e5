"""The round itself: who gets what, and why. The same records and lottery give the same bytes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from renkei.charter.text import Text
from renkei.core.errors import Refused
from renkei.core.writing import localized
from renkei.engines import matching as engine
from renkei.opportunities.rounds.taking_part import Pair, TakingPart
from renkei.opportunities.rounds.telling import Told, told_of_plan, told_of_round
from renkei.opportunities.rounds.wording import said
from renkei.opportunities.states import Way

STAY_PERCENT = 5  # where the market's file has none
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """For which posting somebody waits, and how many come before her."""

    posting: int
    place: int


@dataclass(frozen=True, slots=True)
class Given:
    """What a seeker gets, or that there is nothing.

    Units   score: thousandths of a point; rank: on the seeker's own list, from 1
    """

    seeker: int
    posting: int | None
    rank: int | None
    score: int | None
    reasons: tuple[Told, ...]
    waits: tuple[Line, ...] = ()
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What a round gives. `small` are postings that stayed under their minimum and took nobody."""

    part: TakingPart
    given: tuple[Given, ...]
    small: tuple[int, ...]
    digest: str


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Who has what, what is told of it, and who comes before whom at a posting.

    Shapes  pairs (any, 2): rows of seekers and postings; keys (entries,): the lower, the earlier
    """

    pairs: tuple[Pair, ...]
    told: list[list[Told]]
    keys: NDArray[np.int64]


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
    while (shut := _too_small(part, [*fixed, *solved.pairs], small)) is not None:
        small.append(shut)
        solved = _solved(rest.without(small), way, earlier)
    given = _given(part, rest, fixed, solved)
    return Brought(part, given, tuple(small), _digest(part, fixed, small, given, way, earlier))


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
    result = engine.stable(ranked, fast=False)
    pairs = tuple((p, int(o)) for p, o in enumerate(result.opening.tolist()) if o >= 0)
    found = engine.ClosedRound.of(part.market, ranked, result, part.tree.sentences)
    return Solved(pairs, told_of_round(found), keys)


def _optimal(part: TakingPart, keep: Sequence[Pair]) -> Solved:
    lists = part.lists_with_room
    before = np.full(lists.n_people, -1, np.int32)
    for person, posting in keep:
        before[person] = posting
    percent = part.version.stay_percent or STAY_PERCENT
    rules = engine.OptimalRules(stay_percent=percent, seed=_seed(part))
    earlier = engine.Assignment(before) if keep else None
    plan = _possible(
        part,
        lambda: engine.optimal(lists, part.places, part.tree.groups, earlier=earlier, rules=rules),
    )
    pairs = tuple((p, int(o)) for p, o in enumerate(plan.assignment.opening.tolist()) if o >= 0)
    told = told_of_plan(part.market, plan, pairs, part.tree.sentences)
    return Solved(pairs, told, _by_score(part, lists))


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
    return Solved(pairs, told_of_plan(part.market, plan, pairs), _by_score(part, lists))


def _possible(part: TakingPart, make: Callable[[], engine.Plan]) -> engine.Plan:
    try:
        return make()
    except engine.Impossible as impossible:
        names = part.tree.sentences
        groups, lists = part.tree.groups, part.lists_with_room
        demand = engine.Demand.of(lists, part.places, groups)
        assert isinstance(impossible.cut, engine.Cut)
        reasons = engine.why_impossible(demand, impossible.cut, names)
        sentences = [localized(said(one)) for one in reasons]
        sentences.append(_("下限を下げるか、参加者か条件の合う募集を増やしてください。"))
        raise Refused(" ".join(sentences)) from None


def _by_score(part: TakingPart, lists: engine.Lists) -> NDArray[np.int64]:
    """Whom a posting would take next: more points first, then the lottery."""
    numbers = engine.lottery(part.round.lottery, lists.n_people)
    return engine.priority_keys(lists.scores, np.zeros(len(lists.scores), np.int32), numbers, lists)


def _seed(part: TakingPart) -> int:
    return int.from_bytes(hashlib.sha256(part.round.lottery.encode()).digest()[:4], "big")


# --- minima ---------------------------------------------------------------------------------------


def _too_small(part: TakingPart, pairs: Sequence[Pair], shut: Sequence[int]) -> int | None:
    """The posting that lacks most people to take place; of equals the newest. None where all have
    enough, or nobody, or people whom the desk decided on."""
    if part.round.may_fall_short:
        return None
    has = np.bincount([posting for _person, posting in pairs], minlength=len(part.postings))
    there = np.array([one.taken for one in part.postings], np.int64)
    lacks = np.where(has > 0, part.columns.minimum - has - there, 0)
    lacks[[*shut, *(posting for _person, posting in part.pinned)]] = 0
    worst = int(lacks.max(initial=0))
    return int(np.flatnonzero(lacks == worst)[-1]) if worst > 0 else None


# --- the result -----------------------------------------------------------------------------------


def _given(
    part: TakingPart, rest: TakingPart, fixed: Sequence[Pair], solved: Solved
) -> tuple[Given, ...]:
    """By seeker, then in the order of the list."""
    ranks, scores = _ranks(part)
    pinned = set(part.pinned)
    lines = _lines(rest, fixed, solved)
    of: dict[int, list[Pair]] = {}
    for pair in sorted([*fixed, *solved.pairs], key=lambda one: (one[0], ranks.get(one, 10**6))):
        of.setdefault(pair[0], []).append(pair)
    why_fixed = dict(zip(fixed, _why(part, fixed), strict=True))
    made: list[Given] = []
    for person in range(len(part.seekers)):
        told = solved.told[person]
        for pair in of.get(person, ()):
            mine = tuple(one for one in told if one.posting in (None, pair[1]))
            if pair in why_fixed:
                mine = why_fixed[pair]
            elif part.version.assigns:
                mine = tuple(told)
            given = Given(
                person, pair[1], ranks.get(pair), scores.get(pair), mine, (), pair in pinned
            )
            made.append(given)
        if person not in of:
            made.append(Given(person, None, None, None, tuple(told), lines.get(person, ())))
    return tuple(made)


def _why(part: TakingPart, pairs: Sequence[Pair]) -> list[tuple[Told, ...]]:
    people, openings = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    decided = Told(None, DECIDED)
    return [
        (decided, *(Told(opening, said(one)) for one in reasons))
        for opening, reasons in zip(
            openings.tolist(), engine.why_these(part.market, people, openings), strict=True
        )
    ]


def _ranks(part: TakingPart) -> tuple[dict[Pair, int], dict[Pair, int]]:
    lists = part.lists
    pairs = list(zip(lists.people.tolist(), lists.openings.tolist(), strict=True))
    first = np.repeat(lists.starts[:-1], lists.lengths)
    ranks = (np.arange(len(pairs)) - first + 1).tolist()
    return (
        dict(zip(pairs, ranks, strict=True)),
        dict(zip(pairs, lists.scores.tolist(), strict=True)),
    )


def _lines(part: TakingPart, fixed: Sequence[Pair], solved: Solved) -> dict[int, tuple[Line, ...]]:
    """For whom nothing was left: where they stand in the line of each posting on their list."""
    has = {person for person, _posting in (*fixed, *solved.pairs)}
    lists = part.lists_with_room
    entries = [
        (posting, key, person)
        for person, posting, key in zip(
            lists.people.tolist(), lists.openings.tolist(), solved.keys.tolist(), strict=True
        )
        if person not in has
    ]
    place: dict[Pair, int] = {}
    before: dict[int, int] = {}
    for posting, _key, person in sorted(entries):
        before[posting] = before.get(posting, 0) + 1
        place[person, posting] = before[posting]
    return {
        person: tuple(Line(one, place[person, one]) for one in lists.of(person).tolist())
        for person in range(lists.n_people)
        if person not in has
    }


def _digest(
    part: TakingPart,
    fixed: Sequence[Pair],
    small: Sequence[int],
    given: Sequence[Given],
    way: str,
    earlier: Sequence[Pair],
) -> str:
    """Of everything that the run read and gave."""
    rows = [(one.seeker, -1 if one.posting is None else one.posting) for one in given]
    return engine.digest(
        mode=part.version.mode,
        version=part.version.version,
        way=str(way),
        lottery=part.round.lottery,
        seekers=tuple(one.key for one in part.seekers),
        postings=tuple(one.key for one in part.postings),
        lists=part.lists,
        places=part.places,
        minimum=part.columns.minimum,
        room=part.room,
        groups=part.tree.groups,
        fixed=tuple(fixed),
        small=tuple(small),
        earlier=tuple(earlier) if way != Way.IMPROVE else (),
        given=np.array(rows, np.int64).reshape(len(rows), 2),
    )


DECIDED = Text("窓口がこの組に決めました。", "The desk decided on this pair.")
