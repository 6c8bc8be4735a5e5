"""The logic of an initiative: what leads to what, and how well that is known.

A link runs from an activity to an output, an outcome and the population. Its ends are ids of
indicators ("II-3.1", "P.04"), the reference of the initiative for what is done ("II-3"), and, as
an effect only, "population:births".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from renkei.charter.errors import MisfitError
from renkei.charter.text import Text

# A        compared with others who were not helped
# B        before and after, against a reference such as an official statistic
# C        before and after
# D        the organiser's own questionnaire, or plausible by what is published elsewhere
# assumed  nothing is known
Grade = Literal["A", "B", "C", "D", "assumed"]
Population = Literal["births", "natural", "in_migration", "out_migration", "social"]
POPULATION = "population:"
POPULATIONS: tuple[str, ...] = get_args(Population)
LEVELS = ("activity", "output", "outcome", "population")


@dataclass(frozen=True, slots=True)
class Link:
    """`cause` leads to `effect`; `source` says where that is known from."""

    cause: str
    effect: str
    grade: Grade
    why: Text
    source: Text | None = None

    def __post_init__(self) -> None:
        if self.cause.startswith(POPULATION):
            raise MisfitError("cause", "the population is where the logic ends, not a cause")
        if self.grade != "assumed" and self.source is None:
            raise MisfitError("source", f"is missing; grade {self.grade} needs one")
        key = self.effect.removeprefix(POPULATION)
        if key != self.effect and key not in POPULATIONS:
            raise MisfitError("effect", f"“{key}” is not one of {', '.join(POPULATIONS)}")


class UnfitLinkError(ValueError):
    """The link with this number, counted from 1, does not fit; `name` is the key to correct."""

    def __init__(self, number: int, name: str, problem: str) -> None:
        super().__init__(problem)
        self.number, self.name, self.problem = number, name, problem


def check(links: Iterable[Link], levels: Mapping[str, str]) -> None:
    """`levels` of everything that a link of the initiative may name.

    Errors  UnfitLinkError for an end that is unknown, a link that leads backwards, a second one
            between the same ends, a circle
    """
    causes: dict[str, list[str]] = {}
    for number, link in enumerate(links, start=1):
        ranks = [_rank(number, name, getattr(link, name), levels) for name in ("cause", "effect")]
        if ranks[1] < ranks[0]:
            raise UnfitLinkError(
                number,
                "effect",
                f"“{link.effect}” ({LEVELS[ranks[1]]}) comes before “{link.cause}” "
                f"({LEVELS[ranks[0]]}); a link leads from what is done to what comes of it",
            )
        if link.cause in causes.get(link.effect, ()):
            raise UnfitLinkError(number, "effect", f"“{link.cause}” already leads there")
        if link.effect in {link.cause, *_all_causes(link.cause, causes)}:
            raise UnfitLinkError(number, "effect", f"“{link.effect}” would lead to itself")
        causes.setdefault(link.effect, []).append(link.cause)


def rank_of(end: str, levels: Mapping[str, str]) -> int:
    """The column in which an end of a link stands."""
    level = "population" if end.startswith(POPULATION) else levels[end]
    return LEVELS.index(level)


def _rank(number: int, name: str, end: str, levels: Mapping[str, str]) -> int:
    try:
        return rank_of(end, levels)
    except KeyError:
        raise UnfitLinkError(
            number,
            name,
            f"“{end}” is no indicator of this initiative or of the programme, nor “{POPULATION}…”",
        ) from None


def _all_causes(end: str, causes: Mapping[str, list[str]]) -> Iterator[str]:
    for cause in causes.get(end, ()):
        yield cause
        yield from _all_causes(cause, causes)
