"""Who and what takes part in a round, as the engine reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from renkei.charter.markets import MarketVersion
from renkei.engines import matching as engine
from renkei.opportunities.arrays import Columns, columns_of, market_of
from renkei.opportunities.models import Posting, Round, Seeker
from renkei.opportunities.queries.placements import introduced_by_posting
from renkei.opportunities.queries.rounds import (
    Known,
    known_of,
    placed_by,
    postings_in,
    promised,
    rulings_of,
    seekers_in,
)
from renkei.opportunities.rounds.bounds import Tree, bounds_of, tree_of
from renkei.opportunities.states import Ruled

# How many postings the engine looks at for each seeker. Where wishes decide, the list is what
# people would write down themselves; plans need more to choose from.
LISTED = {"stable": 8, "optimal": 30, "introduce": 60}
MOST_LOOKED_AT = 1000
Pair = tuple[int, int]  # rows of a seeker and of a posting


@dataclass(frozen=True, eq=False)
class TakingPart:
    """A round's market, read once.

    `places` and `room` are what each posting and each seeker may still be given; `pinned` are pairs
    that the desk has decided and that are given before everything else.

    Shapes  places (postings,), room (seekers,); pinned pairs of rows
    """

    round: Round
    version: MarketVersion
    seekers: tuple[Seeker, ...]
    postings: tuple[Posting, ...]
    columns: Columns
    market: engine.Market
    places: engine.Places
    tree: Tree
    room: NDArray[np.int64]
    pinned: tuple[Pair, ...]

    @cached_property
    def lists(self) -> engine.Lists:
        """Each seeker's order: what is marked first, as it was marked, then by the score of both.

        What is marked counts at least as much as what comes after it.
        """
        length = LISTED[self.version.mode]
        most = min(MOST_LOOKED_AT, max(1, len(self.postings)))
        return _marked_first(engine.rank(self.market, most, fast=False), self._marks, length)

    @cached_property
    def row_of_posting(self) -> Mapping[str, int]:
        return {one.key: row for row, one in enumerate(self.postings)}

    @cached_property
    def row_of_seeker(self) -> Mapping[str, int]:
        return {one.key: row for row, one in enumerate(self.seekers)}

    @cached_property
    def _marks(self) -> list[list[int]]:
        rows = self.row_of_posting
        return [[rows[key] for key in one.wishes if key in rows] for one in self.seekers]

    def pairs(self, keys: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
        """Rows of those pairs of which both take part."""
        people, postings = self.row_of_seeker, self.row_of_posting
        return tuple(
            (people[seeker], postings[posting])
            for seeker, posting in keys
            if seeker in people and posting in postings
        )

    @cached_property
    def lists_with_room(self) -> engine.Lists:
        """The lists of those who may still be given something; the others' are empty."""
        lists, has_room = self.lists, self.room > 0
        kept = np.repeat(has_room, lists.lengths)
        starts = np.concatenate([[0], np.cumsum(np.where(has_room, lists.lengths, 0))])
        return engine.Lists(starts.astype(np.int64), lists.openings[kept], lists.scores[kept])

    def without(self, shut: Iterable[int]) -> "TakingPart":
        """The same while some postings do not take place."""
        capacity = self.places.capacity.copy()
        capacity[list(shut)] = 0
        return self._with(replace(self, places=replace(self.places, capacity=capacity)))

    def after(self, given: Sequence[Pair]) -> "TakingPart":
        """What is left when some pairs have been given."""
        capacity, room = self.places.capacity.copy(), self.room.copy()
        for person, posting in given:
            capacity[posting] = max(0, capacity[posting] - 1)
            room[person] = max(0, room[person] - 1)
        places = replace(self.places, capacity=capacity)
        return self._with(replace(self, places=places, room=room, tree=_less(self.tree, given)))

    def with_tree(self, tree: Tree) -> "TakingPart":
        """The same under other caps and floors."""
        return self._with(replace(self, tree=tree))

    def _with(self, made: "TakingPart") -> "TakingPart":
        made.__dict__["lists"] = self.lists  # conditions and scores are the same
        return made


def taking_part(round_: Round) -> TakingPart:
    """Read a round's market from the records of now.

    1. the desk's people who look, but for those who have a place of this round, or still have to
       answer for one
    2. the open postings of the round's days, with the places nobody holds or is promised
    3. no pair that was introduced before, that the desk ruled out, or whose days clash with what
       somebody has
    4. caps and floors, less those whom this round has placed already
    """
    version, known = round_.asked_by, known_of(round_)
    postings = tuple(postings_in(round_))
    seekers = _seekers(round_, version, known)
    columns = columns_of(version, postings)
    rulings = rulings_of(round_)
    ruled_out = [(one.seeker_id, one.posting_id) for one in rulings if one.ruled == Ruled.FORBIDDEN]
    part = TakingPart(
        round=round_,
        version=version,
        seekers=seekers,
        postings=postings,
        columns=columns,
        market=market_of(columns, seekers),
        places=engine.Places(columns.capacity, np.zeros_like(columns.minimum)),
        tree=tree_of(bounds_of(round_.bounds), postings, placed_by(round_)),
        room=_room(version, seekers, known),
        pinned=(),
    )
    met = [(one.seeker, one.posting) for one in known]
    forbidden = {*part.pairs([*ruled_out, *met]), *_clashing(part, known)}
    shut = np.array(sorted(forbidden), np.int64).reshape(len(forbidden), 2)
    pins = [(one.seeker_id, one.posting_id) for one in rulings if one.ruled == Ruled.PINNED]
    return replace(
        part,
        market=replace(part.market, forbidden=shut),
        places=replace(part.places, capacity=_places(part)),
        pinned=part.pairs(pins),
    )


def _seekers(round_: Round, version: MarketVersion, known: Sequence[Known]) -> tuple[Seeker, ...]:
    """Nobody is given a second place in a round, nor while she is asked about a first."""
    if not version.assigns:
        return tuple(seekers_in(round_))
    busy = {one.seeker for one in known if one.waits or (one.holds and one.round == round_.key)}
    return tuple(one for one in seekers_in(round_) if one.key not in busy)


def _room(
    version: MarketVersion, seekers: Sequence[Seeker], known: Sequence[Known]
) -> NDArray[np.int64]:
    """How many introductions each may still have; a place each where places are given."""
    if version.assigns:
        return np.ones(len(seekers), np.int64)
    waiting = [one.seeker for one in known if one.waits]
    left = [max(0, version.per_seeker - waiting.count(one.key)) for one in seekers]
    return np.array(left, np.int64)


def _places(part: TakingPart) -> NDArray[np.int64]:
    """Places nobody holds or is promised; introductions that a posting can still serve."""
    free = part.columns.capacity
    if part.version.assigns:
        taken = promised(part.round.market)
    else:
        free = free * part.version.exposure
        taken = introduced_by_posting(part.round.market)
    less = np.array([taken[one.key] for one in part.postings], np.int64)
    return np.maximum(0, free - less)


def _clashing(part: TakingPart, known: Sequence[Known]) -> set[Pair]:
    """Pairs on days on which somebody has a place already; days that nobody knows clash."""
    if not part.version.assigns:
        return set()
    rows = part.row_of_seeker
    return {
        (rows[one.seeker], row)
        for one in known
        if one.holds and one.seeker in rows
        for row, posting in enumerate(part.postings)
        if _meet(one, posting)
    }


def _meet(one: Known, posting: Posting) -> bool:
    if one.first_day is None or posting.first_day is None:
        return True
    last, until = one.last_day or one.first_day, posting.last_day or posting.first_day
    return one.first_day <= until and posting.first_day <= last


def _marked_first(
    ranked: engine.Lists, marks: Sequence[Sequence[int]], length: int
) -> engine.Lists:
    starts, openings, scores = [0], [], []
    all_openings, all_scores = ranked.openings.tolist(), ranked.scores.tolist()
    bounds = ranked.starts.tolist()
    for person, marked in enumerate(marks):
        part = slice(bounds[person], bounds[person + 1])
        listed = dict(zip(all_openings[part], all_scores[part], strict=True))
        first = [opening for opening in marked if opening in listed]
        order = list(dict.fromkeys([*first, *listed]))[:length]
        worth, least = [], 0
        for opening in reversed(order):
            least = max(least, listed[opening])
            worth.append(least)
        openings += order
        scores += reversed(worth)
        starts.append(len(openings))
    return engine.Lists(
        np.array(starts, np.int64), np.array(openings, np.int32), np.array(scores, np.int32)
    )


def _less(tree: Tree, given: Sequence[Pair]) -> Tree:
    """Caps and floors less the people who have been given something."""
    groups = tree.groups
    cap, floor = groups.cap.copy(), groups.floor.copy()
    for _person, posting in given:
        here = int(groups.of_opening[posting])
        while here >= 0:
            if cap[here] < engine.NO_CAP:
                cap[here] = max(0, cap[here] - 1)
            floor[here] = max(0, floor[here] - 1)
            here = int(groups.parent[here])
    return replace(tree, groups=replace(groups, cap=cap, floor=floor, target=cap.copy()))
