"""What a round gives, person by person: rank, score, reasons, and the lines of those who wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renkei.charter.text import Text
from renkei.engines import matching as engine
from renkei.opportunities.rounds.taking_part import Pair, TakingPart
from renkei.opportunities.rounds.telling import Told
from renkei.opportunities.rounds.wording import said

DECIDED = Text("窓口がこの組に決めました。", "The desk decided on this pair.")
LAST = 2**31  # the rank of what is not on somebody's list


@dataclass(frozen=True, slots=True)
class Line:
    """For which posting somebody waits, and the place in its line, from 1."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Who has what, what is told of it once it stands, and who comes before whom at a posting.

    Shapes  pairs (any, 2): rows of seekers and postings; keys (entries,): the lower, the earlier
    """

    pairs: tuple[Pair, ...]
    tell: Callable[[], list[list[Told]]]
    keys: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Read:
    """What a run heeded besides the records: how it was made, and what was settled before."""

    way: str
    earlier: tuple[Pair, ...]
    fixed: tuple[Pair, ...]
    small: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    posting: int
    rank: int | None
    score: int | None


def given_of(
    part: TakingPart, rest: TakingPart, fixed: Sequence[Pair], solved: Solved
) -> tuple[Given, ...]:
    """By seeker, then in the order of the list; `rest` is what was left after what was fixed."""
    told, lines = solved.tell(), _lines(rest, fixed, solved)
    why_fixed = dict(zip(fixed, _why(part, fixed), strict=True))
    pinned = set(part.pinned)
    of: dict[int, list[_Entry]] = {}
    for person, posting in (*fixed, *solved.pairs):
        of.setdefault(person, []).append(_entry(part.lists, person, posting))
    given: list[Given] = []
    for person in range(len(part.seekers)):
        for one in sorted(of.get(person, ()), key=lambda one: (one.rank or LAST, one.posting)):
            pair = (person, one.posting)
            reasons = why_fixed.get(pair) or _reasons(part, told[person], one.posting)
            given.append(Given(*pair, one.rank, one.score, reasons, (), pair in pinned))
        if person not in of:
            nothing = Given(person, None, None, None, tuple(told[person]), lines[person])
            given.append(nothing)
    return tuple(given)


def _entry(lists: engine.Lists, person: int, posting: int) -> _Entry:
    """Where a posting stands on a list; the desk may give what is on none."""
    listed = lists.of(person).tolist()
    if posting not in listed:
        return _Entry(posting, None, None)
    place = listed.index(posting)
    return _Entry(posting, place + 1, int(lists.scores[lists.starts[person] + place]))


def _reasons(part: TakingPart, told: Sequence[Told], posting: int) -> tuple[Told, ...]:
    """Where people get one place, also why not what they rank higher."""
    if part.version.assigns:
        return tuple(told)
    return tuple(one for one in told if one.posting == posting)


def _why(part: TakingPart, pairs: Sequence[Pair]) -> list[tuple[Told, ...]]:
    """Of pairs that were fixed."""
    people, openings = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    reasons = engine.why_these(part.market, people, openings)
    decided = set(part.pinned)
    return [
        (
            *((Told(None, DECIDED),) if pair in decided else ()),
            *(Told(pair[1], said(one)) for one in mine),
        )
        for pair, mine in zip(pairs, reasons, strict=True)
    ]


def _lines(part: TakingPart, fixed: Sequence[Pair], solved: Solved) -> dict[int, tuple[Line, ...]]:
    """For whom nothing was left: where they stand in the line of each posting on their list."""
    has = {person for person, _posting in (*fixed, *solved.pairs)}
    lists = part.lists_with_room
    waits = ~np.isin(lists.people, sorted(has))
    people, openings = lists.people[waits], lists.openings[waits]
    order = np.lexsort((solved.keys[waits], openings))
    sorted_openings = openings[order]
    first = np.searchsorted(sorted_openings, sorted_openings)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - first + 1
    lines: dict[int, list[Line]] = {
        person: [] for person in range(lists.n_people) if person not in has
    }
    for person, posting, at in zip(people.tolist(), openings.tolist(), place.tolist(), strict=True):
        lines[person].append(Line(posting, at))
    return {person: tuple(mine) for person, mine in lines.items()}


def digest_of(part: TakingPart, read: Read, given: Sequence[Given]) -> str:
    """Of everything that the run read and gave."""
    rows = [(one.seeker, -1 if one.posting is None else one.posting) for one in given]
    return engine.digest(
        mode=part.version.mode,
        version=part.version.version,
        way=str(read.way),
        lottery=part.round.lottery,
        seekers=tuple(one.key for one in part.seekers),
        postings=tuple(one.key for one in part.postings),
        lists=part.lists,
        places=part.places,
        minimum=part.columns.minimum,
        room=part.room,
        groups=part.tree.groups,
        fixed=read.fixed,
        small=read.small,
        earlier=read.earlier,
        given=np.array(rows, np.int64).reshape(len(rows), 2),
    )
