"""The changes a scenario is made of: each alters few arrays of the terms and shares the others."""

from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from renkei.engines.demography.arrays import require_shape
from renkei.engines.demography.axes import FloatArray
from renkei.engines.demography.projection.cells import EVERYWHERE, Cells, Factor, fitted, is_one
from renkei.engines.demography.projection.forms import Pool
from renkei.engines.demography.projection.refusals import (
    TOLERANCE,
    Labelled,
    refuse_where,
)
from renkei.engines.demography.projection.terms import Terms

AXES = ("time", "area", "sex", "age")

Chosen: TypeAlias = tuple[slice, list[int] | slice, slice, slice]

# Whom a factor on departures is about: by where they go.
Leaving: TypeAlias = Literal["anywhere", "inside", "outside"]


@dataclass(slots=True, eq=False)
class Draft:
    """Terms being changed: an array is copied when it is first written to, and only then."""

    terms: Terms
    labels: Labelled
    _written: dict[str, FloatArray] = field(default_factory=dict)

    def read(self, name: str) -> FloatArray | None:
        """An array of the terms or of their moves, as changed so far."""
        if name in self._written:
            return self._written[name]
        owner = self.terms if name in _OWN else self.terms.moves
        found: FloatArray | None = getattr(owner, name)
        return found

    def write(self, name: str) -> FloatArray:
        if name not in self._written:
            self._written[name] = np.array(self.read(name))
        return self._written[name]

    def put(self, name: str, values: FloatArray) -> None:
        self._written[name] = values

    def finished(self) -> Terms:
        """The terms with what was written; the same terms when nothing was."""
        if not self._written:
            return self.terms
        moves = {name: values for name, values in self._written.items() if name not in _OWN}
        return replace(
            self.terms,
            dying=self._written.get("dying", self.terms.dying),
            fertility=self._written.get("fertility", self.terms.fertility),
            moves=replace(self.terms.moves, **moves) if moves else self.terms.moves,
        )


_OWN = ("dying", "fertility")


class Change(Protocol):
    """One change of assumptions, written into a draft."""

    def write(self, draft: Draft) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class ScaleFertility:
    """Fertility rates, or child-woman ratios, times a factor.

    Shapes  factor (), (time), (time, area) or (time, area, age of mother), on the chosen cells
    Errors  as `cells.fitted`
    """

    factor: Factor
    cells: Cells = EVERYWHERE

    def write(self, draft: Draft) -> None:
        chosen = (slice(None), self.cells.places, self.cells.ages)
        values = draft.read("fertility")
        assert values is not None
        n_steps, n_areas, n_ages = values[chosen].shape
        factor = fitted(self.factor, "fertility", time=n_steps, area=n_areas, age=n_ages)
        if not is_one(factor):
            draft.write("fertility")[chosen] *= factor


@dataclass(frozen=True, slots=True, eq=False)
class ScaleMortality:
    """The share that dies in a step times a factor, by the age the cohort reaches.

    In no cell do more people die than there are: the share ends at one.

    Shapes  factor (), (time) … (time, area, sex, age reached), on the chosen cells; the two
            cohorts that meet in the open group take the same
    Errors  as `cells.fitted`
    """

    factor: Factor
    cells: Cells = EVERYWHERE

    def write(self, draft: Draft) -> None:
        values = draft.read("dying")
        assert values is not None
        n_ages = values.shape[-1] - 1
        first, last, _ = self.cells.ages.indices(n_ages)
        factor = _fitted_to(values[..., :-1], self.cells, self.factor, "mortality")
        if is_one(factor):
            return
        dying = draft.write("dying")
        for ages, part in _with_the_oldest(slice(first, last), n_ages, factor):
            chosen = (slice(None), self.cells.places, self.cells.sexes, ages)
            dying[chosen] = np.minimum(dying[chosen] * part, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class ScaleDepartures:
    """The rates at which people leave times a factor: all of them, or those for one side.

    A factor on those who leave for `outside` changes nothing for those who go to other areas of
    the projection, and the other way round.

    Shapes  factor (), (time) … (time, area, sex, age reached), on the chosen cells
    Errors  as `cells.fitted`; ValueError when more people would leave than there are
    Limits  net rates are scaled where they lose people; net numbers have no rate to scale: take
            `AddPersons`
    """

    factor: Factor
    cells: Cells = EVERYWHERE
    leaving: Leaving = "anywhere"

    def write(self, draft: Draft) -> None:
        rates = draft.read("rates")
        assert rates is not None
        factor = _fitted_to(rates, self.cells, self.factor, "departures")
        if is_one(factor):
            return
        chosen = (slice(None), self.cells.places, self.cells.sexes, self.cells.ages)
        by = factor if self.leaving == "anywhere" else self._of_one_side(draft, chosen, factor)
        picked = rates[chosen]
        scaled = np.where(picked < 0, picked * by, picked) if picked.max() > 0 else picked * by
        draft.write("rates")[chosen] = scaled
        if scaled.min() < -1 - TOLERANCE:
            problem = "loses more people than it has: lower the factor on departures"
            refuse_where(draft.write("rates") < -1 - TOLERANCE, draft.labels, problem)

    def _of_one_side(self, draft: Draft, chosen: Chosen, factor: FloatArray) -> FloatArray:
        """The factor on all who leave, with the share that goes inside put right."""
        inside = draft.read("inside")
        if inside is None:
            return np.ones_like(factor) if self.leaving == "inside" else factor
        part = inside[chosen]
        going_inside = part * factor if self.leaving == "inside" else part
        going_outside = (1.0 - part) * (factor if self.leaving == "outside" else 1.0)
        by: FloatArray = going_inside + going_outside
        draft.write("inside")[chosen] = np.divide(
            going_inside, by, out=np.zeros_like(by), where=by > 0
        )
        return by


@dataclass(frozen=True, slots=True, eq=False)
class AddPersons:
    """People who come (or, below zero, go) in each step whatever else happens.

    Shapes  persons (time, area, sex, age reached)
    Units   persons per step
    Errors  AxisMismatch when the shape is not that of the terms; ValueError when a number is
            missing
    Limits  in random draws they vary with the other arrivals or departures
    """

    persons: FloatArray

    def write(self, draft: Draft) -> None:
        added = draft.read("added")
        assert added is not None
        axes = dict(zip(AXES, added.shape, strict=True))
        require_shape(self.persons, **axes)
        problem = "is added as something that is not a number: give 0 where nobody comes"
        refuse_where(~np.isfinite(self.persons), draft.labels, problem)
        if np.any(self.persons):
            added = draft.write("added")
            added += self.persons


@dataclass(frozen=True, slots=True, eq=False)
class AddArrivals:
    """So many arrivals in each step, of these ages, to these areas, such as UI-turn.

    Shapes  numbers (time), where (area), profile (sex, age reached)
    Units   persons per step; shares of areas and of ages, each of which add up to one
    Errors  AxisMismatch when a shape is not that of the terms; ValueError when a number is
            negative or shares do not add up to one
    """

    numbers: FloatArray
    where: FloatArray
    profile: FloatArray

    def write(self, draft: Draft) -> None:
        added = draft.read("added")
        assert added is not None
        n_steps, n_areas, n_sexes, n_ages = added.shape
        require_shape(self.numbers, time=n_steps)
        require_shape(self.where, area=n_areas)
        require_shape(self.profile, sex=n_sexes, age=n_ages)
        for name, values in (("areas", self.where), ("ages", self.profile)):
            _refuse_other_than_shares(name, values)
        if not np.all(np.isfinite(self.numbers) & (self.numbers >= 0)):
            raise ValueError(
                "arrivals must be numbers of at least zero in every step: for fewer arrivals"
                " scale the supply of a pool"
            )
        if not self.numbers.any():
            return
        (areas,) = np.nonzero(self.where)
        ages = _reach(self.profile.sum(axis=0))
        shares = self.where[areas, np.newaxis, np.newaxis] * self.profile[:, ages]
        draft.write("added")[:, areas, :, ages] += (
            self.numbers[:, np.newaxis, np.newaxis, np.newaxis] * shares
        )


@dataclass(frozen=True, slots=True, eq=False)
class ScaleSupply:
    """The people whom one pool outside hands out, times a factor, such as arrivals from abroad.

    Shapes  factor (), (time) … (time, area, sex, age reached), on the chosen cells
    Errors  as `cells.fitted`; ValueError when the pool is fed from inside
    """

    pool: Pool
    factor: Factor
    cells: Cells = EVERYWHERE

    def write(self, draft: Draft) -> None:
        if self.pool.supply is None:
            raise ValueError(
                f"the pool “{self.pool.name}” hands out whom it was given: scale departures"
                " inside, or shift its shares"
            )
        shares = self.pool.in_shares.values
        factor = _fitted_to(shares, self.cells, self.factor, f"the supply of “{self.pool.name}”")
        if is_one(factor):
            return
        chosen = (slice(None), self.cells.places, self.cells.sexes, self.cells.ages)
        supply = self.pool.supply[:, np.newaxis, self.cells.sexes, self.cells.ages]
        added = draft.write("added")
        # Step by step, what is multiplied stays in the processor's cache.
        for step, share, more in zip(added, shares, supply * (factor - 1.0), strict=True):
            step[chosen[1:]] += share[chosen[1:]] * more


@dataclass(frozen=True, slots=True, eq=False)
class ShiftShares:
    """Of those who move inside, the share that goes to the chosen areas times a factor.

    The shares of all other areas are scaled so that the sum stays one: nobody is made or lost, and
    as many leave as before.

    Shapes  factor (), (time) or (time, 1, sex, age reached), the same for the chosen areas
    Errors  as `cells.fitted`; ValueError when nobody moves inside, when the chosen areas would
            take more than everyone, or when they are all that anybody goes to
    """

    factor: Factor
    cells: Cells

    def write(self, draft: Draft) -> None:
        name = "shares" if draft.read("shares") is not None else "destinations"
        shares = draft.read(name)
        if shares is None:
            raise ValueError("nobody moves between these areas: a pool fed from inside is needed")
        n_steps = shares.shape[0]
        picked = shares[..., self.cells.sexes, self.cells.ages]
        axes = {"time": n_steps, "area": 1, "sex": picked.shape[-2], "age": picked.shape[-1]}
        factor = fitted(self.factor, "shares", **axes)
        if is_one(factor):
            return
        # A matrix that repeats along time stays in memory once.
        repeats = shares.strides[0] == 0 and factor.shape[0] == 1
        changed = np.array(shares[:1] if repeats else shares)
        _shift(changed, self.cells, factor, draft.labels)
        draft.put(name, np.broadcast_to(changed, shares.shape) if repeats else changed)


def _shift(shares: FloatArray, cells: Cells, factor: FloatArray, labels: Labelled) -> None:
    """In place; areas that receive stand before sex and age, with origins before them or not."""
    areas = shares.ndim - 3
    if areas == 2:
        factor = factor[:, np.newaxis]
    factor = np.moveaxis(factor, areas, 0)
    picked = np.moveaxis(shares[..., cells.sexes, cells.ages], areas, 0)
    before = picked[cells.places]
    here = before.sum(axis=0)
    wanted = here * factor[0]
    everyone = here > 1 - TOLERANCE
    _refuse_more_than_everyone(here, wanted, everyone, cells, labels)
    picked *= np.divide(1.0 - wanted, 1.0 - here, out=np.ones_like(here), where=~everyone)
    picked[cells.places] = before * factor


def _refuse_more_than_everyone(
    here: FloatArray,
    wanted: FloatArray,
    everyone: NDArray[np.bool_],
    cells: Cells,
    labels: Labelled,
) -> None:
    too_much = (wanted > 1 + TOLERANCE) | (everyone & (np.abs(wanted - here) > TOLERANCE))
    if too_much.any():
        places = np.nonzero(too_much)
        time, age = int(places[0][0]), int(places[-1][0])
        start, end = labels.periods[time]
        group = labels.ages.labels[range(len(labels.ages))[cells.ages][age]]
        raise ValueError(
            f"age {group}, {start}-{end}: the chosen areas take {here[too_much].flat[0]:.4g} of"
            f" those who move inside and would take {wanted[too_much].flat[0]:.4g}, while the"
            " others must keep the rest: choose a factor nearer to 1"
        )


def _fitted_to(values: FloatArray, cells: Cells, factor: Factor, what: str) -> FloatArray:
    chosen = values[:, cells.places, cells.sexes, cells.ages]
    return fitted(factor, what, **dict(zip(AXES, chosen.shape, strict=True)))


def _with_the_oldest(
    ages: slice, n_ages: int, factor: FloatArray
) -> list[tuple[slice, FloatArray]]:
    """Cohorts by the age they reach: the open group is reached by two."""
    parts = [(ages, factor)]
    if ages.stop == n_ages:
        parts.append((slice(n_ages, n_ages + 1), factor[..., -1:]))
    return parts


def _refuse_other_than_shares(name: str, values: FloatArray) -> None:
    if not np.all(values >= 0):
        raise ValueError(f"shares of {name} must be numbers of at least zero")
    if abs(values.sum() - 1.0) > TOLERANCE:
        raise ValueError(
            f"shares of {name} add up to {values.sum():.6g}, not to 1: divide them by their sum"
        )


def _reach(by_age: FloatArray) -> slice:
    """From the first age at which there is anybody to the last."""
    (places,) = np.nonzero(by_age)
    return slice(int(places[0]), int(places[-1]) + 1)
