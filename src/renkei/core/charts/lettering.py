"""How much room words take, how they wrap, and how labels keep out of each other's way."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Width in em. System fonts differ by a few per cent; these are on the wide side on purpose.
FULL = 1.0
DIGIT = 0.62
CAPITAL = 0.7
THIN = 0.35
OTHER = 0.6
BROAD = 0.95
BOLD = 1.12  # how much wider bold Latin letters are; Japanese ones keep their square

# Words of ASCII stay whole, years and brackets stay together.
PIECES = re.compile(r"\s*(?:[(\uff08「][^)\uff09」]{0,8}[)\uff09」]|[!-~]+年?|[^!-~][、。]?)")


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


def text_width(text: str, letter: float, *, bold: bool = False) -> float:
    return _ems(text, BOLD if bold else 1.0) * letter


@lru_cache(maxsize=4096)
def _ems(text: str, weight: float) -> float:
    ems = [_em(character) for character in text]
    return sum(em if em == FULL else em * weight for em in ems)


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return FULL
    if character.isdigit() or character in "+\N{MINUS SIGN}\N{EN DASH}":
        return DIGIT
    if character in " ,.:;'|ilj()[]!/":
        return THIN
    if character in "mwMW%":
        return BROAD
    return CAPITAL if character.isupper() else OTHER


def widest(texts: Iterable[str], letter: float, *, bold: bool = False) -> float:
    return max((text_width(text, letter, bold=bold) for text in texts), default=0.0)


def wrap(text: str, letter: float, room: float) -> list[str]:
    """Bold lines no wider than `room` where the pieces allow it."""
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and text_width((lines[-1] + piece).strip(), letter, bold=True) > room:
            lines.append(piece.strip())
        else:
            lines[-1] += piece
    return [line.strip() for line in lines]


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Centres as near as possible to `wanted`, in the same order, without overlap.

    Least squares: neighbours that would overlap move apart by the same distance (pool adjacent
    violators on the centres less the room taken by the labels above).
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    above, offsets = 0.0, []
    for i in order:
        offsets.append(above + heights[i] / 2)
        above += heights[i]
    shifts = _isotonic([wanted[i] - offset for i, offset in zip(order, offsets, strict=True)])
    centres = [0.0] * len(wanted)
    for i, offset, shift in zip(order, offsets, shifts, strict=True):
        centres[i] = offset + max(low, min(shift, high - above))
    return centres


def _isotonic(values: Sequence[float]) -> list[float]:
    """The non-decreasing sequence nearest to `values`."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pool = (value, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, n = pools.pop()
            pool = ((mean * n + pool[0] * pool[1]) / (n + pool[1]), n + pool[1])
        pools.append(pool)
    return [mean for mean, n in pools for _ in range(n)]
