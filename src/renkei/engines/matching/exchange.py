"""Published instances in their common formats: texts in, lists and places out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renkei.engines.matching.arrays import MOST_POINTS, Count, Lists, Places
from renkei.engines.matching.errors import MarketError


class Unreadable(MarketError):
    """A line of a text that is not in its format."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An assignment problem: each row gets one column, at least cost.

    Shapes  row, column, cost (pairs,)
    """

    n_rows: int
    n_columns: int
    row: Count
    column: Count
    cost: Count

    def market(self) -> tuple[Lists, Places]:
        """The same as lists and places: a score is how much a cost lies below the highest one.

        Units   the lowest cost scores as many thousandths as costs are wide
        Errors  MarketError when the costs are too wide for scores
        """
        highest = int(self.cost.max(initial=0))
        score = highest - self.cost
        if score.max(initial=0) > MOST_POINTS:
            raise MarketError(
                "cost", f"spans more than {MOST_POINTS}", "divide all costs by a common measure"
            )
        order = np.lexsort((self.column, self.cost, self.row))
        lengths = np.bincount(self.row, minlength=self.n_rows)
        lists = Lists(
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            self.column[order].astype(np.int32),
            score[order].astype(np.int32),
        )
        return lists, Places.of(np.ones(self.n_columns, np.int64))

    def cost_of(self, opening: NDArray[np.int32]) -> int:
        """The cost of an assignment of all rows."""
        held = opening[self.row] == self.column
        return int(self.cost[held].sum())


def read_dense_assignment(text: str) -> Instance:
    """OR-Library's assignment files: n, then n times n costs row by row, however broken into lines.

    Errors  Unreadable with the line and a remedy
    Source  Beasley, OR-Library: distributing test problems by electronic mail, Journal of the
            Operational Research Society 41 (1990), files assign100 to assign800
    """
    numbers, lines = _numbers(text)
    n = _size(numbers)
    _expect(len(numbers) == 1 + n * n, lines, f"has {len(numbers) - 1} costs", f"give {n} x {n}")
    place = np.arange(n * n)
    return Instance(n, n, place // max(n, 1), place % max(n, 1), np.array(numbers[1:], np.int64))


def read_sparse_assignment(text: str) -> Instance:
    """OR-Library's sparse files: n, then one line `row column cost` for each pair that is allowed.

    Errors  Unreadable with the line and a remedy
    Source  Beasley, OR-Library (1990), files assignp800 to assignp5000
    """
    rows = list(_lines(text))
    _expect(bool(rows), [1], "is empty", "begin with the number of rows")
    number, first = rows[0]
    head = _whole(number, first)
    _expect(len(head) == 1 and head[0] >= 0, [number], "is not one number", "begin with it")
    seen: dict[tuple[int, int], int] = {}
    for number, line in rows[1:]:
        values = _whole(number, line)
        _expect(len(values) == 3, [number], f"has {len(values)} numbers", "give row column cost")
        row, column, cost = values
        inside = 1 <= row <= head[0] and 1 <= column <= head[0]
        _expect(inside, [number], "leaves the table", f"rows and columns are 1 to {head[0]}")
        _expect((row, column) not in seen, [number], "repeats a pair", "leave one of them out")
        seen[row, column] = cost
    pairs = np.array(list(seen), np.int64).reshape(-1, 2) - 1
    costs = np.array(list(seen.values()), np.int64)
    return Instance(head[0], head[0], pairs[:, 0], pairs[:, 1], costs)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Lists as textbooks print them.

    `applicants` name hospitals and `hospitals` name applicants, best first, by the numbers of the
    text; `capacity` is that of each hospital.
    """

    applicants: dict[int, tuple[int, ...]]
    hospitals: dict[int, tuple[int, ...]]
    capacity: dict[int, int]


def read_preferences(applicants: str, hospitals: str = "") -> Preferences:
    """A line for each: `1: 3 5 2` for an applicant, `3: 2: 1 4` for a hospital of capacity 2.

    A hospital's line may leave the capacity out (`3: 1 4`): then it is 1. A `#` begins a remark.

    Errors  Unreadable with the line and a remedy: no colon, no number, named twice, unknown
    Source  Gusfield and Irving, The Stable Marriage Problem (1989), 1.6 (the form of the lists)
    """
    lists: dict[int, tuple[int, ...]] = {}
    for number, line in _lines(applicants):
        parts = line.split(":")
        _expect(len(parts) == 2, [number], "is not `applicant: hospitals`", "write `1: 3 5 2`")
        _enter(lists, number, parts[0], parts[1])
    others: dict[int, tuple[int, ...]] = {}
    capacity: dict[int, int] = {}
    for number, line in _lines(hospitals):
        parts = line.split(":")
        usual = len(parts) in (2, 3)
        _expect(usual, [number], "is not `hospital: capacity: applicants`", "write `3: 2: 1 4`")
        name = _enter(others, number, parts[0], parts[-1], known=lists)
        room = _whole(number, parts[1]) if len(parts) == 3 else [1]
        _expect(len(room) == 1 and room[0] >= 0, [number], "has no capacity", "write `3: 2: 1 4`")
        capacity[name] = room[0]
    if hospitals:
        _check_known(applicants, others)
    return Preferences(lists, others, capacity)


def _enter(
    into: dict[int, tuple[int, ...]],
    number: int,
    name: str,
    listed: str,
    *,
    known: dict[int, tuple[int, ...]] | None = None,
) -> int:
    names, order = _whole(number, name), _whole(number, listed)
    _expect(len(names) == 1, [number], "names nobody", "begin with one number")
    _expect(names[0] not in into, [number], f"names {names[0]} again", "keep one line for each")
    _expect(len(set(order)) == len(order), [number], "lists one twice", "leave one of them out")
    unknown = [one for one in order if known is not None and one not in known]
    _expect(not unknown, [number], f"lists {unknown[:1]}, who has no line", "add the line")
    into[names[0]] = tuple(order)
    return names[0]


def _check_known(applicants: str, hospitals: dict[int, tuple[int, ...]]) -> None:
    for number, line in _lines(applicants):
        for one in _whole(number, line.split(":")[1]):
            _expect(one in hospitals, [number], f"lists hospital {one}", "add its line")


def _lines(text: str) -> list[tuple[int, str]]:
    """Lines that say something, with their numbers."""
    stripped = (
        (n, line.partition("#")[0].strip()) for n, line in enumerate(text.splitlines(), start=1)
    )
    return [(number, line) for number, line in stripped if line]


def _whole(number: int, text: str) -> list[int]:
    try:
        return [int(word) for word in text.split()]
    except ValueError:
        raise Unreadable(
            f"line {number}", f"has a word that is no whole number: {text.strip()!r}", "mend it"
        ) from None


def _numbers(text: str) -> tuple[list[int], list[int]]:
    """All numbers, and the lines that they stand on."""
    found, lines = [], [1]
    for number, line in _lines(text):
        found += _whole(number, line)
        lines.append(number)
    return found, lines


def _size(numbers: list[int]) -> int:
    _expect(bool(numbers), [1], "is empty", "begin with the number of rows")
    _expect(numbers[0] >= 0, [1], f"begins with {numbers[0]}", "begin with the number of rows")
    return numbers[0]


def _expect(holds: bool, lines: list[int], problem: str, remedy: str) -> None:
    if not holds:
        raise Unreadable(f"line {lines[-1]}", problem, remedy)
