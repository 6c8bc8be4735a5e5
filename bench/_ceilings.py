"""What this machine can do at most: arithmetic, and memory, by loops of the same compiler."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numba import njit

from bench import best

ROUNDS = 5
IN_MEMORY = 32_000_000  # numbers of each array: larger than any cache
IN_REGISTERS = 256
TIMES = 1_000_000


@dataclass(frozen=True)
class Ceilings:
    """GFlop/s of fused multiply-adds; GB/s of the triad, and of what is scaled in place."""

    threads: int
    gflops: float
    triad_gb: float
    in_place_gb: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def measured(threads: int) -> Ceilings:
    """Each loop on all threads at once, every one with arrays of its own, in single precision.

    The triad reads two arrays and writes a third: three numbers a step, not counting that a line
    is read before it is written. Scaled in place, a number is read and written.
    """
    one = np.float32(1)

    def numbers(n: int) -> np.ndarray:
        return np.ones(n, np.float32)

    small = [(numbers(IN_REGISTERS), TIMES, one, np.float32(0)) for _ in range(threads)]
    flops = 2 * IN_REGISTERS * TIMES * threads / _together(_multiply_add, small) / 1e9
    large = [(*(numbers(IN_MEMORY) for _ in range(3)), one) for _ in range(threads)]
    triad = 3 * 4 * IN_MEMORY * threads / _together(_triad, large) / 1e9
    in_place = [(arrays[0], one) for arrays in large]
    scaled = 2 * 4 * IN_MEMORY * threads / _together(_scale, in_place) / 1e9
    return Ceilings(threads, flops, triad, scaled)


def _together(loop: Callable[..., None], arguments: list[tuple[Any, ...]]) -> float:
    loop(*arguments[0])
    with ThreadPoolExecutor(len(arguments)) as workers:
        return best(lambda: list(workers.map(lambda given: loop(*given), arguments)), ROUNDS)


@njit(nogil=True, fastmath={"contract"})
def _multiply_add(x, times, by, plus):
    for _ in range(times):
        for i in range(IN_REGISTERS):
            x[i] = x[i] * by + plus


@njit(nogil=True)
def _triad(to, left, right, by):
    for i in range(to.size):
        to[i] = left[i] + by * right[i]


@njit(nogil=True)
def _scale(numbers, by):
    for i in range(numbers.size):
        numbers[i] *= by
