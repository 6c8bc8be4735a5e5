"""What the kernels are given and where they write: arrays by name, constants, places."""

from typing import Any, NamedTuple, TypeAlias

from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


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
