"""A row of swatches above a plot, for what cannot be named where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from renkei.core.charts.axes import GAP
from renkei.core.charts.lettering import text_width
from renkei.core.charts.svg import Width, path, rectangle, words

APART = 20.0  # between two entries


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and the classes of its swatch; several lie over each other."""

    name: str
    classes: tuple[str, ...]


def key_row(entries: Sequence[Entry], width: Width) -> tuple[list[SafeString], float]:
    """The entries from the left edge in as many rows as they need, and the height they take."""
    side = width.letter * 0.9
    marks: list[SafeString] = []
    left, row = 0.0, 0
    for entry in entries:
        wide = side + GAP + text_width(entry.name, width.letter)
        if left and left + wide > width.px:
            left, row = 0.0, row + 1
        baseline = width.letter + row * width.line
        swatch = rectangle(left, baseline - side, side, side)
        marks += [path(swatch, class_) for class_ in entry.classes]
        marks.append(words(entry.name, (left + side + GAP, baseline), "mark-tick"))
        left += wide + APART
    return marks, (row + 1) * width.line + GAP if entries else 0.0
