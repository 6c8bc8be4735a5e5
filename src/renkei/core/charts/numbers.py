"""How the ticks of an axis are written: 500万 in Japanese, 5.0m in English."""

from collections.abc import Sequence

from renkei.core.writing import is_english, number

MYRIAD = 10_000
MILLION = 1_000_000


def written_ticks(ticks: Sequence[float], *, signed: bool = False) -> list[str]:
    """All ticks of an axis in the same unit, with as many decimals as the step needs."""
    unit, letter = _unit(max(abs(tick) for tick in ticks))
    places = _places([tick / unit for tick in ticks])
    return [
        "0" if tick == 0 else number(tick / unit, places, signed=signed) + letter for tick in ticks
    ]


def _unit(largest: float) -> tuple[int, str]:
    if is_english():
        return (MILLION, "m") if largest >= MILLION else (1, "")
    return (MYRIAD, "万") if largest >= 10 * MYRIAD else (1, "")


def _places(values: Sequence[float]) -> int:
    """Decimals needed to tell the values apart, at most two."""
    return next((n for n in (0, 1) if all(abs(v - round(v, n)) < 1e-9 for v in values)), 2)
