"""Markets: what is asked of both sides, and how they are brought together, as data.

    hokkaido_sapporo_2020/
        markets/
            jobs.toml               one market with all its versions
            internships.toml

A market has two sides: **postings** (a job, an internship, a project, a day with volunteers) and
**seekers** (a person, a team, a company). What each side is asked stands here as questions of the
same kinds as in a question sheet; conditions and criteria compare the answers. There is no
condition and no criterion on age, sex or nationality: what is named so the engine refuses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from renkei.charter.errors import MisfitError
from renkei.charter.sheets import YES, Question, Section, Version, Wording
from renkei.charter.text import Text

Mode = Literal["introduce", "stable", "optimal"]
Whose = Literal["seeker", "posting"]
SeekerKind = Literal["person", "student", "team", "company", "citizen", "expert"]
Predicate = Literal[
    "equals",
    "at_most",
    "at_least",
    "one_of",
    "among",
    "offers",
    "has",
    "overlaps",
    "within",
]
Strength = Literal["absolutely", "would_consider", "no_matter"]
Step = Literal[
    "introduced", "applied", "met", "offered", "accepted", "started", "completed", "ended"
]
Grouping = Literal["region", "municipality", "organisation"]
RunBy = Literal[
    "officer", "bureau_officer", "programme_office", "counsellor", "coordinator", "desk_manager"
]
# What every posting has without being asked: its municipality, and its region, which is the bureau,
# or Sapporo, from which people are to go beyond.
PLACE, REGION = "place", "region"
PLACES = (PLACE, REGION)
MOST_WEIGHT = 10

# How the answer to a question can be compared.
SHAPES = {
    "whole_number": "number",
    "yen": "number",
    "one_of": "choice",
    "yes_no": "choice",
    "several_of": "set",
    "area": "point",
}
# What a predicate compares: a seeker's answer with a posting's.
COMPARED: dict[str, tuple[str, str]] = {
    "equals": ("choice", "choice"),
    "at_most": ("number", "number"),
    "at_least": ("number", "number"),
    "one_of": ("set", "choice"),
    "among": ("choice", "set"),
    "offers": ("set", "set"),
    "has": ("set", "set"),
    "overlaps": ("set", "set"),
    "within": ("point", "point"),
}
# In the order in which they come; a market takes those that it has.
STEPS: tuple[Step, ...] = (
    "introduced",
    "applied",
    "met",
    "offered",
    "accepted",
    "started",
    "completed",
    "ended",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCondition:
    """A predicate between an answer of a seeker and one of a posting.

    `usually`  how it is meant by whoever does not say otherwise
    `limit`    the seeker's number that bounds a distance, in kilometres
    `penalty`  points that a pair loses where the asker would consider to do without
    """

    name: str
    predicate: Predicate
    seeker: str
    posting: str
    label: Text
    met: Text
    not_met: Text
    asked_by: Whose = "seeker"
    usually: Strength = "absolutely"
    limit: str | None = None
    penalty: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCriterion:
    """What one side wants of the other, with the weight it has unless somebody moves the slider.

    `of`      the other side's question: a number between `lowest` and `highest`, or a choice
    `liking`  the wishing side's question that names the choices it likes
    """

    name: str
    label: Text
    side: Whose
    of: str
    weight: int
    liking: str | None = None
    lowest: int | None = None
    highest: int | None = None
    is_less_better: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= MOST_WEIGHT:
            raise MisfitError("weight", f"{self.weight} is not 0 to {MOST_WEIGHT}")
        bounds = self.lowest is not None and self.highest is not None
        if bounds == bool(self.liking):
            raise MisfitError("liking", "or `lowest` and `highest` are stated, and only one")
        if self.lowest is not None and self.highest is not None and self.highest <= self.lowest:
            raise MisfitError("highest", "should lie above the lowest")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketGroup:
    """Postings that share a cap or a floor: those of a region, a municipality, an organisation."""

    by: Grouping
    cap: int | None = None
    floor: int | None = None

    def __post_init__(self) -> None:
        if self.cap is None and self.floor is None:
            raise MisfitError("cap", "or `floor` is stated; a group without both limits nothing")
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise MisfitError("floor", f"{self.floor} lies above the cap, {self.cap}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of a placement as this market calls it, and what a button says that leads there."""

    step: Step
    label: Text
    deed: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """An answer of a posting by which it serves further initiatives."""

    question: str
    equals: str
    initiatives: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of a round, so many days after its beginning."""

    key: Literal["closes", "proposed", "confirmed", "begins"]
    label: Text
    after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """The questions of a posting that tell what somebody employed is paid."""

    lowest: str
    highest: str | None = None
    per: Literal["month", "hour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSide:
    """What one side is called and asked.

    `noun`        what one of them is called on pages: 求人, vacancy
    `pay`         of postings by which somebody is employed
    `people`      the question that tells how many people a team has; elsewhere each seeker is one
    `afterwards`  what the receipt says: what happens next, who moves, by when
    """

    noun: Text
    kind: SeekerKind | None = None
    people: str | None = None
    pay: Pay | None = None
    intro: Wording
    afterwards: Wording
    sections: tuple[Section, ...]


# Not slots: what is derived is kept with the version.
@dataclass(frozen=True, kw_only=True)
class MarketVersion:
    """How a market runs from a day on.

    `per_seeker`  most introductions of one seeker at a time; 1 where seekers are assigned
    `exposure`    introductions for each place that a posting has
    `elsewhere`   so many of a seeker's introductions lie outside Sapporo, if his conditions allow
    `spreads`     of introductions each posting gets one before any gets a third
    `minimum`     whether a posting may state the least number with which it takes place
    `again_after` months after the start at which it is asked how things are
    """

    version: str
    valid_from: date
    valid_to: date | None = None
    origin: Text
    mode: Mode
    rhythm: Literal["continuous", "weekly", "season", "per_date"]
    per_seeker: int
    exposure: int = 1
    elsewhere: int = 0
    stay_percent: int = 0
    spreads: bool = False
    minimum: bool = False
    again_after: tuple[int, ...] = ()
    posting: MarketSide
    seeker: MarketSide
    conditions: tuple[MarketCondition, ...]
    criteria: tuple[MarketCriterion, ...]
    groups: tuple[MarketGroup, ...] = ()
    also: tuple[Also, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        if self.valid_to and self.valid_to < self.valid_from:
            raise MisfitError("valid_to", f"{self.valid_to} lies before the first day")
        self._check_sides()
        self._check_steps()
        names = [one.name for one in self.conditions] + [one.name for one in self.criteria]
        for name in names:
            if names.count(name) > 1:
                raise MisfitError("conditions", f"“{name}” is the name of two")
        for condition in self.conditions:
            self._check_condition(condition)
        for criterion in self.criteria:
            self._check_criterion(criterion)

    def _check_sides(self) -> None:
        if self.seeker.kind is None:
            raise MisfitError("seeker.kind", "is missing: who seeks here?")
        if self.seeker.people and self.shape("seeker", self.seeker.people) != "number":
            raise MisfitError("seeker.people", f"“{self.seeker.people}” asks for no number")
        pay = self.posting.pay
        for asked in (pay.lowest, pay.highest) if pay else ():
            if asked is not None and self.shape("posting", asked) != "number":
                raise MisfitError("posting.pay", f"“{asked}” asks for no number")
        for also in self.also:
            question = self.questions("posting").get(also.question)
            if question is None or not question.may_equal(also.equals):
                raise MisfitError(
                    "also", f"no posting can answer “{also.question}” with “{also.equals}”"
                )

    def _check_steps(self) -> None:
        steps = [stage.step for stage in self.stages]
        if steps != [step for step in STEPS if step in steps]:
            raise MisfitError("stages", f"should stand in the order {', '.join(STEPS)}")
        if steps[0] not in ("introduced", "applied") or steps[-1] != "ended":
            raise MisfitError("stages", "should begin with introduced or applied, end with ended")
        if "accepted" not in steps or "started" not in steps:
            raise MisfitError("stages", "should hold accepted, which takes a place, and started")

    def _check_condition(self, one: MarketCondition) -> None:
        wanted = COMPARED[one.predicate]
        found = self.shape("seeker", one.seeker), self.shape("posting", one.posting)
        if one.predicate == "within" and one.posting == PLACE:
            found = found[0], "point"
        if found != wanted:
            raise MisfitError(
                "conditions",
                f"“{one.name}”: {one.predicate} compares {' with '.join(wanted)}, "
                f"not {' with '.join(map(str, found))}",
            )
        if (one.predicate == "within") != (one.limit is not None):
            raise MisfitError("conditions", f"“{one.name}”: a limit and within go together")
        if one.limit is not None and self.shape("seeker", one.limit) != "number":
            raise MisfitError("conditions", f"“{one.name}”: “{one.limit}” asks for no number")

    def _check_criterion(self, one: MarketCriterion) -> None:
        other: Whose = "posting" if one.side == "seeker" else "seeker"
        shape = self.shape(other, one.of)
        if one.liking is None and shape != "number":
            raise MisfitError("criteria", f"“{one.name}”: “{one.of}” asks for no number")
        if one.liking is not None and (
            shape != "choice" or self.shape(one.side, one.liking) != "set"
        ):
            raise MisfitError(
                "criteria", f"“{one.name}”: `liking` names several of the choices in `of`"
            )

    def questions(self, whose: Whose) -> dict[str, Question]:
        return {one.key: one for one in self.sheet(whose).questions}

    def sheet(self, whose: Whose) -> Version:
        """What that side is asked, as a version of a question sheet."""
        return self._sheets[whose]

    @cached_property
    def _sheets(self) -> dict[str, Version]:
        return {
            "posting": self._as_sheet(self.posting),
            "seeker": self._as_sheet(self.seeker),
        }

    def _as_sheet(self, side: MarketSide) -> Version:
        return Version(
            version=self.version,
            valid_from=self.valid_from,
            intro=side.intro,
            afterwards=side.afterwards,
            origin=self.origin,
            sections=side.sections,
        )

    def shape(self, whose: Whose, key: str) -> str | None:
        """How an answer compares; None for what is not asked, or cannot be compared."""
        if whose == "posting" and key in PLACES:
            return "choice"
        question = self.questions(whose).get(key)
        return SHAPES.get(question.kind) if question else None

    def codes(self, whose: Whose, key: str) -> tuple[str, ...]:
        """The codes between which a question chooses; empty where areas are the choices."""
        question = self.questions(whose).get(key)
        if question is None:
            return ()
        return ("no", YES) if question.kind == "yes_no" else tuple(c.code for c in question.choices)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(stage.step for stage in self.stages)

    def stage(self, step: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.step == step), None)

    @property
    def assigns(self) -> bool:
        """Whether a round gives each seeker one place, rather than introductions."""
        return self.mode != "introduce"

    @property
    def asked_conditions(self) -> Iterator[MarketCondition]:
        """Those of which a seeker says how firmly they are meant."""
        return (one for one in self.conditions if one.asked_by == "seeker")

    @property
    def sliders(self) -> Iterator[MarketCriterion]:
        """Those that a seeker weighs."""
        return (one for one in self.criteria if one.side == "seeker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One market through all its versions, oldest first.

    `is_placement`  job placement by law: only a unit with the right to it may introduce
    `runs`          the roles that run its rounds and introduce
    `confirms`      who says yes before somebody is placed
    """

    key: str
    title: Text
    purpose: Text
    initiatives: tuple[str, ...]
    is_placement: bool = False
    runs: tuple[RunBy, ...]
    confirms: Literal["both", "seeker", "posting"]
    versions: tuple[MarketVersion, ...]

    def __post_init__(self) -> None:
        for earlier, later in zip(self.versions, self.versions[1:], strict=False):
            if later.valid_from <= earlier.valid_from:
                raise MisfitError("versions", f"“{later.version}” should begin after the one above")

    def version(self, name: str) -> MarketVersion | None:
        return next((one for one in self.versions if one.version == name), None)

    def version_on(self, day: date) -> MarketVersion | None:
        """The latest that has begun, if it has not ended."""
        begun = [one for one in self.versions if one.valid_from <= day]
        last = begun[-1] if begun else None
        return last if last and (last.valid_to is None or day <= last.valid_to) else None
