"""A what-if as it stands in an address: where, until when, and which levers were moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from urllib.parse import urlencode

from django.http import QueryDict

from renkei.observatory.ahead.levers import groups, levers

# What stands in an address besides the levers.
AREA, WHO = "area", "who"
HORIZON = "horizon"


@dataclass(frozen=True, slots=True)
class Question:
    """The places it is about, and the levers that do not stand where they stood."""

    areas: tuple[str, ...]
    moved: tuple[tuple[str, float], ...] = ()
    who: str = ""

    def value(self, key: str) -> float | None:
        """Where a lever stands; None for one that stands where the place stands."""
        return dict(self.moved).get(key, levers()[key].untouched)

    def number(self, key: str) -> float:
        """Where a lever stands that has a place of its own.

        Errors  ValueError for a lever that stands where the place stands
        """
        found = self.value(key)
        if found is None:
            raise ValueError(f"the lever “{key}” was not moved")
        return found

    def has(self, key: str) -> bool:
        return key in dict(self.moved)

    @property
    def horizon(self) -> int:
        return round(self.number(HORIZON))

    @property
    def changes_nothing(self) -> bool:
        return not any(is_change(key) for key, _value in self.moved)

    def until(self, year: int) -> "Question":
        """The same question with its answer in another year."""
        values = dict(self.moved) | {HORIZON: float(year)}
        return question(self.areas, values, self.who)

    @property
    def query(self) -> str:
        """The one way to write it in an address."""
        pairs = [*((AREA, area) for area in self.areas)]
        pairs += [(key, levers()[key].written(value)) for key, value in self.moved]
        return urlencode([*pairs, *([(WHO, self.who)] if self.who else [])])


def is_change(key: str) -> bool:
    """Whether a lever changes anything by itself; years and lengths only say how."""
    lever = levers()[key]
    return not lever.is_year and not lever.after


def question(areas: Iterable[str], stated: Mapping[str, float], who: str = "") -> Question:
    """What was stated, without what changes nothing, in the order of the levers."""
    moved = {
        key: stated[key]
        for key, lever in levers().items()
        if key in stated and stated[key] != lever.untouched
    }
    kept = tuple(
        (key, value)
        for key, value in moved.items()
        if not levers()[key].after or levers()[key].after in moved
    )
    if not any(is_change(key) for key, _value in kept):
        kept = tuple(pair for pair in kept if pair[0] == HORIZON)
    shown = who if "arrivals" in moved and who != next(iter(groups())) else ""
    return Question(tuple(dict.fromkeys(areas)), kept, shown)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A question that was written before, as the levers of today can still ask it.

    `moved` are the levers that could not stay where they stood: key, then, now; `gone` those that
    are no more; `who` the group that is no more, for which the first of today is taken.
    """

    question: Question
    moved: tuple[tuple[str, float, float], ...] = ()
    gone: tuple[str, ...] = ()
    who: str = ""

    @property
    def is_adapted(self) -> bool:
        return bool(self.moved or self.gone or self.who)


@lru_cache(maxsize=256)
def read_back(query: str) -> ReadBack:
    """The question of an address that `Question.query` wrote, perhaps with the levers of before.

    Errors  ValueError when a lever stands at no number
    """
    stated = QueryDict(query)
    before = {key: _number(key, stated[key]) for key in levers() if key in stated}
    now = {key: levers()[key].nearest(value) for key, value in before.items()}
    who = stated.get(WHO, "")
    gone_group = who if who and who not in groups() else ""
    return ReadBack(
        question(stated.getlist(AREA), now, "" if gone_group else who),
        tuple((key, before[key], now[key]) for key in now if abs(now[key] - before[key]) > 1e-9),
        tuple(key for key in stated if key not in levers() and key not in (AREA, WHO)),
        gone_group if "arrivals" in now else "",
    )


def _number(key: str, text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"the lever “{key}” stands at {text}, which is no number")
    return value
