"""The projection compiled by Numba: draws side by side, cohorts carried in place.

This module is imported only when a fast projection is asked for. It computes what `reference` does,
in single or double precision after the room it is given, and without fast-math, so that vectors
of any width give the same bytes.

Areas that exchange people are carried together, all others one after the other. A few ages at a
time, whatever happens to them in a step is computed while they are in the processor's cache; also
who of them will leave for the pool in the next step. So each step reads and writes the people of
an area once, and forwards, which is what memory is fastest at.
"""

from renkei.engines.demography.projection.exchange import (
    empty_next_pool,
    exchange,
    leave_next,
    multiply_factor,
    number,
    place_of,
    when,
)
from renkei.engines.demography.projection.layout import (
    ADDED,
    AGES_AT_ONCE,
    ARRIVALS,
    ARRIVED,
    BIRTHS,
    BORN,
    DEATHS,
    DEPARTED,
    DEPARTURES,
    DIED,
    DYING,
    FERTILITY,
    INSIDE,
    NEXT_INSIDE,
    NEXT_RATE,
    RATE,
    SHARE,
    Ages,
    Array,
    At,
    Block,
    Work,
)
from renkei.engines.demography.projection.rows import (
    add,
    add_four,
    add_scaled,
    arrive,
    carry_back,
    combine,
    compiled,
    die,
    fetch_ahead,
    fill,
    inlined,
    move,
    multiply,
    scale,
    stay,
    stay_and_come,
    survive,
)


@compiled
def carry(work: Work, place: tuple[int, int]) -> None:
    """Carry the draws of all lanes through all steps, and write down those that have a place.

    1. area by area: everyone alive at the start; births by the women of the start and of the end
    2. area by area: the newborn
    Between areas people are handed out before each of the two.
    """
    n_steps, at_once = work.results.groups.shape[1], len(work.room.people)
    for first in range(0, len(work.rates.start), at_once):
        block = Block(place[0], place[1], first)
        _begin(work, block)
        for time in range(n_steps):
            for newborn in range(2):
                exchange(work, block, time, newborn)
                for area in range(at_once):
                    _carry_area(work, block, At(time, area), newborn)


@inlined
def _carry_area(work: Work, block: Block, at: At, newborn: int) -> None:
    """The newborn of an area, or everyone else and then the births, a few ages at a time."""
    low, high = (0, 1) if newborn else (1, work.rates.start.shape[2])
    _make_ready(work, block, at, (0, high))
    for sex in range(2):
        for top in range(high, low, -AGES_AT_ONCE):
            _carry_ages(work, at, Ages(sex, max(top - AGES_AT_ONCE, low), top))
    if not newborn:
        _deliver(work, at)
    _write_down(work, block, at)


@inlined
def _carry_ages(work: Work, at: At, ages: Ages) -> None:
    """Cohorts from the oldest to the youngest, each into the place of the one before it."""
    noting, n_ages = work.results.events.size > 0, work.rates.start.shape[2]
    line = work.room.lines[ages.sex]
    if ages.sex == 0:
        _bear_before(work, line, at, ages)
    if noting:
        _note_cohorts(work, line, at, ages)
    for age in range(ages.high - 1, ages.low - 1, -1):
        comers = _gather(work, line, at, ages.sex, age)
        if age == n_ages - 1:
            _carry_open(work, line, at, ages.sex, comers)
        else:
            _carry_cohort(work, line, at, ages.sex, age, comers)
        if comers and noting:
            _note_comers(work, line, age)
    if ages.sex == 0:
        _bear_after(work, line, at, ages)
    if work.rules.is_pool and at.time + 1 < work.results.groups.shape[1]:
        leave_next(work, line, at, Ages(ages.sex, ages.low + 1, ages.high + 1))
    _count(work, at, ages)


@inlined
def _carry_cohort(work: Work, line: Array, at: At, sex: int, age: int, comers: bool) -> None:
    place, factors = place_of(work, age), work.room.factors
    to, people = work.room.people[at.area, sex, place - 1], work.room.people[at.area, sex, place]
    by = line[DYING, age], line[RATE, age]
    moves = factors[ARRIVALS if by[1] > 0 else DEPARTURES]
    fetch_ahead(people)
    if comers:
        stay_and_come(to, people, work.room.come, by, factors[DEATHS], moves, work.rules)
    else:
        stay(to, people, by, factors[DEATHS], moves, work.rules)


@inlined
def _carry_open(work: Work, line: Array, at: At, sex: int, comers: bool) -> None:
    """The two oldest cohorts meet; who comes to them lives on like the plain mean of both."""
    room, rules, n_ages = work.room, work.rules, work.rates.start.shape[2]
    factors, to = room.factors, room.people[at.area, sex, 0]
    deaths, rate = factors[DEATHS], line[RATE, n_ages - 1]
    moves = factors[ARRIVALS if rate > 0 else DEPARTURES]
    dying, oldest = line[DYING, n_ages - 1], line[DYING, n_ages]
    stay(room.spare, to, (oldest, rate), deaths, moves, rules)
    stay(to, room.people[at.area, sex, 1], (dying, rate), deaths, moves, rules)
    add(to, room.spare)
    if comers:
        arrive(to, room.come, (dying, oldest), deaths, rules)


@inlined
def _gather(work: Work, line: Array, at: At, sex: int, age: int) -> bool:
    """Those who come from other areas, and those added or taken whoever lives here, if any."""
    rules, room = work.rules, work.room
    added = line[ADDED, age]
    by = room.factors[ARRIVALS if added > 0 else DEPARTURES]
    if rules.is_pool:
        share = line[SHARE, age]
        combine(room.come, by, added, room.pool[0, sex, place_of(work, age)], share)
    elif rules.is_matrix:
        combine(room.come, by, added, room.handed[sex, age, at.area], rules.numbers.one)
    elif added == 0:
        return False
    else:
        scale(room.come, by, added)
    return True


# --- the start, the factors and the terms ----------------------------------------------------


@inlined
def _begin(work: Work, block: Block) -> None:
    room, n_ages = work.room, work.rates.start.shape[2]
    for area in range(len(room.people)):
        for sex in range(2):
            for age in range(n_ages):
                persons = number(work, work.rates.start[block.area + area, sex, age])
                fill(room.people[area, sex, place_of(work, age + 1)], persons)
    if work.rules.is_pool:
        empty_next_pool(work)
        for area in range(len(room.people)):
            at = At(-1, area)
            _make_ready_next(work, block, at, (1, n_ages))
            for sex in range(2):
                leave_next(work, room.lines[sex], at, Ages(sex, 1, n_ages + 1))


@inlined
def _make_ready(work: Work, block: Block, at: At, ages: tuple[int, int]) -> None:
    """Terms and factors of an area in a step at hand, and nobody born, counted or noted."""
    room, rates, zero = work.room, work.rates, work.rules.numbers.zero
    factors, groups, events = room.factors, room.groups, room.events
    for component in range(len(factors)):
        multiply_factor(work, block, at, component, factors[component])
    for sex in range(2):
        line = room.lines[sex]
        row = (at.time, block.area + at.area, sex)
        _copy(line[DYING], rates.dying, row, (ages[0], ages[1] + 1))
        _copy(line[RATE], rates.rates, row, ages)
        _copy(line[ADDED], rates.added, row, ages)
        if work.rules.is_pool:
            _copy(line[SHARE], rates.shares, row, ages)
            _copy(line[INSIDE], rates.inside, row, (0, 1))
    fertility = rates.fertility[when(rates.fertility, at.time), block.area + at.area]
    for age in range(ages[0], ages[1]):
        room.lines[0, FERTILITY, age] = fertility[age]
    if work.rules.is_pool and at.time + 1 < work.results.groups.shape[1]:
        _make_ready_next(work, block, at, ages)
    fill(room.born, zero)
    for g in range(len(groups)):
        fill(groups[g], zero)
    for event in range(len(events)):
        fill(events[event], zero)


@inlined
def _make_ready_next(work: Work, block: Block, at: At, ages: tuple[int, int]) -> None:
    """The terms and the factor of those who leave in the next step, at an age higher by one."""
    room, rates, next_step = work.room, work.rates, At(at.time + 1, at.area)
    multiply_factor(work, block, next_step, DEPARTURES, room.leaving)
    higher = (ages[0], min(ages[1] + 1, rates.start.shape[2]))
    for sex in range(2):
        line, row = room.lines[sex], (at.time + 1, block.area + at.area, sex)
        _copy(line[NEXT_RATE], rates.rates, row, higher)
        _copy(line[NEXT_INSIDE], rates.inside, row, higher)


@inlined
def _copy(to: Array, values: Array, row: tuple[int, int, int], ages: tuple[int, int]) -> None:
    """Terms of one area and sex in the precision of the draws."""
    here = values[when(values, row[0]), row[1], row[2]]
    for age in range(ages[0], ages[1]):
        to[age] = here[age]


# --- births ---------------------------------------------------------------------------------


@inlined
def _bear_before(work: Work, line: Array, at: At, ages: Ages) -> None:
    """Children of the women of the start, and of those of the end as if nobody had moved."""
    room, rules, born = work.room, work.rules, work.room.born
    for age in range(ages.low, ages.high):
        children, place = line[FERTILITY, age], place_of(work, age)
        if children == 0:
            continue
        if not rules.by_ratio:
            children *= rules.numbers.half
            add_scaled(born, room.people[at.area, 0, place - 1], children)
        if not rules.movers_are_mothers:
            dying, deaths = line[DYING, age], room.factors[DEATHS]
            survive(room.spare, room.people[at.area, 0, place], dying, deaths, rules)
            add_scaled(born, room.spare, children)


@inlined
def _bear_after(work: Work, line: Array, at: At, ages: Ages) -> None:
    """Children of the women of the end."""
    room, rules, numbers = work.room, work.rules, work.rules.numbers
    if rules.movers_are_mothers:
        for age in range(ages.low, ages.high):
            children, place = line[FERTILITY, age], place_of(work, age)
            if children != 0:
                children *= numbers.one if rules.by_ratio else numbers.half
                add_scaled(room.born, room.people[at.area, 0, place - 1], children)


@inlined
def _deliver(work: Work, at: At) -> None:
    """All births, by their factor, as the youngest cohort of both sexes."""
    room, rules, numbers = work.room, work.rules, work.rules.numbers
    factors, born, place = room.factors, room.born, place_of(work, 0)
    multiply(born, factors[BIRTHS])
    for sex in range(2):
        line, newborn = room.lines[sex], room.people[at.area, sex, place]
        scale(newborn, born, numbers.girls if sex == 0 else numbers.boys)
        if rules.by_ratio:
            # Children alive at the end of the step are carried back to births.
            carry_back(newborn, line[DYING, 0], factors[DEATHS], rules)
        add(room.events[BORN], newborn)
        if rules.is_pool and line[RATE, 0] < 0:
            by = line[RATE, 0], -line[INSIDE, 0]
            move(room.pool[0, sex, place], newborn, by, factors[DEPARTURES], rules)


# --- counts ---------------------------------------------------------------------------------


@inlined
def _count(work: Work, at: At, ages: Ages) -> None:
    """Add the people of some ages to the groups that have them, four ages at a time."""
    spans, people = work.results.spans, work.room.people[at.area, ages.sex]
    for g in range(len(spans)):
        low, high = max(spans[g, 2], ages.low), min(spans[g, 3], ages.high)
        if high <= low or not spans[g, 0] <= ages.sex < spans[g, 1]:
            continue
        group, first, last = work.room.groups[g], place_of(work, high), place_of(work, low)
        whole = last - (last - first) % 4
        for k in range(first, whole, 4):
            add_four(group, people[k], people[k + 1], people[k + 2], people[k + 3])
        for k in range(whole, last):
            add(group, people[k])


@inlined
def _note_cohorts(work: Work, line: Array, at: At, ages: Ages) -> None:
    """Note the deaths of those of each cohort who stay, and its moves by rate."""
    room, rules, n_ages = work.room, work.rules, work.rates.start.shape[2]
    factors, events, one = room.factors, room.events, rules.numbers.one
    for cohort in range(ages.low, ages.high + 1 if ages.high == n_ages else ages.high):
        age, people = (
            min(cohort, n_ages - 1),
            room.people[at.area, ages.sex, place_of(work, cohort)],
        )
        by = line[DYING, cohort], line[RATE, age]
        event, sign = (ARRIVED, one) if by[1] > 0 else (DEPARTED, -one)
        moves = factors[ARRIVALS if by[1] > 0 else DEPARTURES]
        die(events[DIED], people, by, factors[DEATHS], moves, rules)
        move(events[event], people, (by[1], sign), moves, rules)


@inlined
def _note_comers(work: Work, line: Array, age: int) -> None:
    """Note those who come, and the deaths among them: all who come, less those who arrive."""
    room, rules, one = work.room, work.rules, work.rules.numbers.one
    oldest = age + 1 if age == work.rates.start.shape[2] - 1 else age
    dying, taken = (line[DYING, age], line[DYING, oldest]), -line[ADDED, age]
    events = room.events
    fill(room.spare, rules.numbers.zero)
    arrive(room.spare, room.come, dying, room.factors[DEATHS], rules)
    add(events[DIED], room.come)
    add_scaled(events[DIED], room.spare, -one)
    add(events[ARRIVED], room.come)
    if taken > 0:
        # Those taken whoever lives here are missing among those who come from other areas.
        add_scaled(events[ARRIVED], room.factors[DEPARTURES], taken)
        add_scaled(events[DEPARTED], room.factors[DEPARTURES], taken)


@inlined
def _write_down(work: Work, block: Block, at: At) -> None:
    """Groups and events of the draws that are wanted."""
    room, results, row = work.room, work.results, block.area + at.area
    for g in range(len(results.groups)):
        _write(results.groups[g, at.time, row], room.groups[g], block)
    for event in range(len(results.events)):
        _write(results.events[event, at.time, row], room.events[event], block)


@inlined
def _write(to: Array, row: Array, block: Block) -> None:
    wanted = to[block.place : block.end]
    for d in range(len(wanted)):
        wanted[d] += row[d]
