"""The projection compiled by Numba: draws innermost and contiguous, cohorts carried in place.

This module is imported only when a fast projection is asked for. It computes what `reference` does,
in single or double precision after the arrays it is given, and without fast-math, so that vectors
of any width give the same bytes.

An inner loop touches at most four arrays; with more the compiler gives up turning it into vectors.
Where a loop would not become vectors, it is cut out as a function of rows.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., object])
Array = NDArray[Any]


def compiled(function: F) -> F:
    """Compiled at its first call and kept on disk; other Python threads run meanwhile."""
    # Without counting references: a shared counter would be fought for by all threads at every row.
    # So nothing is allocated here, and all arrays outlive the call.
    options: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}
    return cast(F, njit(nogil=True, cache=True, **options)(function))


class Numbers(NamedTuple):
    """Constants in the precision of the arrays: a literal would turn single into double."""

    zero: Any
    half: Any
    one: Any
    always: Any  # movers' survival = always + with_stayers x stayers' survival
    with_stayers: Any
    girls: Any
    boys: Any


class Rules(NamedTuple):
    """Conventions and form, as the kernel branches on them."""

    numbers: Numbers
    continuous: bool
    by_ratio: bool
    movers_are_mothers: bool
    is_pool: bool
    is_matrix: bool


class Rates(NamedTuple):
    """The terms in the order of the kernel, all of one precision; what a form lacks is empty.

    Shapes  start (area, sex, age), dying (time, area, sex, cohort), fertility (time, area, age),
            rates, added, inside, shares (time, area, sex, age),
            destinations (time, or 1 for all, sex, age, destination, origin)
    """

    start: Array
    dying: Array
    fertility: Array
    rates: Array
    added: Array
    inside: Array
    shares: Array
    destinations: Array


class Multipliers(NamedTuple):
    """Factors: regional (component, time, region, draw), areal (component, area, draw), and the
    region of each area."""

    regional: Array
    areal: Array
    regions: Array


class Results(NamedTuple):
    """Where results go: groups (group, time, area, draw), events (event, time, area, draw) or
    empty; spans (group, 4) hold sexes from and to, ages from and to."""

    groups: Array
    events: Array
    spans: Array


class Room(NamedTuple):
    """Room for one block of areas.

    Shapes  people (sex, cohort, area, draw), cohort 0 the births of the step, so that the people
            of an age stand one place behind it; factors (component, area, draw);
            born, gone, come (area, draw); spare (draw)
    """

    people: Array
    factors: Array
    born: Array
    gone: Array
    come: Array
    spare: Array


class Block(NamedTuple):
    """The first area, the first draw within the shard, and that draw's place in the results."""

    area: int
    draw: int
    place: int


class Cell(NamedTuple):
    """A cohort in one step, by the age it reaches, and whether that is the open group."""

    time: int
    sex: int
    age: int
    is_open: bool


# In the order of `draws.COMPONENTS` and `accounts.EVENTS`.
DEATHS, BIRTHS, DEPARTURES, ARRIVALS = range(4)
BORN, DIED, ARRIVED, DEPARTED = range(4)


@compiled
def carry(
    rates: Rates,
    multipliers: Multipliers,
    results: Results,
    room: Room,
    draw_and_place: tuple[int, int],
    rules: Rules,
) -> None:
    """Carry blocks of areas through all steps: areas that exchange people together, others alone.

    1. factors of the step, area by area
    2. the women of the start bear their part of the children
    3. cohorts from the oldest to the youngest, each into the place of the one before it;
       before the newborn are carried, the women of the end bear the rest
    4. groups are counted
    """
    n_ages, areas_at_once = rates.start.shape[2], room.people.shape[2]
    for area in range(0, rates.start.shape[0], areas_at_once):
        block = Block(area, draw_and_place[0], draw_and_place[1])
        _begin(rates, room, block)
        for time in range(rates.dying.shape[0]):
            _multiply_factors(multipliers, room, time, block)
            _bear_before(rates, room, time, block, rules)
            for sex in range(2):
                for age in range(n_ages - 1, 0, -1):
                    cell = Cell(time, sex, age, age == n_ages - 1)
                    _carry_cohort(rates, results, room, cell, block, rules)
            _bear_after(rates, room, time, block, rules)
            for sex in range(2):
                _deliver(rates, results, room, (time, sex), block, rules)
                _carry_cohort(rates, results, room, Cell(time, sex, 0, False), block, rules)
            _count(results, room, time, block)


@compiled
def _begin(rates: Rates, room: Room, block: Block) -> None:
    n_sexes, n_cohorts, n_areas, n_draws = room.people.shape
    for sex in range(n_sexes):
        for age in range(n_cohorts - 1):
            for area in range(n_areas):
                for d in range(n_draws):
                    room.people[sex, age + 1, area, d] = rates.start[block.area + area, sex, age]


@compiled
def _multiply_factors(multipliers: Multipliers, room: Room, time: int, block: Block) -> None:
    n_components, n_areas, n_draws = room.factors.shape
    draws = slice(block.draw, block.draw + n_draws)
    for component in range(n_components):
        for area in range(n_areas):
            region = multipliers.regions[block.area + area]
            common = multipliers.regional[component, time, region, draws]
            own = multipliers.areal[component, block.area + area, draws]
            _product(room.factors[component, area], common, own)


@compiled
def _product(to: Array, left: Array, right: Array) -> None:
    for d in range(to.size):
        to[d] = left[d] * right[d]


# --- survival -------------------------------------------------------------------------------


@compiled
def _living(dying: Any, factor: Any, rules: Rules) -> Any:
    one = rules.numbers.one
    died = dying * factor
    return one - (died if died < one else one)


@compiled
def _movers_living(living: Any, rules: Rules) -> Any:
    numbers = rules.numbers
    if not rules.continuous:
        return numbers.always + numbers.with_stayers * living
    if living <= numbers.zero or living >= numbers.one:
        return living
    return (living - numbers.one) / np.log(living)


@compiled
def _moved(rate: Any, factor: Any, rules: Rules) -> Any:
    """In no draw do more people leave than there are."""
    one = rules.numbers.one
    share = rate * factor
    return share if share > -one else -one


@compiled
def _stayed(dying: Any, mortality: Any, rate: Any, moving: Any, rules: Rules) -> Any:
    """Of a cohort, those who live and do not move, and the balance of movers by rate."""
    living = _living(dying, mortality, rules)
    return living + _moved(rate, moving, rules) * _movers_living(living, rules)


@compiled
def _died(dying: Any, mortality: Any, rate: Any, moving: Any, rules: Rules) -> Any:
    one = rules.numbers.one
    living = _living(dying, mortality, rules)
    return (one - living) + _moved(rate, moving, rules) * (one - _movers_living(living, rules))


@compiled
def _landed(dying: Any, oldest: Any, mortality: Any, rules: Rules) -> Any:
    """Survival of those who come: like the plain mean of the cohorts that meet there."""
    living = _living(dying, mortality, rules) + _living(oldest, mortality, rules)
    return _movers_living(rules.numbers.half * living, rules)


# --- cohorts --------------------------------------------------------------------------------


@compiled
def _carry_cohort(
    rates: Rates, results: Results, room: Room, cell: Cell, block: Block, rules: Rules
) -> None:
    """One cohort of all areas into the age it reaches; the open group takes in two."""
    if rules.is_pool or rules.is_matrix:
        _leave(rates, room, cell, block, rules)
        _hand_out(rates, room, cell, block, rules)
    if results.events.size:
        _note_cohort(rates, results, room, cell, block, rules)
    _live(rates, room, cell, block, rules)
    _land(rates, results, room, cell, block, rules)


@compiled
def _live(rates: Rates, room: Room, cell: Cell, block: Block, rules: Rules) -> None:
    people, factors = room.people, room.factors
    time, sex, age = cell.time, cell.sex, cell.age
    for area in range(people.shape[2]):
        row = block.area + area
        rate = rates.rates[time, row, sex, age]
        moving = ARRIVALS if rate > 0 else DEPARTURES
        dying = rates.dying[time, row, sex, age]
        by = (dying, rate)
        deaths, moves = factors[DEATHS, area], factors[moving, area]
        if cell.is_open:
            by_oldest = (rates.dying[time, row, sex, age + 1], rate)
            _stay(room.spare, people[sex, age + 1, area], by_oldest, deaths, moves, rules)
            _stay(people[sex, age + 1, area], people[sex, age, area], by, deaths, moves, rules)
            _add(people[sex, age + 1, area], room.spare)
        else:
            _stay(people[sex, age + 1, area], people[sex, age, area], by, deaths, moves, rules)


@compiled
def _stay(
    to: Array, people: Array, by: tuple[Any, Any], deaths: Array, moves: Array, rules: Rules
) -> None:
    dying, rate = by
    for d in range(to.size):
        to[d] = people[d] * _stayed(dying, deaths[d], rate, moves[d], rules)


@compiled
def _add(to: Array, row: Array) -> None:
    for d in range(to.size):
        to[d] += row[d]


@compiled
def _land(
    rates: Rates, results: Results, room: Room, cell: Cell, block: Block, rules: Rules
) -> None:
    """Those who come from other areas, and those added or taken whoever lives here."""
    people, factors, come = room.people, room.factors, room.come
    time, sex, age = cell.time, cell.sex, cell.age
    coupled = rules.is_pool or rules.is_matrix
    for area in range(people.shape[2]):
        row = block.area + area
        added = rates.added[time, row, sex, age]
        if added == 0 and not coupled:
            continue
        by = ARRIVALS if added > 0 else DEPARTURES
        if not coupled:
            _fill(come[area], rules.numbers.zero)
        _add_scaled(come[area], factors[by, area], added)
        dying = rates.dying[time, row, sex, age]
        oldest = rates.dying[time, row, sex, age + 1] if cell.is_open else dying
        _arrive(
            people[sex, age + 1, area], come[area], (dying, oldest), factors[DEATHS, area], rules
        )
        if results.events.size:
            _note_landing(results, room, (time, area), (dying, oldest, added), block, rules)


# --- moves between areas --------------------------------------------------------------------


@compiled
def _leave(rates: Rates, room: Room, cell: Cell, block: Block, rules: Rules) -> None:
    """Those who leave each area for another one of the projection."""
    people, factors, gone = room.people, room.factors, room.gone
    time, sex, age = cell.time, cell.sex, cell.age
    for area in range(people.shape[2]):
        rate = rates.rates[time, block.area + area, sex, age]
        inside = -rates.inside[time, block.area + area, sex, age]
        moves = factors[DEPARTURES, area]
        _fill(gone[area], rules.numbers.zero)
        _move(gone[area], people[sex, age, area], (rate, inside), moves, rules)
        if cell.is_open:
            _move(gone[area], people[sex, age + 1, area], (rate, inside), moves, rules)


@compiled
def _move(to: Array, people: Array, by: tuple[Any, Any], moves: Array, rules: Rules) -> None:
    rate, part = by
    for d in range(to.size):
        to[d] += part * _moved(rate, moves[d], rules) * people[d]


@compiled
def _hand_out(rates: Rates, room: Room, cell: Cell, block: Block, rules: Rules) -> None:
    """The same people where they go."""
    gone, come, pool = room.gone, room.come, room.spare
    time, sex, age = cell.time, cell.sex, cell.age
    if rules.is_matrix:
        _multiply(rates, room, cell, rules)
        return
    _fill(pool, rules.numbers.zero)
    for area in range(gone.shape[0]):
        _add(pool, gone[area])
    for area in range(gone.shape[0]):
        _fill(come[area], rules.numbers.zero)
        _add_scaled(come[area], pool, rates.shares[time, block.area + area, sex, age])


@compiled
def _multiply(rates: Rates, room: Room, cell: Cell, rules: Rules) -> None:
    """come (destination, draw) = destinations (destination, origin) x gone (origin, draw).

    Two destinations and four origins at a time: eight products for every six rows that are read.
    """
    gone, come, to = room.gone, room.come, rates.destinations
    n, n_draws = gone.shape
    t, s, a = (cell.time if to.shape[0] > 1 else 0), cell.sex, cell.age
    for k in range(n):
        for d in range(n_draws):
            come[k, d] = rules.numbers.zero
    for k in range(0, n - 1, 2):
        for o in range(0, n - 3, 4):
            p0, p1, p2, p3 = (
                to[t, s, a, k, o], to[t, s, a, k, o + 1],
                to[t, s, a, k, o + 2], to[t, s, a, k, o + 3],
            )  # fmt: skip
            q0, q1, q2, q3 = (
                to[t, s, a, k + 1, o], to[t, s, a, k + 1, o + 1],
                to[t, s, a, k + 1, o + 2], to[t, s, a, k + 1, o + 3],
            )  # fmt: skip
            for d in range(n_draws):
                g0, g1, g2, g3 = gone[o, d], gone[o + 1, d], gone[o + 2, d], gone[o + 3, d]
                come[k, d] += (p0 * g0 + p1 * g1) + (p2 * g2 + p3 * g3)
                come[k + 1, d] += (q0 * g0 + q1 * g1) + (q2 * g2 + q3 * g3)
    # What is left over: the last origins of every pair, and the last destination of an odd number.
    for k in range(n):
        first = 0 if k == n - 1 and n % 2 else n - n % 4
        for o in range(first, n):
            share = to[t, s, a, k, o]
            for d in range(n_draws):
                come[k, d] += share * gone[o, d]


# --- births ---------------------------------------------------------------------------------


@compiled
def _bear_before(rates: Rates, room: Room, time: int, block: Block, rules: Rules) -> None:
    """Children of the women of the start, and of those of the end as if nobody had moved."""
    people, factors, born = room.people, room.factors, room.born
    for area in range(born.shape[0]):
        row = block.area + area
        for d in range(born.shape[1]):
            born[area, d] = rules.numbers.zero
        for age in range(1, rates.fertility.shape[2] - 1):
            children = rates.fertility[time, row, age]
            if children == 0:
                continue
            if not rules.by_ratio:
                children *= rules.numbers.half
                for d in range(born.shape[1]):
                    born[area, d] += children * people[0, age + 1, area, d]
            if not rules.movers_are_mothers:
                dying = rates.dying[time, row, 0, age]
                for d in range(born.shape[1]):
                    living = _living(dying, factors[DEATHS, area, d], rules)
                    born[area, d] += children * living * people[0, age, area, d]


@compiled
def _bear_after(rates: Rates, room: Room, time: int, block: Block, rules: Rules) -> None:
    """Children of the women of the end; then all of them by the factor of births."""
    people, born = room.people, room.born
    for area in range(born.shape[0]):
        if rules.movers_are_mothers:
            for age in range(1, rates.fertility.shape[2] - 1):
                children = rates.fertility[time, block.area + area, age]
                if children == 0:
                    continue
                children *= rules.numbers.one if rules.by_ratio else rules.numbers.half
                for d in range(born.shape[1]):
                    born[area, d] += children * people[0, age + 1, area, d]
        for d in range(born.shape[1]):
            born[area, d] *= room.factors[BIRTHS, area, d]


@compiled
def _deliver(
    rates: Rates, results: Results, room: Room, at: tuple[int, int], block: Block, rules: Rules
) -> None:
    """Births of one sex; children alive at the end of the step are carried back to births."""
    people, born = room.people, room.born
    time, sex = at
    share = rules.numbers.girls if sex == 0 else rules.numbers.boys
    for area in range(born.shape[0]):
        row = block.area + area
        for d in range(born.shape[1]):
            people[sex, 0, area, d] = share * born[area, d]
        if rules.by_ratio:
            dying = rates.dying[time, row, sex, 0]
            for d in range(born.shape[1]):
                people[sex, 0, area, d] /= _living(dying, room.factors[DEATHS, area, d], rules)
        if results.events.size:
            for d in range(born.shape[1]):
                results.events[BORN, time, row, block.place + d] += people[sex, 0, area, d]


# --- counts ---------------------------------------------------------------------------------


@compiled
def _count(results: Results, room: Room, time: int, block: Block) -> None:
    """The people of each group, two ages at a time."""
    people, place = room.people, slice(block.place, block.place + room.people.shape[3])
    for g in range(results.spans.shape[0]):
        for area in range(people.shape[2]):
            counted = results.groups[g, time, block.area + area, place]
            for s in range(results.spans[g, 0], results.spans[g, 1]):
                first, last = results.spans[g, 2] + 1, results.spans[g, 3] + 1
                whole = last - (last - first) % 2
                for k in range(first, whole, 2):
                    _add_two(counted, people[s, k, area], people[s, k + 1, area])
                for k in range(whole, last):
                    _add(counted, people[s, k, area])


@compiled
def _add_two(to: Array, one: Array, other: Array) -> None:
    for d in range(to.size):
        to[d] += one[d] + other[d]


@compiled
def _note_cohort(
    rates: Rates, results: Results, room: Room, cell: Cell, block: Block, rules: Rules
) -> None:
    """Count the deaths of those of a cohort who stay, and its moves by rate."""
    people, factors, events = room.people, room.factors, results.events
    time, sex, place = cell.time, cell.sex, slice(block.place, block.place + people.shape[3])
    for area in range(people.shape[2]):
        row = block.area + area
        rate = rates.rates[time, row, sex, cell.age]
        moving = ARRIVALS if rate > 0 else DEPARTURES
        moved = ARRIVED if rate > 0 else DEPARTED
        sign = rules.numbers.one if rate > 0 else -rules.numbers.one
        for k in range(cell.age, cell.age + (2 if cell.is_open else 1)):
            dying = rates.dying[time, row, sex, k]
            deaths, moves = factors[DEATHS, area], factors[moving, area]
            died = events[DIED, time, row, place]
            _die(died, people[sex, k, area], (dying, rate), deaths, moves, rules)
            went = events[moved, time, row, place]
            _move(went, people[sex, k, area], (rate, sign), moves, rules)


@compiled
def _die(
    to: Array, people: Array, by: tuple[Any, Any], deaths: Array, moves: Array, rules: Rules
) -> None:
    dying, rate = by
    for d in range(to.size):
        to[d] += people[d] * _died(dying, deaths[d], rate, moves[d], rules)


@compiled
def _note_landing(
    results: Results,
    room: Room,
    at: tuple[int, int],
    numbers: tuple[Any, Any, Any],
    block: Block,
    rules: Rules,
) -> None:
    """Count those who come, and the deaths among them."""
    come, events, one = room.come, results.events, rules.numbers.one
    (time, area), (dying, oldest, added) = at, numbers
    row, place = block.area + area, slice(block.place, block.place + come.shape[1])
    # All who come, less those who arrive.
    died = events[DIED, time, row, place]
    _fill(room.spare, rules.numbers.zero)
    _arrive(room.spare, come[area], (dying, oldest), room.factors[DEATHS, area], rules)
    _add(died, come[area])
    _add_scaled(died, room.spare, -one)
    moved, sign = (ARRIVED, one) if added >= 0 else (DEPARTED, -one)
    _add_scaled(events[moved, time, row, place], come[area], sign)


# --- rows -----------------------------------------------------------------------------------


@compiled
def _arrive(to: Array, come: Array, by: tuple[Any, Any], deaths: Array, rules: Rules) -> None:
    dying, oldest = by
    for d in range(to.size):
        to[d] += come[d] * _landed(dying, oldest, deaths[d], rules)


@compiled
def _fill(to: Array, value: Any) -> None:
    for d in range(to.size):
        to[d] = value


@compiled
def _add_scaled(to: Array, row: Array, by: Any) -> None:
    for d in range(to.size):
        to[d] += by * row[d]
