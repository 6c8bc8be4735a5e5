"""The place in a record's words at which it was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from renkei.core.folding import fold

AROUND = 40  # characters shown before and after
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Snippet:
    before: str
    hit: str
    after: str


def snippet(texts: Iterable[str], words: Sequence[str]) -> Snippet | None:
    """Around the first of the words; None where only the name holds them."""
    for text in texts:
        if not text:
            continue
        folded = fold(text)
        for word in words:
            if word in folded:
                return _cut(" ".join(text.split()), word)
    return None


def _cut(text: str, word: str) -> Snippet:
    """The word as it was written, which its fold does not tell: counted character by character."""
    parts = [fold(character) for character in text]
    start = "".join(parts).find(word)
    if start < 0:
        # Two characters that only together fold into one: shown from the beginning.
        return Snippet(text[:LONGEST], "", "…" if len(text) > LONGEST else "")
    ends = list(accumulate(len(part) for part in parts))
    first = next(i for i, end in enumerate(ends) if end > start)
    last = next(i for i, end in enumerate(ends) if end >= start + len(word))
    begin = max(0, first - AROUND)
    end = last + 1 + AROUND
    return Snippet(
        ("…" if begin else "") + text[begin:first],
        text[first : last + 1],
        text[last + 1 : end] + ("…" if end < len(text) else ""),
    )
