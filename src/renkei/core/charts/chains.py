"""What leads to what: columns of boxes from left to right, and lines between them.

A line says how sure it is by its dashes and by a letter in its middle, never by colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from renkei.core.charts.lettering import wrap
from renkei.core.charts.svg import (
    WIDE,
    Caption,
    Width,
    coordinate,
    document,
    group,
    path,
    rectangle,
    tag,
    words,
)

BOX, PAD, APART = 138.0, 6.0, 14.0  # pixels: a box is wide, holds its words, is apart from the next
HEAD = 28.0
MARK = 9.0  # half a side of the letter's ground


@dataclass(frozen=True, slots=True)
class Box:
    """`column` counts from 0; a marked box is drawn with a double edge and explained by `note`."""

    key: str
    column: int
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From box to box; `strength` 0 (dotted) to 4 (thick and unbroken), `letter` stands on it."""

    start: str
    end: str
    letter: str
    strength: int


@dataclass(frozen=True, slots=True)
class Chain:
    caption: Caption
    columns: Sequence[str]
    boxes: Sequence[Box]
    arrows: Sequence[Arrow]


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    y: float
    height: float
    lines: Sequence[str]
    box: Box

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def chain_chart(spec: Chain) -> SafeString:
    """In the width of a desk; on a phone the same is read as a list."""
    width = WIDE
    placed = _places(spec, width)
    height = max((one.y + one.height for one in placed.values()), default=HEAD) + APART
    step = (width.px - BOX) / max(len(spec.columns) - 1, 1)
    heads = [
        words(name, (n * step + BOX / 2, width.letter + 2), "mark-strong", "middle")
        for n, name in enumerate(spec.columns)
    ]
    lines = [_arrow(one, placed, n) for n, one in enumerate(spec.arrows)]
    boxes = [_box(one, width) for one in placed.values()]
    return document(spec.caption, width, height, [*heads, *lines, *boxes])


def _places(spec: Chain, width: Width) -> Mapping[str, _Placed]:
    step = (width.px - BOX) / max(len(spec.columns) - 1, 1)
    found: dict[str, _Placed] = {}
    stacks = []
    for n in range(len(spec.columns)):
        y, stack = HEAD, []
        for box in (one for one in spec.boxes if one.column == n):
            told = wrap(box.text, width.letter, BOX - 2 * PAD)
            told += [
                f"\u203b{line}" for line in wrap(box.note, width.letter - 1, BOX - 20)[:1] if line
            ]
            height = len(told) * width.line + 2 * PAD
            stack.append(_Placed(n * step, y, height, told, box))
            y += height + APART
        stacks.append(stack)
    tallest = max((one[-1].y + one[-1].height for one in stacks if one), default=HEAD)
    for stack in stacks:
        room = (tallest - stack[-1].y - stack[-1].height) / 2 if stack else 0.0
        for one in stack:
            found[one.box.key] = _Placed(one.x, one.y + room, one.height, one.lines, one.box)
    return found


def _box(one: _Placed, width: Width) -> SafeString:
    edge = "mark-box mark-box--marked" if one.box.note else "mark-box"
    marks = [path(rectangle(one.x, one.y, BOX, one.height), edge)]
    for n, told in enumerate(one.lines):
        at = one.x + PAD, one.y + PAD + (n + 0.78) * width.line
        marks.append(words(told, at, "mark-in-box"))
    return group(marks)


def _arrow(one: Arrow, placed: Mapping[str, _Placed], n: int) -> SafeString:
    """A curve to a column further right; within a column a bow on its right."""
    start, end = placed[one.start], placed[one.end]
    a = (start.x + BOX, start.middle)
    if start.x == end.x:
        b, bend = (end.x + BOX, end.middle), 34.0
        turns = (a[0] + bend, a[1]), (b[0] + bend, b[1])
    else:
        b = (end.x, end.middle)
        bend = (b[0] - a[0]) / 2
        turns = (a[0] + bend, a[1]), (b[0] - bend, b[1])
    # Letters of lines that run side by side stand apart.
    at = _on_curve((a, *turns, b), 0.3 + 0.2 * (n % 3))
    curve = "C".join((f"M{_told(a)}", " ".join(_told(point) for point in (*turns, b))))
    return group(
        [
            path(curve, f"mark-link strength-{one.strength}"),
            _head(b, comes_from_right=start.x == end.x),
            tag("circle", cx=at[0], cy=at[1], r=MARK, class_="mark-ground"),
            words(one.letter, (at[0], at[1] + 4), "mark-tick", "middle"),
        ]
    )


def _head(at: tuple[float, float], *, comes_from_right: bool) -> SafeString:
    back = 7.0 if comes_from_right else -7.0
    x, y = at
    data = f"M{_told(at)}L{_told((x + back, y - 4))}L{_told((x + back, y + 4))}z"
    return path(data, "mark-head")


def _on_curve(points: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    """Where a curve is after a share of its way, by halving again and again."""
    held = list(points)
    while len(held) > 1:
        held = [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(held)
        ]
    return held[0]


def _told(point: tuple[float, float]) -> str:
    return f"{coordinate(point[0])} {coordinate(point[1])}"
