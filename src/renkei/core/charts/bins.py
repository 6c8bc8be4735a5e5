"""Classes of colour for a map: bounds at round figures, with about as many places in each."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renkei.core.charts.scales import known
from renkei.core.writing import number

CLASSES = 6
NEARLY_ALL = 0.95  # of all places lie within the bounds of a diverging map
STEPS = 7  # half a step of paper and three whole steps, in half steps


@dataclass(frozen=True, slots=True)
class Bins:
    """`bounds` part the classes; a figure equal to a bound belongs to the class above it."""

    bounds: tuple[float, ...]
    written: tuple[str, ...]
    diverging: bool = False

    def class_of(self, value: float | None) -> str:
        """The CSS class of a figure; `bin-none` where it is unknown."""
        present = known([value])
        if not present:
            return "bin-none"
        return self.class_at(bisect_right(self.bounds, present[0]))

    def class_at(self, index: int) -> str:
        """Seven classes through paper at zero, or six from pale to deep."""
        if self.diverging:
            return f"bin-d{index + 1 + 3 - len(self.bounds) // 2}"
        return f"bin-s{index + 1 + CLASSES - 1 - len(self.bounds)}"

    @property
    def classes(self) -> list[str]:
        return [self.class_at(i) for i in range(len(self.bounds) + 1)]


def sequential_bins(values: Iterable[float | None], *, decimals: int = 0) -> Bins:
    """From little to much, with as many places in each class as round bounds allow."""
    ordered = sorted(known(values))
    shares = [i / CLASSES for i in range(1, CLASSES)]
    bounds = _distinct(_quantiles(ordered, shares), decimals)
    # A lowest bound that no figure lies below would be a class of nothing.
    bounds = tuple(bound for bound in bounds if bound > ordered[0])
    return Bins(bounds, tuple(number(bound, decimals) for bound in bounds))


def diverging_bins(values: Iterable[float | None], *, decimals: int = 0) -> Bins:
    """Loss and gain in equal steps from zero, the same on both sides.

    Steps of equal size, not equal numbers of places: paper has to mean "about zero", also where
    every place loses.
    """
    ordered = sorted(abs(value) for value in known(values))
    most = max(_quantiles(ordered, [NEARLY_ALL]), default=0.0)
    step = max(_nice(most / STEPS), 10.0**-decimals) if most else 0.0
    sizes = [round(step * n, decimals) for n in (1, 3, 5)] if step else []
    bounds = (*(-size for size in reversed(sizes)), *sizes)
    written = 0 if all(size == round(size) for size in sizes) else decimals
    return Bins(bounds, tuple(number(b, written, signed=True) for b in bounds), diverging=True)


def _nice(value: float) -> float:
    """The nearest of 1, 2, 5, 10, 20, 50 …"""
    ten = 10.0 ** math.floor(math.log10(value))
    return min((n * ten for n in (1, 2, 5, 10)), key=lambda step: abs(math.log(value / step)))


def _quantiles(ordered: Sequence[float], shares: Sequence[float]) -> list[float]:
    if not ordered:
        return []
    return [ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in shares]


def _distinct(values: Iterable[float], decimals: int) -> tuple[float, ...]:
    """Two significant digits are enough for a bound; equal ones are one."""
    return tuple(sorted({_round(value, decimals) for value in values}))


def _round(value: float, decimals: int) -> float:
    if value == 0:
        return 0.0
    digits = 1 - math.floor(math.log10(abs(value)))
    return round(value, min(digits, decimals))
