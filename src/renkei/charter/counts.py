"""How an indicator is counted from the journal, as data.

    [indicators.count]
    room = "casework"                       the room whose work is counted
    kinds = ["consultation.given"]          the kinds of entry that count
    where = [{ fact = "desk", one_of = ["migration_centre"] }]
    measure = "persons"
    what.ja = "..."                         the definition in words
    date.ja = "..."                         which day decides the period
    credit.ja = "..."                       whose figure it is

An indicator of an initiative counts entries that serve this initiative; one of the programme
counts them all. Entries that were taken back do not count.
"""

import re
from dataclasses import dataclass
from typing import Literal

from renkei.charter.errors import MisfitError
from renkei.charter.text import Text

Room = Literal[
    "recognition",
    "publishing",
    "opportunities",
    "casework",
    "fund",
    "directory",
    "observatory",
    "programme",
]
CountMeasure = Literal[
    "entries",
    "persons",
    "organisations",
    "initiatives",
    "places",
    "bureaus",
    "sum",
    "median",
    "level",
]
Scalar = str | int | bool
KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
FACT = re.compile(r"[a-z][a-z0-9_]*")
# What every entry has, whatever its kind; a fact may not be called so.
COLUMNS = ("side", "place", "origin", "sex")
BREAKDOWNS = (
    *("side", "unit", "bureau", "municipality", "sex", "age_band", "fiscal_year", "month"),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Only entries that tell this of a fact, or of `side`, `place`, `origin` or `sex`.

    A place stands for all that lies in it. An entry that does not tell the fact never passes;
    `is_known` asks for no more than that it is told.
    """

    fact: str
    one_of: tuple[Scalar, ...] = ()
    none_of: tuple[Scalar, ...] = ()
    is_known: bool = False

    def __post_init__(self) -> None:
        _check_names("fact", (self.fact,), FACT)
        if sum(map(bool, (self.one_of, self.none_of, self.is_known))) != 1:
            raise MisfitError(
                "one_of", "or `none_of` or `is_known` is stated, and only one of them"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted.

    `measure`        entries: how many; persons, organisations, initiatives, places (municipalities)
                     and bureaus: how many different ones; sum and median: of a fact or of the
                     quantity; level: what has begun and has not ended by the period's last day
    `of`             the fact of a sum or median, or "quantity"; of a level "persons" or
                     "organisations" where not the records themselves are counted
    `ended_by`       kinds of entry that end what `kinds` began, on the same record
    `until`          a fact of `kinds`, the last day on which it still holds
    `within_months`  only what began or was renewed so many months before the period's last day
    """

    kinds: tuple[str, ...]
    measure: CountMeasure
    what: Text
    where: tuple[Filter, ...] = ()
    of: str | None = None
    ended_by: tuple[str, ...] = ()
    until: str | None = None
    within_months: int | None = None

    def __post_init__(self) -> None:
        _check_names("kinds", self.kinds, KIND)
        _check_names("ended_by", self.ended_by, KIND)
        self._check_of()
        if self.measure != "level":
            for name in ("ended_by", "until", "within_months"):
                if getattr(self, name):
                    raise MisfitError(name, "belongs to the measure “level”")

    def _check_of(self) -> None:
        if self.measure in ("sum", "median"):
            if self.of is None:
                raise MisfitError("of", f"is missing: of which fact is the {self.measure}?")
            _check_names("of", (self.of,), FACT)
        elif self.of is not None and self.measure != "level":
            raise MisfitError("of", "belongs to the measures sum, median and level")
        elif self.measure == "level" and self.of not in (None, "persons", "organisations"):
            raise MisfitError("of", "of a level is “persons” or “organisations”")

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact named, once."""
        named = [one.fact for one in self.where if one.fact not in COLUMNS]
        if self.measure in ("sum", "median") and self.of and self.of != "quantity":
            named.append(self.of)
        return tuple(dict.fromkeys([*named, *([self.until] if self.until else [])]))

    @property
    def every_kind(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.kinds, *self.ended_by]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Counted):
    """How an indicator is counted.

    `per`     the denominator of a rate; `times` is 100 for percent
    `by`      the break-downs that are offered, beside those that go without saying
    `people`  whether its cells stand for people, so that small ones are withheld from the public
    """

    room: Room
    date: Text
    credit: Text
    per: Counted | None = None
    times: int = 1
    by: tuple[str, ...] = ()
    people: bool = False

    def __post_init__(self) -> None:
        # Not super(): a class with slots is made anew, and the name no longer means it.
        Counted.__post_init__(self)
        _check_names("by", self.by, FACT)
        if self.times != 1 and self.per is None:
            raise MisfitError("times", "belongs to a rate, which has `per`")

    @property
    def parts(self) -> tuple[Counted, ...]:
        """What is counted, and the denominator where there is one."""
        return (self, self.per) if self.per else (self,)

    @property
    def is_about_people(self) -> bool:
        return self.people or "persons" in {self.measure, self.of}


def _check_names(name: str, values: tuple[str, ...], form: re.Pattern[str]) -> None:
    for value in values:
        if not form.fullmatch(value):
            like = "placement.started" if form is KIND else "is_online"
            raise MisfitError(name, f"“{value}” is no such name; write it as “{like}”")
