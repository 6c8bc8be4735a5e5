"""When inside a step people move and who their children are counted with: conventions by name."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from renkei.engines.demography.axes import FloatArray

# halves      half of the movers at the start of the step, half at its end
# end         everyone at the end, as in the official projections of Japanese municipalities
# start       everyone at the start
# continuous  evenly through the step, at a constant force of mortality
Timing: TypeAlias = Literal["halves", "end", "start", "continuous"]

# half  women who come (or go) in a step count (or are missed) for half of it: mothers are the
#       mean of the women at its start and at its end
# none  movers bear no children in the step of their move
MigrantMothers: TypeAlias = Literal["half", "none"]


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a projection supposes where its rates are silent.

    Units   boys born for each girl; 1.05 is close to the long-run ratio of Japan
    Errors  ValueError when a convention is unknown or the ratio is not above zero
    Source  halves, end: Preston, Heuveline, Guillot, Demography (2001), chapter 6
    """

    timing: Timing = "halves"
    migrant_mothers: MigrantMothers = "half"
    boys_per_girl: float = 1.05

    def __post_init__(self) -> None:
        _require_known("timing", self.timing, (*_LINES, "continuous"))
        _require_known("migrant_mothers", self.migrant_mothers, ("half", "none"))
        if not self.boys_per_girl > 0:
            raise ValueError(f"boys per girl must be above zero, not {self.boys_per_girl}")

    @property
    def shares_at_birth(self) -> tuple[float, float]:
        """Girls, then boys, among the births."""
        girls = 1.0 / (1.0 + self.boys_per_girl)
        return girls, 1.0 - girls


def movers_survival(timing: Timing, living: FloatArray) -> FloatArray:
    """The share of those moving in a step who are alive, where they went, at its end.

    Shapes  living (...), the share of those who do not move that lives through the step -> (...)
    Units   survivors per mover
    Check   between `living` and 1
    """
    if timing == "continuous":
        return _logarithmic_mean_with_one(living)
    always, with_stayers = movers_line(timing)
    return always + with_stayers * living


def movers_line(timing: Timing) -> tuple[float, float]:
    """Intercept and slope of movers' survival on stayers', for all but `continuous`."""
    return _LINES[timing]


_LINES: dict[str, tuple[float, float]] = {
    "halves": (0.5, 0.5),
    "end": (1.0, 0.0),
    "start": (0.0, 1.0),
}


def _logarithmic_mean_with_one(living: FloatArray) -> FloatArray:
    """(1 - s) / -ln s, whose limits are 0 at zero and 1 at one."""
    mean = np.where(living > 0.5, 1.0, 0.0)
    inner = (living > 0) & (living < 1)
    log = np.log(living, out=np.ones_like(living), where=inner)
    np.divide(living - 1.0, log, out=mean, where=inner)
    return mean


def _require_known(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, not {value}")
