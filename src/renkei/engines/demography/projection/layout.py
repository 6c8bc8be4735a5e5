"""What the kernels are given and where they write: arrays by name, constants, places."""

from typing import Any, NamedTuple, TypeAlias

from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

# So many draws are carried side by side. It is a constant of the compiled code, so that a loop over
# them becomes a few vectors without a remainder; draws that are not wanted are carried in vain.
# One area of them fits into a core's own cache.
LANES = 128

# In bytes. A row of draws that starts with one is read in half the time.
CACHE_LINE = 64

# So many ages of an area are carried, and then counted, while the fastest cache holds them.
AGES_AT_ONCE = 8


class Numbers(NamedTuple):
    """Constants in the precision of the draws: a literal would turn single into double."""

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
    """The terms as they are, in double precision; for what a form lacks, another array stands in.

    Shapes  start (area, sex, age), dying (time, area, sex, cohort), fertility (time, area, age),
            rates, added, inside, shares (time, area, sex, age): each with one time for all where
            nothing changes; destinations (time, sex, age, destination, origin) in the precision of
            the draws
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
    """Factors: regional (component, time, region, lane), areal (component, area, lane), and the
    region of each area."""

    regional: Array
    areal: Array
    regions: Array


class Results(NamedTuple):
    """Where results go: groups (group, time, area, draw), events (event, time, area, draw)
    or empty; spans (group, 4) hold sexes from and to, ages from and to."""

    groups: Array
    events: Array
    spans: Array


class Room(NamedTuple):
    """Room for areas that are carried together, or for one; each row of lanes starts a cache line.

    Shapes  people (area, sex, cohort, lane), the oldest first, the births of the step last;
            lines (sex, term, cohort), the terms of an area and step in the precision of the draws;
            factors (component, lane), leaving (lane), the factor of departures of the next step;
            groups (group, lane), events (event, lane), born (lane);
            pool (2, sex, cohort, lane), those who leave for it in this step and in the next;
            gone (area, lane) and handed (sex, age, area, lane) for the matrix; come, spare (lane)
    """

    people: Array
    lines: Array
    factors: Array
    leaving: Array
    groups: Array
    events: Array
    born: Array
    pool: Array
    gone: Array
    handed: Array
    come: Array
    spare: Array


class Work(NamedTuple):
    """All that a kernel is given."""

    rates: Rates
    multipliers: Multipliers
    results: Results
    room: Room
    rules: Rules


class Block(NamedTuple):
    """The place of the draws in the results, from and to; the first of the areas in the room."""

    place: int
    end: int
    area: int


class Ages(NamedTuple):
    """Ages, or cohorts, of one sex: from low to below high."""

    sex: int
    low: int
    high: int


class At(NamedTuple):
    """A step and an area, by its place in the room."""

    time: int
    area: int


# In the order of `draws.COMPONENTS` and `accounts.EVENTS`.
DEATHS, BIRTHS, DEPARTURES, ARRIVALS = range(4)
BORN, DIED, ARRIVED, DEPARTED = range(4)

# The terms of one area and sex that are kept at hand.
DYING, FERTILITY, RATE, ADDED, SHARE, INSIDE, NEXT_RATE, NEXT_INSIDE = range(8)
N_TERMS = 8
