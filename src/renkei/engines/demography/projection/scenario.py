"""What if: a named change of assumptions on top of a base, and both results side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from renkei.engines.demography.arrays import Period
from renkei.engines.demography.axes import SEXES, FloatArray
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.cells import Numbered
from renkei.engines.demography.projection.changes import Change, Draft
from renkei.engines.demography.projection.refusals import Labelled
from renkei.engines.demography.projection.terms import Assumptions, Terms
from renkei.engines.demography.quotients import quotient


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """Changes with a name, made one after another."""

    name: str
    changes: tuple[Change, ...] = ()


AS_IT_IS = Scenario("as it is")


def apply(terms: Terms, scenario: Scenario, labels: Labelled | None = None) -> Terms:
    """The terms under a scenario; arrays that no change touches are those of the base.

    Shapes  as `Terms`; `labels`, such as the assumptions, name the cells in refusals
    Errors  those of the changes, named in `changes`
    Check   without a change, or with factors of one and nobody added, the very same terms
    """
    draft = Draft(terms, labels or Numbered.like(terms.moves.rates))
    for change in scenario.changes:
        change.write(draft)
    return draft.finished()


@dataclass(frozen=True, slots=True, eq=False)
class UnderScenario(Assumptions):
    """Assumptions whose terms are those of a scenario, for whatever takes assumptions."""

    scenario: Scenario = AS_IT_IS

    def terms(self) -> Terms:
        # A class with slots is made twice, so that `super` would look for the wrong one.
        return apply(Assumptions.terms(self), self.scenario, self)


def under(assumptions: Assumptions, scenario: Scenario) -> UnderScenario:
    """Assumptions with a scenario on top: to project, draw, control or measure effects under it.

    Check   `project` with them is that of `apply`; a scenario on a scenario makes its changes last
    """
    if isinstance(assumptions, UnderScenario):
        before = assumptions.scenario.changes
        scenario = replace(scenario, changes=(*before, *scenario.changes))
    return UnderScenario(
        assumptions.survival,
        assumptions.births,
        assumptions.migration,
        assumptions.conventions,
        scenario,
    )


def ramp(periods: Sequence[Period], *, start: int, end: int, to: float) -> FloatArray:
    """A factor that is one up to `start`, moves evenly and is `to` from `end` on.

    Shapes  -> (time), the factor of each period being that of the year in which it ends
    Units   factor; start and end are years, and where they are the same the factor jumps after it
    Errors  ValueError when the end is before the start or the factor is negative
    """
    if end < start:
        raise ValueError(f"a ramp cannot end in {end} before it begins in {start}: exchange them")
    if not to >= 0:
        raise ValueError(f"a factor must be at least zero, not {to}: 1 changes nothing")
    ends = np.array([last for _, last in periods], dtype=float)
    if start == end:
        way = (ends > start).astype(float)
    else:
        way = np.clip((ends - start) / (end - start), 0.0, 1.0)
    # So weighted, a factor that has arrived is `to` itself and not `to` but for rounding.
    factor: FloatArray = (1.0 - way) + way * to
    return factor


def even_profile(labels: Labelled, people: AgeSpan) -> FloatArray:
    """As many people of each age group of a span, and of either sex unless one is named.

    Shapes  -> (sex, age), adding up to one
    Errors  AxisMismatch when the span straddles an age group
    """
    profile = np.zeros((len(SEXES), len(labels.ages)))
    sexes = slice(None) if people.sex is None else people.sex
    profile[sexes, labels.ages.span(people.low, people.high)] = 1.0
    profile /= profile.sum()
    return profile


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A scenario beside its base.

    Shapes  all (...), as the two results
    Units   difference: that of the results; ratio to the base and percent of it: NaN where the
            base is zero
    """

    difference: FloatArray
    ratio: FloatArray
    percent: FloatArray


def compare(base: FloatArray, other: FloatArray) -> Comparison:
    """What a scenario changes, in three ways of saying it.

    Shapes  both (...) -> (...)
    Errors  AxisMismatch when the shapes differ
    Limits  for draws, compare draw by draw and take quantiles afterwards: the difference of two
            medians is not the median of the differences
    """
    ratio = quotient(other, base)
    difference = other - base
    return Comparison(difference, ratio, 100.0 * quotient(difference, base))
