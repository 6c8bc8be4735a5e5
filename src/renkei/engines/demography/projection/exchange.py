"""What kernels share: factors and places; and moves between areas, by a pool or by a matrix."""

from typing import Any

from renkei.engines.demography.projection.layout import (
    DEPARTURES,
    NEXT_INSIDE,
    NEXT_RATE,
    Ages,
    Array,
    At,
    Block,
    Work,
)
from renkei.engines.demography.projection.rows import (
    add_scaled,
    compiled,
    fill,
    go,
    inlined,
    mix,
    move,
    product,
    scale,
)


@inlined
def multiply_factor(work: Work, block: Block, at: At, component: int, to: Array) -> None:
    multipliers, area = work.multipliers, block.area + at.area
    common = multipliers.regional[component, at.time, multipliers.regions[area]]
    product(to, common, multipliers.areal[component, area])


@inlined
def when(values: Array, time: int) -> int:
    return time if len(values) > 1 else 0


@inlined
def place_of(work: Work, cohort: int) -> int:
    """The oldest stand first, since they are carried first and memory is fastest forwards."""
    n_ages: int = work.rates.start.shape[2]
    return n_ages - cohort


@inlined
def number(work: Work, value: Any) -> Any:
    return work.room.people.dtype.type(value)


# --- moves between areas --------------------------------------------------------------------


@inlined
def exchange(work: Work, block: Block, time: int, newborn: int) -> None:
    """Hand out those who leave for other areas of the projection."""
    room, rules = work.room, work.rules
    if rules.is_matrix:
        _multiply_by_matrix(work, block, time, newborn)
    if rules.is_pool and not newborn:
        for sex in range(2):
            for age in range(room.pool.shape[2]):
                scale(room.pool[0, sex, age], room.pool[1, sex, age], rules.numbers.one)
        empty_next_pool(work)


@inlined
def empty_next_pool(work: Work) -> None:
    for sex in range(2):
        for age in range(work.room.pool.shape[2]):
            fill(work.room.pool[1, sex, age], work.rules.numbers.zero)


@inlined
def leave_next(work: Work, line: Array, at: At, cohorts: Ages) -> None:
    """Add those who will leave an area for the pool, by the age they will reach."""
    room, n_ages, sex = work.room, work.rates.start.shape[2], cohorts.sex
    for cohort in range(cohorts.low, cohorts.high):
        age = min(cohort, n_ages - 1)
        by = line[NEXT_RATE, age], -line[NEXT_INSIDE, age]
        if by[0] < 0:
            people, to = room.people[at.area, sex, place_of(work, cohort)], room.pool[1, sex]
            move(to[place_of(work, age)], people, by, room.leaving, work.rules)


@compiled
def _multiply_by_matrix(work: Work, block: Block, time: int, newborn: int) -> None:
    """Those who leave each area, by the matrix of destinations of their age."""
    room, rates, rules, n_ages = work.room, work.rates, work.rules, work.rates.start.shape[2]
    now, to_now = when(rates.rates, time), when(rates.destinations, time)
    for sex in range(2):
        for age in range(0 if newborn else 1, 1 if newborn else n_ages):
            for area in range(len(room.people)):
                people, gone, row = room.people[area, sex], room.gone[area], block.area + area
                rate = number(work, min(rates.rates[now, row, sex, age], 0.0))
                inside = rates.inside[when(rates.inside, time), row, sex, age]
                by = rate, -number(work, inside)
                multiply_factor(work, block, At(time, area), DEPARTURES, room.spare)
                go(gone, people[place_of(work, age)], by, room.spare, rules)
                if age == n_ages - 1:
                    move(gone, people[0], by, room.spare, rules)
            to = rates.destinations[to_now, sex, age]
            _multiply_all(to, room.gone, room.handed[sex, age], rules.numbers.zero)


@inlined
def _multiply_all(to: Array, gone: Array, come: Array, zero: Any) -> None:
    """come (destination, lane) = to (destination, origin) x gone (origin, lane).

    Four destinations and four origins at a time: sixteen products for every twelve rows touched.
    """
    n_to, n_from = to.shape
    for k in range(n_to):
        fill(come[k], zero)
    for k in range(0, n_to - 3, 4):
        for o in range(0, n_from - 3, 4):
            mix(come[k : k + 4], gone[o : o + 4], to[k : k + 4, o : o + 4])
    # What is left over: the last origins of every four destinations, and the last destinations.
    for k in range(n_to):
        for o in range(n_from - n_from % 4 if k < n_to - n_to % 4 else 0, n_from):
            add_scaled(come[k], gone[o], to[k, o])
