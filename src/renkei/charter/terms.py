"""The terms of a joint programme: themes, initiatives, partners, indicators.

These classes are at the same time the schema of the TOML files: a key of a table is a field here.
Fields that a file does not state (number, slug, file) are given by the reader.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from renkei.charter.counts import Count, Room
from renkei.charter.errors import MisfitError
from renkei.charter.logic import Link
from renkei.charter.text import Text

Side = Literal["prefecture", "city", "joint", "national", "area", "other"]
Level = Literal["activity", "output", "outcome"]
Direction = Literal["up", "down", "neutral"]
Basis = Literal["level", "cumulative", "rate"]
Source = Literal["journal", "statistics", "survey", "manual"]
Confidence = Literal["verified", "seed", "assumed"]
Measure = Literal[
    "tfr",
    "births_vital",
    "deaths_vital",
    "natural_change_vital",
    "marriages",
    "net_migration_japanese",
    "net_migration_all",
    "municipalities_losing_japanese",
    "foreign_residents",
    "population_projected",
]


@dataclass(frozen=True, slots=True)
class Period:
    """Fiscal years from April of `first` to March of the year after `last`."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise MisfitError("last", f"{self.last} lies before the first year, {self.first}")


@dataclass(frozen=True, slots=True)
class Neighbour(Period):
    """The programme before or after; `key` is its folder beside this one, where there is one."""

    key: str | None = None


@dataclass(frozen=True, slots=True)
class Shock:
    """What came from outside and broke the course of figures, by months such as "2020-02".

    `last`         absent while it lasts
    `initiatives`  the initiatives that it touched; absent where it touched all of them
    """

    key: str
    name: Text
    first: str
    effect: Text
    source: Text
    last: str | None = None
    initiatives: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, month in (("first", self.first), ("last", self.last)):
            if month is not None and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
                raise MisfitError(name, f"“{month}” is no month such as “2020-02”")
        if self.last is not None and self.last < self.first:
            raise MisfitError("last", f"{self.last} lies before the first month, {self.first}")


@dataclass(frozen=True, slots=True)
class Body:
    """A council, summit or panel in which the programme is agreed, discussed or judged.

    `meetings_a_year`  how often it meets; absent where no source says so
    `papers`           for whom its papers are, unless one of them says otherwise
    """

    key: str
    name: Text
    side: Side
    role: Text
    source: Text
    meetings_a_year: int | None = None
    papers: Literal["public", "members"] = "members"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the diagnosis."""

    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Diagnosis:
    summary: Text
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """Someone who carries a part of an initiative, and which part."""

    name: Text
    side: Side
    role: Text


@dataclass(frozen=True, slots=True)
class Value:
    """A published figure. `year` is a calendar year unless `fiscal`; absent where none is stated.

    `approximate` marks a figure that the source itself gives as "about" or "more than".
    """

    value: float
    year: int | None = None
    fiscal: bool = False
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.fiscal and self.year is None:
            raise MisfitError("fiscal", "says how to read `year`, but there is no year")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is watched, in which unit, and what is known about it.

    `level`       activity: what was done; output: what came of it; outcome: what changed for people
    `basis`       level: a state at a date; cumulative: adds up over a year; rate: a ratio
    `source`      journal: counted from the work recorded here; statistics: official statistics;
                  survey: asked of people; manual: entered from a report
    `provenance`  where baseline and target come from, or that no figure was found
    `confidence`  verified: figures checked in a published source; seed: named by the agreement,
                  no figure known; assumed: added to follow the initiative, not official
    `measure`     the observatory's series with the same definition, for `area`, times `sign`
    `count`       how it is counted from the journal
    `same_thing_as`  another indicator that says the same thing by another definition: both are
                  shown side by side
    """

    id: str
    name: Text
    level: Level
    unit: Text
    direction: Direction
    basis: Basis
    source: Source
    provenance: Text
    confidence: Confidence
    baseline: Value | None = None
    target: Value | None = None
    measure: Measure | None = None
    area: str | None = None
    sign: Literal[1, -1] = 1
    count: Count | None = None
    same_thing_as: str | None = None

    def __post_init__(self) -> None:
        self._check_money()
        self._check_measure()
        if self.count and self.source != "journal":
            raise MisfitError("count", "only an indicator with source “journal” is counted")
        if self.same_thing_as == self.id:
            raise MisfitError("same_thing_as", "names another indicator, not the same")

    @property
    def reference(self) -> str:
        """Of its initiative, such as "II-1"; empty for an indicator of the programme."""
        reference = self.id.rpartition(".")[0]
        return "" if reference == "P" else reference

    def _check_money(self) -> None:
        for name, figure in (("baseline", self.baseline), ("target", self.target)):
            if figure and "円" in self.unit.ja and not isinstance(figure.value, int):
                raise MisfitError(
                    f"{name}.value", "money is written in whole yen, without a decimal point"
                )

    def _check_measure(self) -> None:
        if self.measure and self.source != "statistics":
            raise MisfitError("measure", "only an indicator with source “statistics” has a measure")
        if (self.measure is None) != (self.area is None):
            raise MisfitError("area", "goes together with `measure`: both or neither")
        if self.area is not None and not re.fullmatch(r"[0-9]{6}", self.area):
            raise MisfitError(
                "area", f"“{self.area}” is not a six-digit area code such as “010006”"
            )


@dataclass(frozen=True, slots=True)
class Initiative:
    """One of the initiatives (取組) that both governments run together.

    `continues`  the initiatives of the programme before that it takes up
    """

    reference: str
    title: Text
    purpose: Text
    how: Text
    rooms: tuple[Room, ...]
    partners: tuple[Partner, ...]
    indicators: tuple[Indicator, ...]
    number: int
    slug: str
    file: str
    logic: tuple[Link, ...] = ()
    continues: tuple[str, ...] = ()

    @property
    def theme_reference(self) -> str:
        return self.reference.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Theme:
    reference: str
    title: Text
    purpose: Text
    initiatives: tuple[Initiative, ...]
    number: int
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One joint programme: its period, the ones before and after it, and all its initiatives."""

    key: str
    title: Text
    period: Period
    agreed_on: date
    predecessor: Neighbour | None = None
    successor: Neighbour | None = None
    purpose: Text
    conduct: Text
    diagnosis: Diagnosis
    bodies: tuple[Body, ...]
    indicators: tuple[Indicator, ...]
    themes: tuple[Theme, ...]
    shocks: tuple[Shock, ...] = ()

    @property
    def initiatives(self) -> tuple[Initiative, ...]:
        """All initiatives, in the order of the agreement."""
        return tuple(initiative for theme in self.themes for initiative in theme.initiatives)

    @property
    def titles(self) -> dict[str, Text]:
        """The title of each initiative, by its reference."""
        return {initiative.reference: initiative.title for initiative in self.initiatives}

    @property
    def every_indicator(self) -> tuple[Indicator, ...]:
        """Of the programme and of all initiatives, in the order of the agreement."""
        of_initiatives = (one for initiative in self.initiatives for one in initiative.indicators)
        return (*self.indicators, *of_initiatives)

    def indicator(self, key: str) -> Indicator:
        """The indicator with the id `key`, such as "I-2.3"; KeyError where there is none."""
        return {indicator.id: indicator for indicator in self.every_indicator}[key]

    def initiative(self, reference: str) -> Initiative:
        """The initiative called `reference`, such as "I-2"; KeyError where there is none."""
        return {initiative.reference: initiative for initiative in self.initiatives}[reference]

    def theme(self, reference: str) -> Theme:
        """The theme called `reference`, such as "II"; KeyError where there is none."""
        return {theme.reference: theme for theme in self.themes}[reference]

    def theme_of(self, initiative: Initiative) -> Theme:
        return self.theme(initiative.theme_reference)

    def before(self, initiative: Initiative) -> Initiative | None:
        """The initiative before this one, across themes; None before the first."""
        position = self.initiatives.index(initiative)
        return self.initiatives[position - 1] if position else None

    def after(self, initiative: Initiative) -> Initiative | None:
        """The initiative after this one, across themes; None after the last."""
        following = self.initiatives[self.initiatives.index(initiative) + 1 :]
        return following[0] if following else None
