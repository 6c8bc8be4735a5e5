"""Natural and social change of a population, and what they leave unexplained."""

from dataclasses import dataclass, replace
from typing import Self

from renkei.engines.demography.arrays import Period, require_shape
from renkei.engines.demography.axes import AxisMismatch, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ChangeArray:
    """The account of a population from one date to the next.

    Arrivals and departures are all entries into and removals from the count other than births
    and deaths: moves at home and abroad and, in the resident register, 職権記載 and 消除 and
    changes of nationality where the series is of Japanese alone.

    Shapes  all counts (time, area); one period for each entry of `periods`
    Units   persons; NaN where a figure is not known
    Errors  AxisMismatch when a shape does not fit the labels
    Source  definitions of 自然増減 and 社会増減 in the Ministry of Internal Affairs and
            Communications' figures from the resident register
    Check   start + natural + social + residual = end
    """

    start: FloatArray
    births: FloatArray
    deaths: FloatArray
    arrivals: FloatArray
    departures: FloatArray
    end: FloatArray
    periods: tuple[Period, ...]
    areas: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in _COUNTS:
            require_shape(getattr(self, name), time=len(self.periods), area=len(self.areas))

    @property
    def natural(self) -> FloatArray:
        """Births minus deaths: (time, area)."""
        return self.births - self.deaths

    @property
    def social(self) -> FloatArray:
        """Arrivals minus departures: (time, area)."""
        return self.arrivals - self.departures

    @property
    def total(self) -> FloatArray:
        """People at the end minus people at the start: (time, area)."""
        return self.end - self.start

    @property
    def residual(self) -> FloatArray:
        """What natural and social change do not explain: errors of the counts (time, area)."""
        return self.total - self.natural - self.social

    def joined(self) -> Self:
        """The account of all periods together, from the first date to the last.

        Shapes  (time, area) -> (1, area)
        Errors  AxisMismatch when a period does not begin where the one before ends
        """
        for before, after in zip(self.periods, self.periods[1:], strict=False):
            if before[1] != after[0]:
                raise AxisMismatch("time", f"end {before[1]}", f"next start {after[0]}")
        sums = {name: getattr(self, name).sum(axis=0, keepdims=True) for name in _EVENTS}
        span = ((self.periods[0][0], self.periods[-1][1]),)
        return replace(self, start=self.start[:1], end=self.end[-1:], periods=span, **sums)


_EVENTS = ("births", "deaths", "arrivals", "departures")
_COUNTS = ("start", *_EVENTS, "end")
