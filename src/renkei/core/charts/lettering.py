"""How much room words take, how they wrap, and how labels keep out of each other's way."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Width in em. System fonts differ by a few per cent; these are on the wide side on purpose.
FULL = 1.0
DIGIT = 0.58
CAPITAL = 0.68
THIN = 0.34
OTHER = 0.56

# Words of ASCII stay whole, brackets stay with what they enclose.
PIECES = re.compile(r"[(「\(\s]*(?:[!-'*-~]+|[^!-~])[)」、。\)]*")


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def contains(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def text_width(text: str, letter: float) -> float:
    return sum(_em(character) for character in text) * letter


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return FULL
    if character.isdigit() or character in "+\N{MINUS SIGN}\N{EN DASH}":
        return DIGIT
    if character in " ,.:;'|ilj()[]!/":
        return THIN
    return CAPITAL if character.isupper() or character in "mw%" else OTHER


def widest(texts: Iterable[str], letter: float) -> float:
    return max((text_width(text, letter) for text in texts), default=0.0)


def wrap(text: str, letter: float, room: float) -> list[str]:
    """Lines no wider than `room` where the pieces allow it."""
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and text_width((lines[-1] + piece).strip(), letter) > room:
            lines.append(piece.strip())
        else:
            lines[-1] += piece
    return [line.strip() for line in lines]


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Centres as near as possible to `wanted`, in the same order, without overlap.

    Labels are pushed down from the top, then up from the bottom where the room ends.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    tops = [0.0] * len(wanted)
    edge = low
    for i in order:
        tops[i] = max(wanted[i] - heights[i] / 2, edge)
        edge = tops[i] + heights[i]
    edge = high
    for i in reversed(order):
        tops[i] = min(tops[i], edge - heights[i])
        edge = tops[i]
    return [top + height / 2 for top, height in zip(tops, heights, strict=True)]
