"""Sets of ids written as ranges: 1-1000 1002 1005-1010."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

Range = tuple[int, int]  # the first and the last, both counted


def ranges_of(ids: Iterable[int]) -> list[Range]:
    """Of ids in rising order."""
    made: list[Range] = []
    for one in ids:
        if made and made[-1][1] == one - 1:
            made[-1] = (made[-1][0], one)
        else:
            made.append((one, one))
    return made


def as_text(ranges: Iterable[Range]) -> str:
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


def from_text(text: str) -> list[Range]:
    """Errors  ValueError when the text is not what `as_text` writes"""
    ranges = [_range(part) for part in text.split(" ")]
    is_rising = all(a[1] + 1 < b[0] for a, b in pairwise(ranges))
    if not is_rising or as_text(ranges) != text:
        raise ValueError(f"“{text[:80]}” is no list of ranges")
    return ranges


def _range(part: str) -> Range:
    first, _, last = part.partition("-")
    a, b = int(first), int(last or first)
    if not 0 < a <= b:
        raise ValueError(f"“{part[:80]}” is no range")
    return a, b


def ids_of(ranges: Iterable[Range]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def size(ranges: Iterable[Range]) -> int:
    return sum(last - first + 1 for first, last in ranges)


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same ids in as few ranges as can be."""
    made: list[Range] = []
    for first, last in sorted(ranges):
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return made


def doubles(ranges: Iterable[Range]) -> list[Range]:
    """Ids that lie in more than one of the ranges."""
    twice: list[Range] = []
    reached = 0
    for first, last in sorted(ranges):
        if first <= reached:
            twice.append((first, min(last, reached)))
        reached = max(reached, last)
    return merged(twice)


def holes(covered: list[Range]) -> list[Range]:
    """The ranges between merged ranges: ids that are left out, without the open end."""
    starts = [0, *(last for _first, last in covered)]
    return [
        (before + 1, first - 1)
        for before, (first, _last) in zip(starts, covered, strict=False)
        if before + 1 < first
    ]
