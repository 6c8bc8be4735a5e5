"""The projection compiled by Numba: draws innermost and contiguous, cohorts carried in place.

This module is imported only when a fast projection is asked for. It computes what `reference` does,
in single or double precision after the arrays it is given, and without fast-math, so that vectors
of any width give the same bytes.

An inner loop touches at most four arrays; with more the compiler gives up turning it into vectors.
Where a loop would not become vectors, it is cut out as a function of rows.
"""

from typing import Any

from renkei.engines.demography.projection.layout import (
    ARRIVALS,
    ARRIVED,
    BIRTHS,
    BORN,
    DEATHS,
    DEPARTED,
    DEPARTURES,
    DIED,
    Block,
    Cell,
    Multipliers,
    Rates,
    Results,
    Room,
    Rules,
)
from renkei.engines.demography.projection.rows import (
    add,
    add_scaled,
    add_two,
    arrive,
    compiled,
    die,
    fill,
    go,
    inlined,
    move,
    product,
    scale,
    stay,
    survival_of,
)


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


@inlined
def _begin(rates: Rates, room: Room, block: Block) -> None:
    n_sexes, n_cohorts, n_areas, n_draws = room.people.shape
    for sex in range(n_sexes):
        for age in range(n_cohorts - 1):
            for area in range(n_areas):
                for d in range(n_draws):
                    room.people[sex, age + 1, area, d] = rates.start[block.area + area, sex, age]


@inlined
def _multiply_factors(multipliers: Multipliers, room: Room, time: int, block: Block) -> None:
    n_components, n_areas, n_draws = room.factors.shape
    draws = slice(block.draw, block.draw + n_draws)
    for component in range(n_components):
        for area in range(n_areas):
            region = multipliers.regions[block.area + area]
            common = multipliers.regional[component, time, region, draws]
            own = multipliers.areal[component, block.area + area, draws]
            product(room.factors[component, area], common, own)


# --- cohorts --------------------------------------------------------------------------------


@inlined
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


@inlined
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
            stay(room.spare, people[sex, age + 1, area], by_oldest, deaths, moves, rules)
            stay(people[sex, age + 1, area], people[sex, age, area], by, deaths, moves, rules)
            add(people[sex, age + 1, area], room.spare)
        else:
            stay(people[sex, age + 1, area], people[sex, age, area], by, deaths, moves, rules)


@inlined
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
        if coupled:
            add_scaled(come[area], factors[by, area], added)
        else:
            scale(come[area], factors[by, area], added)
        dying = rates.dying[time, row, sex, age]
        oldest = rates.dying[time, row, sex, age + 1] if cell.is_open else dying
        arrive(
            people[sex, age + 1, area], come[area], (dying, oldest), factors[DEATHS, area], rules
        )
        if results.events.size:
            _note_landing(results, room, (time, area), (dying, oldest, added), block, rules)


# --- moves between areas --------------------------------------------------------------------


@inlined
def _leave(rates: Rates, room: Room, cell: Cell, block: Block, rules: Rules) -> None:
    """Those who leave each area for another one of the projection."""
    people, factors, gone = room.people, room.factors, room.gone
    time, sex, age = cell.time, cell.sex, cell.age
    for area in range(people.shape[2]):
        rate = rates.rates[time, block.area + area, sex, age]
        inside = -rates.inside[time, block.area + area, sex, age]
        moves = factors[DEPARTURES, area]
        go(gone[area], people[sex, age, area], (rate, inside), moves, rules)
        if cell.is_open:
            move(gone[area], people[sex, age + 1, area], (rate, inside), moves, rules)


@inlined
def _hand_out(rates: Rates, room: Room, cell: Cell, block: Block, rules: Rules) -> None:
    """The same people where they go."""
    gone, come, pool = room.gone, room.come, room.spare
    time, sex, age = cell.time, cell.sex, cell.age
    if rules.is_matrix:
        _multiply(rates, room, cell, rules)
        return
    fill(pool, rules.numbers.zero)
    for area in range(gone.shape[0]):
        add(pool, gone[area])
    for area in range(gone.shape[0]):
        scale(come[area], pool, rates.shares[time, block.area + area, sex, age])


@inlined
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


@inlined
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
                    living = survival_of(dying, factors[DEATHS, area, d], rules)
                    born[area, d] += children * living * people[0, age, area, d]


@inlined
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


@inlined
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
                people[sex, 0, area, d] /= survival_of(dying, room.factors[DEATHS, area, d], rules)
        if results.events.size:
            for d in range(born.shape[1]):
                results.events[BORN, time, row, block.place + d] += people[sex, 0, area, d]


# --- counts ---------------------------------------------------------------------------------


@inlined
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
                    add_two(counted, people[s, k, area], people[s, k + 1, area])
                for k in range(whole, last):
                    add(counted, people[s, k, area])


@inlined
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
            die(died, people[sex, k, area], (dying, rate), deaths, moves, rules)
            went = events[moved, time, row, place]
            move(went, people[sex, k, area], (rate, sign), moves, rules)


@inlined
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
    fill(room.spare, rules.numbers.zero)
    arrive(room.spare, come[area], (dying, oldest), room.factors[DEATHS, area], rules)
    add(died, come[area])
    add_scaled(died, room.spare, -one)
    moved, sign = (ARRIVED, one) if added >= 0 else (DEPARTED, -one)
    add_scaled(events[moved, time, row, place], come[area], sign)
