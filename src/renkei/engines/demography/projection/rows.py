"""Rows of draws: the inner loops of the kernels, and the survival of one person in one draw."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from renkei.engines.demography.projection.layout import (
    AGES_AT_ONCE,
    CACHE_LINE,
    LANES,
    Array,
    Rules,
)

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compiled at its first call and kept on disk; other Python threads run meanwhile."""
    function.__qualname__ += f"_{_digest()}"
    try:
        return cast(F, njit(cache=True, **_OPTIONS)(function))
    except RuntimeError:  # nowhere to write: every process compiles for itself
        return cast(F, njit(**_OPTIONS)(function))


def inlined(function: F) -> F:
    """Compiled into its caller: a call costs more than a short row."""
    return cast(F, njit(**_INLINED)(function))


# Without counting references: a shared counter would be fought for by all threads at every row.
# So nothing is allocated here, and all arrays outlive the call.
_OPTIONS: dict[str, Any] = {"nogil": True, "_nrt": False, "error_model": "numpy"}
_INLINED = _OPTIONS | {"forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _digest() -> str:
    """Compiled code is kept by the file of its function, but has others' functions inside."""
    inside = (Path(__file__).with_name(name) for name in ("layout.py", "rows.py", "exchange.py"))
    return hashlib.sha256(b"".join(map(Path.read_bytes, inside))).hexdigest()[:8]


def _fetch_ahead(_context: Any, row: Any) -> Any:
    """Ask memory for the row that stands some ages further on, without waiting for it."""

    def build(context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        number, byte = ir.IntType(32), ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        ask = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            builder.module, kind, "llvm.prefetch.p0"
        )
        array = context.make_array(row)(context, builder, values[0])
        here, size = builder.bitcast(array.data, byte), LANES * row.dtype.bitwidth // 8
        for first in range(AGES_AT_ONCE * size, (AGES_AT_ONCE + 1) * size, CACHE_LINE):
            line = builder.gep(here, [number(first)])
            # To read, to keep, data rather than instructions.
            builder.call(ask, [line, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(row), build


fetch_ahead = cast(Callable[[Array], None], intrinsic(_fetch_ahead))


# --- one person in one draw -----------------------------------------------------------------


@inlined
def survival_of(dying: Any, factor: Any, rules: Rules) -> Any:
    one = rules.numbers.one
    died = dying * factor
    return one - (died if died < one else one)


@inlined
def movers_survival_of(living: Any, rules: Rules) -> Any:
    numbers = rules.numbers
    if not rules.continuous:
        return numbers.always + numbers.with_stayers * living
    if living <= numbers.zero or living >= numbers.one:
        return living
    return (living - numbers.one) / np.log(living)


@inlined
def share_moved(rate: Any, factor: Any, rules: Rules) -> Any:
    """In no draw do more people leave than there are."""
    one = rules.numbers.one
    share = rate * factor
    return share if share > -one else -one


@inlined
def share_staying(dying: Any, mortality: Any, rate: Any, moving: Any, rules: Rules) -> Any:
    """Of a cohort, those who live and do not move, and the balance of movers by rate."""
    living = survival_of(dying, mortality, rules)
    return living + share_moved(rate, moving, rules) * movers_survival_of(living, rules)


@inlined
def share_dying(dying: Any, mortality: Any, rate: Any, moving: Any, rules: Rules) -> Any:
    one = rules.numbers.one
    living = survival_of(dying, mortality, rules)
    return (one - living) + share_moved(rate, moving, rules) * (
        one - movers_survival_of(living, rules)
    )


@inlined
def share_landing(dying: Any, oldest: Any, mortality: Any, rules: Rules) -> Any:
    """Survival of those who come: like the plain mean of the cohorts that meet there."""
    living = survival_of(dying, mortality, rules) + survival_of(oldest, mortality, rules)
    return movers_survival_of(rules.numbers.half * living, rules)


# --- rows -----------------------------------------------------------------------------------


@inlined
def stay(
    to: Array, people: Array, by: tuple[Any, Any], deaths: Array, moves: Array, rules: Rules
) -> None:
    dying, rate = by
    for d in range(LANES):
        to[d] = people[d] * share_staying(dying, deaths[d], rate, moves[d], rules)


@inlined
def stay_and_come(  # noqa: PLR0913 -- one pass over all of them
    to: Array,
    people: Array,
    come: Array,
    by: tuple[Any, Any],
    deaths: Array,
    moves: Array,
    rules: Rules,
) -> None:
    """Who moves by rate and who comes live on alike."""
    dying, rate = by
    for d in range(LANES):
        living = survival_of(dying, deaths[d], rules)
        moved = people[d] * share_moved(rate, moves[d], rules) + come[d]
        to[d] = people[d] * living + moved * movers_survival_of(living, rules)


@inlined
def go(to: Array, people: Array, by: tuple[Any, Any], moves: Array, rules: Rules) -> None:
    rate, part = by
    for d in range(LANES):
        to[d] = part * share_moved(rate, moves[d], rules) * people[d]


@inlined
def move(to: Array, people: Array, by: tuple[Any, Any], moves: Array, rules: Rules) -> None:
    rate, part = by
    for d in range(LANES):
        to[d] += part * share_moved(rate, moves[d], rules) * people[d]


@inlined
def die(
    to: Array, people: Array, by: tuple[Any, Any], deaths: Array, moves: Array, rules: Rules
) -> None:
    dying, rate = by
    for d in range(LANES):
        to[d] += people[d] * share_dying(dying, deaths[d], rate, moves[d], rules)


@inlined
def arrive(to: Array, come: Array, by: tuple[Any, Any], deaths: Array, rules: Rules) -> None:
    dying, oldest = by
    for d in range(LANES):
        to[d] += come[d] * share_landing(dying, oldest, deaths[d], rules)


@inlined
def survive(to: Array, people: Array, dying: Any, deaths: Array, rules: Rules) -> None:
    for d in range(LANES):
        to[d] = people[d] * survival_of(dying, deaths[d], rules)


@inlined
def carry_back(to: Array, dying: Any, deaths: Array, rules: Rules) -> None:
    for d in range(LANES):
        to[d] /= survival_of(dying, deaths[d], rules)


@inlined
def fill(to: Array, value: Any) -> None:
    for d in range(LANES):
        to[d] = value


@inlined
def add(to: Array, row: Array) -> None:
    for d in range(LANES):
        to[d] += row[d]


@inlined
def add_four(to: Array, one: Array, two: Array, three: Array, four: Array) -> None:
    for d in range(LANES):
        to[d] += (one[d] + two[d]) + (three[d] + four[d])


@inlined
def product(to: Array, left: Array, right: Array) -> None:
    for d in range(LANES):
        to[d] = left[d] * right[d]


@inlined
def multiply(to: Array, row: Array) -> None:
    for d in range(LANES):
        to[d] *= row[d]


@inlined
def scale(to: Array, row: Array, by: Any) -> None:
    for d in range(LANES):
        to[d] = by * row[d]


@inlined
def combine(to: Array, one: Array, by: Any, other: Array, by_other: Any) -> None:
    for d in range(LANES):
        to[d] = by * one[d] + by_other * other[d]


@inlined
def add_scaled(to: Array, row: Array, by: Any) -> None:
    for d in range(LANES):
        to[d] += by * row[d]


@inlined
def mix(to: Array, rows: Array, by: Array) -> None:
    """Add four rows to four others, each by its own number."""
    p, q, r, s = by[0], by[1], by[2], by[3]
    p0, p1, p2, p3 = p[0], p[1], p[2], p[3]
    q0, q1, q2, q3 = q[0], q[1], q[2], q[3]
    r0, r1, r2, r3 = r[0], r[1], r[2], r[3]
    s0, s1, s2, s3 = s[0], s[1], s[2], s[3]
    for d in range(LANES):
        g0, g1, g2, g3 = rows[0, d], rows[1, d], rows[2, d], rows[3, d]
        to[0, d] += (p0 * g0 + p1 * g1) + (p2 * g2 + p3 * g3)
        to[1, d] += (q0 * g0 + q1 * g1) + (q2 * g2 + q3 * g3)
        to[2, d] += (r0 * g0 + r1 * g1) + (r2 * g2 + r3 * g3)
        to[3, d] += (s0 * g0 + s1 * g1) + (s2 * g2 + s3 * g3)
