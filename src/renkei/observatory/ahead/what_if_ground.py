"""What every what-if starts from, computed once in a process: the base projection, cell by cell."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.axes import FEMALE, SEXES, FloatArray
from renkei.engines.demography.projection.accounts import EVENTS, AgeSpan, Span
from renkei.engines.demography.projection.cells import Numbered
from renkei.engines.demography.projection.forms import Pool, Pools
from renkei.engines.demography.projection.single import carry_once
from renkei.engines.demography.projection.terms import Assumptions, Terms
from renkei.observatory import tables
from renkei.observatory.ahead.base import START, base
from renkei.observatory.ahead.moves import ABROAD, JAPAN_POOL
from renkei.observatory.ahead.parameters import stated_values
from renkei.observatory.ahead.wholes import Places, places_of
from renkei.observatory.catalogue import editions, entries
from renkei.places.codes import HOKKAIDO, SAPPORO

# Whom an answer counts, and the young whose staying is asked about.
COUNTED = {"people": AgeSpan(), "working": AgeSpan(15, 65), "aged": AgeSpan(65)}
YOUNG = (15, 30)
FROM_JAPAN, FROM_ABROAD = JAPAN_POOL, ABROAD


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What becomes of everybody.

    Shapes  stocks (group of COUNTED, year, area), the start first; births (year, area)
    Units   persons on 1 January; births in a calendar year
    """

    stocks: FloatArray
    births: FloatArray


@dataclass(frozen=True, eq=False)
class Ground:
    """The base as terms of the engine, its outcome, and what the levers are measured against."""

    start: FloatArray  # (area, sex, age)
    assumptions: Assumptions
    terms: Terms
    places: Places

    @property
    def areas(self) -> tuple[str, ...]:
        return self.assumptions.areas

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(span.within(self.assumptions.ages) for span in COUNTED.values())

    @cached_property
    def people(self) -> FloatArray:
        """Everyone of an area at the start: (area)."""
        everyone: FloatArray = self.start.sum(axis=(1, 2))
        return everyone

    @cached_property
    def young(self) -> FloatArray:
        """Those aged 15-29 at the start: (area)."""
        span = self.assumptions.ages.span(*YOUNG)
        found: FloatArray = self.start[:, :, span].sum(axis=(1, 2))
        return found

    @cached_property
    def outcome(self) -> Outcome:
        return self.carried(self.terms)

    def carried(self, terms: Terms) -> Outcome:
        """Everybody of the start under these terms."""
        found = carry_once(terms, self.start, self.spans)
        first = [self._counted(self.start, span) for span in self.spans]
        stocks = np.concatenate([np.array(first)[:, np.newaxis], found.groups], axis=1)
        return Outcome(stocks, found.events[EVENTS.index("births")])

    @staticmethod
    def _counted(persons: FloatArray, span: Span) -> FloatArray:
        sex, sex_end, age, age_end = span
        found: FloatArray = persons[:, sex:sex_end, age:age_end].sum(axis=(1, 2))
        return found

    def at(self, codes: Sequence[str]) -> NDArray[np.intp]:
        """Positions of the areas that places are made of, each once.

        Errors  KeyError when there is no such place
        """
        members = dict.fromkeys(area for code in codes for area in self.places[code])
        return np.array([self._position[area] for area in members], dtype=np.intp)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {area: place for place, area in enumerate(self.areas)}

    def tfr(self, at: NDArray[np.intp]) -> FloatArray:
        """Children per woman of some areas together in each step, as the base supposes: (time)."""
        women = self.start[at, FEMALE]
        here = women / np.where(women.sum(axis=0) > 0, women.sum(axis=0), 1.0)
        found: FloatArray = np.einsum("tak,ak->t", self.terms.fertility[:, at], here)
        return found / self.assumptions.step

    def newcomers(self, pool: str, spans: Sequence[tuple[int, int]]) -> FloatArray:
        """The sexes and ages of those within some ages who come today: (sex, age), sum one."""
        supply = self._pool(pool).supply
        assert supply is not None, f"“{pool}” is fed from inside"
        profile = np.zeros((len(SEXES), len(self.assumptions.ages)))
        for low, high in spans:
            ages = self.assumptions.ages.span(low, high)
            profile[:, ages] = supply[0, :, ages]
        return profile / profile.sum()

    def _pool(self, name: str) -> Pool:
        form = self.assumptions.migration
        assert isinstance(form, Pools)
        return next(pool for pool in form.pools if pool.name == name)

    @cached_property
    def persons(self) -> FloatArray:
        """Everyone of the base by cell, at the end of each step: (time, area, sex, age)."""
        n_ages = len(self.assumptions.ages)
        cells = [(sex, sex + 1, age, age + 1) for sex in range(len(SEXES)) for age in range(n_ages)]
        found = carry_once(self.terms, self.start, cells).groups
        return np.moveaxis(found, 0, -1).reshape(*found.shape[1:], len(SEXES), n_ages)

    @cached_property
    def starters(self) -> FloatArray:
        """Those of each cohort at the start of each step, by the age reached."""
        before = np.concatenate([self.start[np.newaxis], self.persons[:-1]])
        cohorts = np.concatenate([self.persons[..., :1], before[..., :-1]], axis=-1)
        cohorts[..., -1] += before[..., -1]
        return cohorts

    @cached_property
    def leaving(self) -> FloatArray:
        """Those who leave each area in the base, by the age reached: (time, area, sex, age)."""
        lost: FloatArray = np.maximum(-self.terms.moves.rates, 0.0) * self.starters
        return lost

    @cached_property
    def inside(self) -> FloatArray:
        """Of those who leave, the share that goes to other areas of Hokkaido."""
        inside = self.terms.moves.inside
        assert inside is not None, "the base has a pool inside Hokkaido"
        return inside

    @cached_property
    def shares(self) -> FloatArray:
        """Of those who move inside Hokkaido, the share that comes to each area."""
        shares = self.terms.moves.shares
        assert shares is not None, "the base has a pool inside Hokkaido"
        return shares

    @cached_property
    def from_elsewhere(self) -> FloatArray:
        """Of those who move inside Hokkaido, the share that sets out elsewhere than in Sapporo.

        Shapes  (time, 1, sex, age)
        """
        moving = self.leaving * self.inside
        city = moving[:, self.at([SAPPORO])].sum(axis=1, keepdims=True)
        everyone = moving.sum(axis=1, keepdims=True)
        return 1.0 - np.divide(city, everyone, out=np.zeros_like(city), where=everyone > 0)

    @cached_property
    def everywhere(self) -> NDArray[np.intp]:
        return self.at([HOKKAIDO])

    def until(self, year: int) -> "Reach":
        """The ground up to 1 January of a year: nobody waits for what is not asked."""
        return Reach(self, year - START)

    def elsewhere(self, at: NDArray[np.intp]) -> NDArray[np.intp]:
        """All areas but these."""
        rest: NDArray[np.intp] = np.setdiff1d(self.everywhere, at)
        return rest


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """The first steps of a ground: what an answer up to some year needs, as views."""

    ground: Ground
    n_steps: int

    @property
    def labels(self) -> Numbered:
        known = self.ground.assumptions
        return Numbered(known.periods[: self.n_steps], known.areas, known.ages)

    @property
    def terms(self) -> Terms:
        whole = self.ground.terms
        moves = {
            field.name: values[: self.n_steps]
            for field in fields(whole.moves)
            if (values := getattr(whole.moves, field.name)) is not None
        }
        return replace(
            whole,
            dying=whole.dying[: self.n_steps],
            fertility=whole.fertility[: self.n_steps],
            moves=replace(whole.moves, **moves),
        )

    @property
    def shares(self) -> FloatArray:
        return self.ground.shares[: self.n_steps]

    @property
    def from_elsewhere(self) -> FloatArray:
        return self.ground.from_elsewhere[: self.n_steps]

    @property
    def outcome(self) -> Outcome:
        whole = self.ground.outcome
        return Outcome(whole.stocks[:, : self.n_steps + 1], whole.births[: self.n_steps])


def ground() -> Ground:
    """The ground on the figures that are held now."""
    return _ground(tables.version())


@lru_cache(maxsize=1)
def _ground(_version: str) -> Ground:
    found = base()
    return Ground(
        found.start.persons[0],
        found.assumptions,
        _side_by_side(found.assumptions.terms()),
        places_of(found.assumptions.areas),
    )


def _side_by_side(terms: Terms) -> Terms:
    """The same terms, each array in one piece of memory: what is copied often is copied fast."""
    moves = {
        field.name: np.ascontiguousarray(values)
        for field in fields(terms.moves)
        if (values := getattr(terms.moves, field.name)) is not None
    }
    return replace(
        terms, dying=np.ascontiguousarray(terms.dying), moves=replace(terms.moves, **moves)
    )


def figures() -> str:
    """A short name of all that answers rest on: official figures, parameters, and the base itself.

    The base also changes with the code that makes it, while figures and parameters stay.
    """
    return _figures(tables.version())


@lru_cache(maxsize=2)
def _figures(_version: str) -> str:
    seen = hashlib.sha256(stated_values().encode())
    for key in entries():
        seen.update("".join(entry.sha256 for entry in editions(key)).encode())
    seen.update(_in_whole_persons(ground().outcome))
    return f"{START}-{seen.hexdigest()[:12]}"


def _in_whole_persons(outcome: Outcome) -> bytes:
    """An outcome without what another processor adds up differently in the last digits."""
    return b"".join(
        np.rint(values).astype("<i8").tobytes() for values in (outcome.stocks, outcome.births)
    )
