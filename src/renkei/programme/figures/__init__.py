"""Figures computed from the journal by the definitions of the charter.

figure(indicator, Period.year(2025)).total
figures(indicators, period)               many at once
broken_down(indicator, period, "month")   cells that sum to the total
entries_behind(indicator, period)         what was counted
in_words(indicator)                       what is counted, as sentences
"""

from renkei.programme.figures.breakdowns import broken_down
from renkei.programme.figures.reading import (
    entries_behind,
    entries_seen_behind,
    figure,
    figures,
    rooms_of_kinds,
    waits_for,
)
from renkei.programme.figures.results import Cell, Figure, Reference, Sided
from renkei.programme.figures.splits import offered
from renkei.programme.figures.words import in_words

__all__ = [
    "Cell",
    "Figure",
    "Reference",
    "Sided",
    "broken_down",
    "entries_behind",
    "entries_seen_behind",
    "figure",
    "figures",
    "in_words",
    "offered",
    "rooms_of_kinds",
    "waits_for",
]
