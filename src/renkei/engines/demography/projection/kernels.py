"""The projection compiled by Numba: draws innermost and contiguous, ages carried in place.

This module is imported only when a fast projection is asked for. It computes what `reference` does,
in single or double precision after the arrays it is given, and without fast-math, so that vectors
of any width give the same bytes. An inner loop touches at most four arrays: with more the
compiler gives up turning it into vectors.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit  # type: ignore[import-untyped]
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., object])
Array = NDArray[Any]


def compiled(function: F) -> F:
    """Compiled at its first call and kept on disk; other Python threads run meanwhile."""
    return cast(F, njit(nogil=True, cache=True, _nrt=False)(function))


class Numbers(NamedTuple):
    """Constants in the precision of the arrays: a literal would turn single into double."""

    zero: float
    half: float
    one: float
    always: float  # movers' survival = always + with_stayers x stayers' survival
    with_stayers: float
    girls: float
    boys: float


class Choices(NamedTuple):
    """Conventions and form, as the kernel branches on them."""

    continuous: bool
    by_ratio: bool
    movers_are_mothers: bool
    is_pool: bool
    is_matrix: bool


class Rates(NamedTuple):
    """The terms in the order of the kernel, all of one precision; what a form lacks is empty.

    Shapes  dying (time, area, sex, cohort), fertility (time, area, age),
            rates, added, inside, shares (time, area, sex, age),
            destinations (time, or 1 for all, sex, age, destination, origin)
    """

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


class Block(NamedTuple):
    """The first area, the draws of the shard, and the shard's place in the results."""

    area: int
    draw: int
    draw_end: int
    shard: int


class Scratch(NamedTuple):
    """Room for one block: people (sex, age, area, draw), factors (component, area, draw), spare
    (draw), the others (area, draw)."""

    people: Array
    born: Array
    newborn: Array
    factors: Array
    gone: Array
    come: Array
    spare: Array


# Order of `draws.COMPONENTS` and `accounts.EVENTS`.
DEATHS, BIRTHS, DEPARTURES, ARRIVALS = range(4)
BORN, DIED, ARRIVED, DEPARTED = range(4)


@compiled
def carry(
    start: Array,
    rates: Rates,
    multipliers: Multipliers,
    results: Results,
    scratch: Scratch,
    draws: tuple[int, int, int],
    rules: tuple[Choices, Numbers],
) -> None:
    """Carry blocks of areas through all steps: areas that exchange people together, others alone.

    1. factors of the step, area by area
    2. the women of the start bear their part of the children
    3. cohorts from the oldest to the youngest, each into the place of the one before it;
       before the newborn are carried, the women of the end bear the rest
    4. groups are counted

    Shapes  start (area, sex, age); draws: first and last of the shard, place of the shard
    """
    people, born, newborn = scratch.people, scratch.born, scratch.newborn
    n_ages, areas_at_once = people.shape[1], people.shape[2]
    for area in range(0, len(start), areas_at_once):
        block = Block(area, draws[0], draws[1], draws[2])
        for sex in range(2):
            for age in range(n_ages):
                for row in range(areas_at_once):
                    _fill(people[sex, age, row], start[area + row, sex, age])
        for time in range(rates.dying.shape[0]):
            _multiply_factors(scratch.factors, multipliers, time, block)
            _bear_before(born, people[0], rates, scratch, time, block, rules)
            for sex in range(2):
                for age in range(n_ages - 1, -1, -1):
                    cell = (time, sex, age)
                    if age == 0:
                        if sex == 0:
                            _bear_after(born, people[0], rates, scratch, time, block, rules)
                        _deliver(newborn, born, rates, scratch, results, cell, block, rules)
                    younger = people[sex, age - 1] if age > 0 else newborn
                    if rules[0].is_pool or rules[0].is_matrix:
                        _exchange(people[sex, age], younger, rates, scratch, cell, block, rules)
                    _carry_cohort(
                        people[sex, age], younger, rates, scratch, results, cell, block, rules
                    )
            _count(people, results, time, block)


@compiled
def _multiply_factors(factors: Array, multipliers: Multipliers, time: int, block: Block) -> None:
    for component in range(4):
        for area in range(factors.shape[1]):
            region = multipliers.regions[block.area + area]
            common = multipliers.regional[component, time, region, block.draw : block.draw_end]
            own = multipliers.areal[component, block.area + area, block.draw : block.draw_end]
            _product(factors[component, area], common, own)


# --- cohorts --------------------------------------------------------------------------------


@compiled
def _carry_cohort(
    to: Array,
    younger: Array,
    rates: Rates,
    scratch: Scratch,
    results: Results,
    cell: tuple[int, int, int],
    block: Block,
    rules: tuple[Choices, Numbers],
) -> None:
    """One cohort of all areas into `to`, the age it reaches; the open group takes in two."""
    time, sex, age = cell
    last = 1 if age == rates.rates.shape[3] - 1 else 0
    for area in range(to.shape[0]):
        rate = rates.rates[time, block.area + area, sex, age]
        mortality = scratch.factors[DEATHS, area]
        moving = scratch.factors[ARRIVALS if rate > 0 else DEPARTURES, area]
        for cohort in range(last, -1, -1):
            people = to[area] if cohort else younger[area]
            alive = scratch.spare if cohort else to[area]
            dying = rates.dying[time, block.area + area, sex, age + cohort]
            if results.events.size:
                _note(results, people, dying, rate, mortality, moving, (time, area), block, rules)
            _live(alive, people, dying, rate, mortality, moving, rules)
        if last:
            _add(to[area], scratch.spare)
        _receive(to[area], rates, scratch, results, cell, area, block, rules)


@compiled
def _receive(
    to: Array,
    rates: Rates,
    scratch: Scratch,
    results: Results,
    cell: tuple[int, int, int],
    area: int,
    block: Block,
    rules: tuple[Choices, Numbers],
) -> None:
    """Those who come from other areas, and those added or taken whoever lives here."""
    choices, numbers = rules
    time, sex, age = cell
    row, come = block.area + area, scratch.come[area]
    added = rates.added[time, row, sex, age]
    if added == 0 and not (choices.is_pool or choices.is_matrix):
        return
    if not (choices.is_pool or choices.is_matrix):
        _fill(come, numbers.zero)
    _add_scaled(come, scratch.factors[ARRIVALS if added > 0 else DEPARTURES, area], added)
    dying = rates.dying[time, row, sex, age]
    is_open = age == rates.rates.shape[3] - 1
    oldest = rates.dying[time, row, sex, age + 1] if is_open else dying
    mortality = scratch.factors[DEATHS, area]
    _land(to, come, dying, oldest, mortality, rules)
    if results.events.size:
        first, last = block.shard + block.draw, block.shard + block.draw_end
        _land_dead(
            results.events[DIED, time, row, first:last], come, dying, oldest, mortality, rules
        )
        sign = numbers.one if added >= 0 else -numbers.one
        moved = ARRIVED if added >= 0 else DEPARTED
        _add_scaled(results.events[moved, time, row, first:last], come, sign)


@compiled
def _note(
    results: Results,
    people: Array,
    dying: float,
    rate: float,
    mortality: Array,
    moving: Array,
    at: tuple[int, int],
    block: Block,
    rules: tuple[Choices, Numbers],
) -> None:
    """Count the deaths and moves of one cohort of one area."""
    time, row = at[0], block.area + at[1]
    first, last = block.shard + block.draw, block.shard + block.draw_end
    deaths = results.events[DIED, time, row, first:last]
    _die(deaths, people, dying, rate, mortality, moving, rules)
    if rate != 0:
        one = rules[1].one
        moved = results.events[ARRIVED if rate > 0 else DEPARTED, time, row, first:last]
        _move(moved, people, rate, moving, one if rate > 0 else -one, rules[1])


@compiled
def _survival(dying: float, mortality: float, numbers: Numbers) -> float:
    died = dying * mortality
    return numbers.one - (died if died < numbers.one else numbers.one)


@compiled
def _movers_survival(living: float, continuous: bool, numbers: Numbers) -> float:
    if not continuous:
        return numbers.always + numbers.with_stayers * living
    if living <= numbers.zero or living >= numbers.one:
        return living
    mean: float = (living - numbers.one) / np.log(living)
    return mean


@compiled
def _moved(rate: float, factor: float, numbers: Numbers) -> float:
    share = rate * factor
    return share if share > -numbers.one else -numbers.one


@compiled
def _live(
    to: Array,
    people: Array,
    dying: float,
    rate: float,
    mortality: Array,
    moving: Array,
    rules: tuple[Choices, Numbers],
) -> None:
    """Those who live through the step and do not move, and the balance of movers by rate."""
    choices, numbers = rules
    for d in range(to.size):
        living = _survival(dying, mortality[d], numbers)
        moved = _moved(rate, moving[d], numbers)
        movers = _movers_survival(living, choices.continuous, numbers)
        to[d] = people[d] * (living + moved * movers)


@compiled
def _die(
    deaths: Array,
    people: Array,
    dying: float,
    rate: float,
    mortality: Array,
    moving: Array,
    rules: tuple[Choices, Numbers],
) -> None:
    choices, numbers = rules
    for d in range(deaths.size):
        living = _survival(dying, mortality[d], numbers)
        moved = _moved(rate, moving[d], numbers)
        movers = _movers_survival(living, choices.continuous, numbers)
        deaths[d] += people[d] * ((numbers.one - living) + moved * (numbers.one - movers))


@compiled
def _landing(
    dying: float,
    oldest: float,
    mortality: float,
    continuous: bool,
    numbers: Numbers,
) -> float:
    """Survival of those who come: like the plain mean of the cohorts that meet there."""
    living = _survival(dying, mortality, numbers) + _survival(oldest, mortality, numbers)
    return _movers_survival(numbers.half * living, continuous, numbers)


@compiled
def _land(
    to: Array,
    come: Array,
    dying: float,
    oldest: float,
    mortality: Array,
    rules: tuple[Choices, Numbers],
) -> None:
    choices, numbers = rules
    for d in range(to.size):
        alive = _landing(dying, oldest, mortality[d], choices.continuous, numbers)
        to[d] += come[d] * alive


@compiled
def _land_dead(
    deaths: Array,
    come: Array,
    dying: float,
    oldest: float,
    mortality: Array,
    rules: tuple[Choices, Numbers],
) -> None:
    choices, numbers = rules
    for d in range(deaths.size):
        alive = _landing(dying, oldest, mortality[d], choices.continuous, numbers)
        deaths[d] += come[d] * (numbers.one - alive)


# --- moves between areas --------------------------------------------------------------------


@compiled
def _exchange(
    to: Array,
    younger: Array,
    rates: Rates,
    scratch: Scratch,
    cell: tuple[int, int, int],
    block: Block,
    rules: tuple[Choices, Numbers],
) -> None:
    """Who leaves each area for others (`gone`), and who comes to each from them (`come`)."""
    choices, numbers = rules
    time, sex, age = cell
    is_open = age == rates.rates.shape[3] - 1
    for area in range(to.shape[0]):
        rate = rates.rates[time, block.area + area, sex, age]
        moving, gone = scratch.factors[DEPARTURES, area], scratch.gone[area]
        _fill(gone, numbers.zero)
        _move(gone, younger[area], rate, moving, -numbers.one, numbers)
        if is_open:
            _move(gone, to[area], rate, moving, -numbers.one, numbers)
        _scale(gone, rates.inside[time, block.area + area, sex, age])
    if choices.is_matrix:
        slot = time if rates.destinations.shape[0] > 1 else 0
        _multiply(scratch.come, rates.destinations[slot, sex, age], scratch.gone, numbers.zero)
        return
    _fill(scratch.spare, numbers.zero)
    for area in range(to.shape[0]):
        _add(scratch.spare, scratch.gone[area])
    for area in range(to.shape[0]):
        share = rates.shares[time, block.area + area, sex, age]
        _fill(scratch.come[area], numbers.zero)
        _add_scaled(scratch.come[area], scratch.spare, share)


@compiled
def _move(
    moved: Array, people: Array, rate: float, factor: Array, sign: float, numbers: Numbers
) -> None:
    for d in range(moved.size):
        moved[d] += sign * _moved(rate, factor[d], numbers) * people[d]


@compiled
def _multiply(come: Array, destinations: Array, gone: Array, zero: float) -> None:
    """come (destination, draw) = destinations (destination, origin) x gone (origin, draw).

    Two destinations and four origins at a time: eight products for every six rows that are read.
    """
    n = len(gone)
    for to in range(0, n - 1, 2):
        a, b = come[to], come[to + 1]
        _fill(a, zero)
        _fill(b, zero)
        for origin in range(0, n - 3, 4):
            _eight(a, b, destinations[to : to + 2, origin : origin + 4], gone[origin : origin + 4])
        for origin in range(n - n % 4, n):
            _add_scaled(a, gone[origin], destinations[to, origin])
            _add_scaled(b, gone[origin], destinations[to + 1, origin])
    if n % 2:
        _fill(come[n - 1], zero)
        for origin in range(n):
            _add_scaled(come[n - 1], gone[origin], destinations[n - 1, origin])


@compiled
def _eight(a: Array, b: Array, destinations: Array, gone: Array) -> None:
    p0, p1, p2, p3 = destinations[0]
    q0, q1, q2, q3 = destinations[1]
    g0, g1, g2, g3 = gone
    for d in range(a.size):
        v0, v1, v2, v3 = g0[d], g1[d], g2[d], g3[d]
        a[d] += (p0 * v0 + p1 * v1) + (p2 * v2 + p3 * v3)
        b[d] += (q0 * v0 + q1 * v1) + (q2 * v2 + q3 * v3)


# --- births ---------------------------------------------------------------------------------


@compiled
def _bear_before(
    born: Array,
    women: Array,
    rates: Rates,
    scratch: Scratch,
    time: int,
    block: Block,
    rules: tuple[Choices, Numbers],
) -> None:
    """Children of the women of the start, and of those of the end as if nobody had moved."""
    choices, numbers = rules
    for area in range(born.shape[0]):
        _fill(born[area], numbers.zero)
        row = block.area + area
        mortality = scratch.factors[DEATHS, area]
        for age in range(1, women.shape[0] - 1):
            fertility = rates.fertility[time, row, age]
            if fertility == 0:
                continue
            if not choices.by_ratio:
                fertility *= numbers.half
                _add_scaled(born[area], women[age, area], fertility)
            if not choices.movers_are_mothers:
                dying = rates.dying[time, row, 0, age]
                _add_survivors(
                    born[area], women[age - 1, area], fertility, dying, mortality, numbers
                )


@compiled
def _add_survivors(
    to: Array, people: Array, by: float, dying: float, mortality: Array, numbers: Numbers
) -> None:
    for d in range(to.size):
        to[d] += by * people[d] * _survival(dying, mortality[d], numbers)


@compiled
def _bear_after(
    born: Array,
    women: Array,
    rates: Rates,
    scratch: Scratch,
    time: int,
    block: Block,
    rules: tuple[Choices, Numbers],
) -> None:
    """Children of the women of the end; then all of them by the factor of births."""
    choices, numbers = rules
    for area in range(born.shape[0]):
        for age in range(1, women.shape[0] - 1):
            fertility = rates.fertility[time, block.area + area, age]
            if fertility != 0 and choices.movers_are_mothers:
                weight = fertility if choices.by_ratio else fertility * numbers.half
                _add_scaled(born[area], women[age, area], weight)
        _product(born[area], born[area], scratch.factors[BIRTHS, area])


@compiled
def _deliver(
    newborn: Array,
    born: Array,
    rates: Rates,
    scratch: Scratch,
    results: Results,
    cell: tuple[int, int, int],
    block: Block,
    rules: tuple[Choices, Numbers],
) -> None:
    """Births of one sex; children alive at the end of the step are carried back to births."""
    choices, numbers = rules
    time, sex, _ = cell
    first, last = block.shard + block.draw, block.shard + block.draw_end
    for area in range(born.shape[0]):
        to, mortality = newborn[area], scratch.factors[DEATHS, area]
        _fill(to, numbers.zero)
        _add_scaled(to, born[area], numbers.girls if sex == 0 else numbers.boys)
        if choices.by_ratio:
            dying = rates.dying[time, block.area + area, sex, 0]
            for d in range(to.size):
                to[d] /= _survival(dying, mortality[d], numbers)
        if results.events.size:
            _add(results.events[BORN, time, block.area + area, first:last], to)


# --- counts ---------------------------------------------------------------------------------


@compiled
def _count(people: Array, results: Results, time: int, block: Block) -> None:
    """The people of each group, four ages at a time."""
    first, last = block.shard + block.draw, block.shard + block.draw_end
    for group in range(results.spans.shape[0]):
        sex, sex_end, age, age_end = results.spans[group]
        for area in range(people.shape[2]):
            to = results.groups[group, time, block.area + area, first:last]
            for s in range(sex, sex_end):
                for a in range(age, age_end - 3, 4):
                    _add_four(
                        to, people[s, a, area], people[s, a + 1, area],
                        people[s, a + 2, area], people[s, a + 3, area],
                    )  # fmt: skip
                for a in range(age_end - (age_end - age) % 4, age_end):
                    _add(to, people[s, a, area])


@compiled
def _add_four(to: Array, a: Array, b: Array, c: Array, e: Array) -> None:
    for d in range(to.size):
        to[d] += (a[d] + b[d]) + (c[d] + e[d])


# --- rows -----------------------------------------------------------------------------------


@compiled
def _fill(to: Array, value: float) -> None:
    for d in range(to.size):
        to[d] = value


@compiled
def _scale(to: Array, by: float) -> None:
    for d in range(to.size):
        to[d] *= by


@compiled
def _add(to: Array, row: Array) -> None:
    for d in range(to.size):
        to[d] += row[d]


@compiled
def _add_scaled(to: Array, row: Array, by: float) -> None:
    for d in range(to.size):
        to[d] += by * row[d]


@compiled
def _product(to: Array, left: Array, right: Array) -> None:
    for d in range(to.size):
        to[d] = left[d] * right[d]
