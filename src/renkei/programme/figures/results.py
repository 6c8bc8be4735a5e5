"""What a figure is: a number, what it is made of, and what was known when it was computed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.core.suppression import THRESHOLD
from renkei.programme.periods import Period

State = Literal["computed", "waits", "no_definition"]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sided:
    """A count for both governments: total = prefecture + city - joint.

    `joint` is what both have: entries of both together, or the same person on both sides.
    `no_side` stands apart: what is counted only by entries that tell no side.
    """

    total: Decimal | None = ZERO
    prefecture: Decimal | None = ZERO
    city: Decimal | None = ZERO
    joint: Decimal | None = ZERO
    no_side: Decimal | None = ZERO
    n_entries: int = 0
    n_unknown: int = 0  # entries that do not tell what is counted


@dataclass(frozen=True, slots=True)
class Reference:
    """What an official figure is of, and who published it."""

    year: int
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`total` = prefecture + city - joint; of a rate this holds for `counted` and `per`, of which
    it is the ratio. A median is no sum. Unknown is None."""

    indicator: Indicator
    period: Period
    state: State
    total: Decimal | None = None
    prefecture: Decimal | None = None
    city: Decimal | None = None
    joint: Decimal | None = None
    no_side: Decimal | None = None
    counted: Sided | None = None
    per: Sided | None = None
    known_at: datetime | None = None
    watermark: int = 0  # the number of the last journal entry known then
    waits_for: tuple[str, ...] = ()  # kinds of entry that no room declares yet
    reference: Reference | None = None  # of official statistics

    @property
    def numerator(self) -> Decimal | None:
        return self.counted.total if self.counted and self.per else None

    @property
    def denominator(self) -> Decimal | None:
        return self.per.total if self.per else None

    @property
    def n_entries(self) -> int:
        return self.counted.n_entries if self.counted else 0

    @property
    def n_unknown(self) -> int:
        return self.counted.n_unknown if self.counted else 0

    @property
    def is_small(self) -> bool:
        """Whether it counts so few people that the public may not read it."""
        count = self.indicator.count
        if count is None or not count.is_about_people:
            return False
        counts = [side.total for side in (self.counted, self.per) if side and side.total]
        return any(0 < one < THRESHOLD for one in counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One part of a figure.

    Values of parts, and of what is counted in `several` of them (a number below zero), sum to the
    total; of a rate `numerator` and `denominator` do. What has no side stands `outside` the total.
    """

    key: str
    label: Text
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    kind: Literal["part", "unknown", "several", "outside"] = "part"
    is_withheld: bool = False  # so few people that the public may not read it
