"""The inner loops of the ranking: scores of 4 people with 64 openings held in registers."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from renkei.engines.matching.compiling import compiled

AT_ONCE = 4  # people
LANES = 64  # openings: the bits of a word
_WIDTH = 16  # numbers of a vector; a narrower machine takes each in parts
_PARTS = LANES // _WIDTH
_BLOCK = 16  # times `AT_ONCE` people, whose bits and lists stay in the cache

Array = NDArray[Any]


def _reach(_context: Any, given: Any, least: Any, found: Any, scores: Any) -> Any:
    """Bits of the openings whose score reaches what each of four people needs.

    Shapes  given: weights (columns, 4) and levels (columns, 64); least (4,) -> found (4,) and
            scores (4, 64), which are written
    """

    def build(context: Any, at: Any, signature: Any, arguments: Any) -> Any:
        def array(kind: Any, value: Any) -> Any:
            return context.make_array(kind)(context, at, value)

        pair = [
            array(kind, at.extract_value(arguments[0], place))
            for place, kind in enumerate(signature.args[0])
        ]
        needed, words, kept = (
            array(kind, value).data
            for kind, value in zip(signature.args[1:], arguments[1:], strict=True)
        )
        keep = at.bitcast(kept, _VECTOR.as_pointer())
        scored = _multiply(at, *pair)
        for person in range(AT_ONCE):
            enough = _spread(at, at.load(_at(at, needed, person)))
            word = ir.Constant(_I64, 0)
            for part in range(_PARTS):
                place = person * _PARTS + part
                at.store(scored[place], _at(at, keep, place), align=4)
                is_reached = at.fcmp_ordered(">=", scored[place], enough)
                bits = at.zext(at.bitcast(is_reached, ir.IntType(_WIDTH)), _I64)
                word = at.or_(word, at.shl(bits, ir.Constant(_I64, part * _WIDTH)))
            at.store(word, _at(at, words, person))
        return context.get_dummy_value()

    return types.void(given, least, found, scores), build


_I64 = ir.IntType(64)
_VECTOR = ir.VectorType(ir.FloatType(), _WIDTH)


def _at(at: Any, pointer: Any, position: Any) -> Any:
    number = position if isinstance(position, ir.Value) else ir.Constant(_I64, position)
    return at.gep(pointer, [number])


def _spread(at: Any, number: Any) -> Any:
    """One number in all places of a vector."""
    nothing, first = ir.Constant(_VECTOR, ir.Undefined), ir.Constant(ir.IntType(32), 0)
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), _WIDTH), [0] * _WIDTH)
    return at.shuffle_vector(at.insert_element(nothing, number, first), nothing, everywhere)


def _multiply(at: Any, weights: Any, levels: Any) -> list[Any]:
    """A loop over the columns that keeps all sums in registers."""
    kind = ir.FunctionType(_VECTOR, [_VECTOR] * 3)
    multiply_add = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
        at.module, kind, f"llvm.fmuladd.v{_WIDTH}f32"
    )
    before, loop = at.block, at.append_basic_block("columns")
    after = at.append_basic_block("summed")
    at.branch(loop)
    at.position_at_end(loop)
    column = at.phi(_I64)
    column.add_incoming(ir.Constant(_I64, 0), before)
    sums = [at.phi(_VECTOR) for _ in range(AT_ONCE * _PARTS)]
    here = at.bitcast(
        _at(at, levels.data, at.mul(column, ir.Constant(_I64, LANES))), _VECTOR.as_pointer()
    )
    parts = [at.load(_at(at, here, part), align=4) for part in range(_PARTS)]
    of_people = _at(at, weights.data, at.mul(column, ir.Constant(_I64, AT_ONCE)))
    new = []
    for person in range(AT_ONCE):
        weight = _spread(at, at.load(_at(at, of_people, person)))
        for part in range(_PARTS):
            total = sums[person * _PARTS + part]
            new.append(at.call(multiply_add, [weight, parts[part], total]))
    following = at.add(column, ir.Constant(_I64, 1))
    column.add_incoming(following, loop)
    for total, grown in zip(sums, new, strict=True):
        total.add_incoming(ir.Constant(_VECTOR, [0.0] * _WIDTH), before)
        total.add_incoming(grown, loop)
    n_columns = at.extract_value(weights.shape, 0)
    at.cbranch(at.icmp_signed("<", following, n_columns), loop, after)
    at.position_at_end(after)
    return new


def _lowest(_context: Any, _word: Any) -> Any:
    """The position of the lowest bit that is set."""

    def build(_context: Any, at: Any, _signature: Any, arguments: Any) -> Any:
        return at.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), build


reach = cast(Callable[[tuple[Array, Array], Array, Array, Array], None], intrinsic(_reach))
lowest_bit = cast(Callable[[Any], int], intrinsic(_lowest))


@compiled
def lost(rows: Array, soft: Array, penalties: Array, opening: int) -> int:
    """What soft conditions take from this pair."""
    word, bit = opening // LANES, np.uint64(opening % LANES)
    points = 0
    for position in range(penalties.size):
        if (rows[soft[position], word] >> bit) & np.uint64(1) == np.uint64(0):
            points += penalties[position]
    return points


@compiled
def insert(best: Array, key: int) -> None:
    """Put a key into a list that falls, and drop its last."""
    place = best.size - 1
    while place > 0 and best[place - 1] < key:
        best[place] = best[place - 1]
        place -= 1
    best[place] = key


@compiled
def intersect(rows: Array, hard: Array, to: Array) -> None:
    """The openings that meet all hard conditions of one person."""
    to[:] = rows[0]
    for position in range(hard.size):
        row = rows[hard[position]]
        for word in range(to.size):
            to[word] &= row[word]


@compiled
def rank_people(given: tuple[Array, ...], keys: Array, first: int) -> None:
    """Fill the lists of some people, who begin at `first`.

    1. the eligible openings of a block of people, as bits
    2. tile by tile: which scores reach the last of each list, by vectors; those eligible among them
       one by one
    3. a key is the score above the opening's number counted down, so the greater key is the
       better one and ties are settled

    Shapes  keys (people, length) of -1; both axes of people are multiples of four
    """
    weights, levels, rows, hard, soft, penalties, numbers = given
    n_tiles, last = levels.shape[0], keys.shape[1] - 1
    least = np.empty((_BLOCK, AT_ONCE), np.float32)
    found = np.empty(AT_ONCE, np.uint64)
    scores = np.empty((AT_ONCE, LANES), np.float32)
    able = np.empty((_BLOCK * AT_ONCE, n_tiles), np.uint64)
    for begin in range(0, keys.shape[0], _BLOCK * AT_ONCE):
        size = min(_BLOCK * AT_ONCE, keys.shape[0] - begin)
        least[:] = 0
        for slot in range(size):
            intersect(rows, hard[first + begin + slot], able[slot])
        for tile in range(n_tiles):
            for four in range(size // AT_ONCE):
                slot = four * AT_ONCE
                any_able = able[slot, tile] | able[slot + 1, tile]
                if any_able | able[slot + 2, tile] | able[slot + 3, tile] == np.uint64(0):
                    continue
                reach(
                    (weights[(first + begin) // AT_ONCE + four], levels[tile]),
                    least[four],
                    found,
                    scores,
                )
                for one in range(AT_ONCE):
                    word = found[one] & able[slot + one, tile]
                    best = keys[begin + slot + one]
                    while word != np.uint64(0):
                        lane = lowest_bit(word)
                        word &= word - np.uint64(1)
                        opening = tile * LANES + lane
                        points = int(scores[one, lane])
                        points -= lost(rows, soft[first + begin + slot + one], penalties, opening)
                        key = (max(points, 0) << 32) | (0xFFFFFFFF - numbers[opening])
                        if key > best[last]:
                            insert(best, key)
                            least[four, one] = max(0, best[last] >> 32)
