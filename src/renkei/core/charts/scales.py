"""From figures to positions: linear scales and ticks at round figures."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renkei.core.writing import is_unknown


@dataclass(frozen=True, slots=True)
class Linear:
    """Maps `low`..`high` to `start`..`end`; an empty interval maps to the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None and not is_unknown(value)]


def nice_step(span: float, most: int, *, at_least: float = 0.0) -> float:
    """The smallest of 1, 2, 5 times a power of ten that cuts `span` into at most `most` parts."""
    rough = max(span / most, at_least, 1e-12)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5, 10):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10 * power


def nice_ticks(low: float, high: float, *, most: int = 5, decimals: int = 0) -> list[float]:
    """Round figures that enclose `low`..`high`; no finer than the figures themselves."""
    finest = 10.0**-decimals
    step = nice_step(high - low, most, at_least=finest)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if first == last:
        last += 1
    return [round(i * step, 10) for i in range(first, last + 1)]


def value_ticks(
    values: Iterable[float | None], *, from_zero: bool, most: int = 5, decimals: int = 0
) -> list[float]:
    """Ticks over all known values; `from_zero` where the size of a mark is what is read."""
    present = known(values) or [0.0]
    low, high = min(present), max(present)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    return nice_ticks(low, high, most=most, decimals=decimals)


def year_ticks(years: Sequence[float], *, most: int) -> list[int]:
    """Years at a round distance inside the span, or the few years that there are."""
    first, last = math.ceil(min(years)), math.floor(max(years))
    if last - first < most:
        return list(range(first, last + 1))
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50, 100, 1000) if (last - first) / s < most)
    return [year for year in range(first, last + 1) if year % step == 0]
