"""Stored runs of the base projection: what pages read.

One run is shipped in the package. An office that has loaded newer figures computes its own with
`manage.py project`, in the folder of the setting `PROJECTIONS`; the newest one is shown.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from renkei.engines.demography.axes import FloatArray
from renkei.observatory.ahead.manifests import (
    MANIFEST,
    Manifest,
    WrongRun,
    read_manifest,
    versions_of,
)
from renkei.observatory.ahead.results import Results, Whole
from renkei.observatory.ahead.series import BALANCES, EVENTS, GROUPS, LEVELS
from renkei.observatory.ahead.storing import Axes, read_part

__all__ = ["BALANCES", "EVENTS", "GROUPS", "LEVELS", "Fan", "Pyramid", "Run", "newest_run"]

SHIPPED = Path(__file__).resolve().parents[1] / "projected"

log = logging.getLogger(__name__)


class NotProjected(LookupError):
    """The run does not tell of this place, group, event or year; the message says of which."""


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """One series with its quantiles, year by year.

    Shapes  values (level, year), levels as in LEVELS; central (year), without uncertainty
    Units   persons on 1 January of the year, or persons in the year; whole persons
    """

    years: tuple[int, ...]
    values: Whole
    central: Whole

    @property
    def median(self) -> Whole:
        return self.at(0.5)

    def at(self, level: float) -> Whole:
        """The series at one of LEVELS."""
        return self.values[LEVELS.index(level)]


@dataclass(frozen=True, slots=True, eq=False)
class Pyramid:
    """People of one year by sex and age.

    Shapes  values (level, sex, age); central (sex, age); sexes female, male
    Units   whole persons on 1 January; ages 0-4 … 95-99, 100+
    """

    year: int
    ages: tuple[str, ...]
    values: Whole
    central: Whole


class Run:
    """A stored run; its figures are read when they are first asked for, and then kept."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest

    @property
    def places(self) -> tuple[str, ...]:
        """Codes of areas and wholes, and keys of sets of areas."""
        return tuple(str(code) for code in self._people[0]["place"])

    @property
    def changed_tables(self) -> tuple[str, ...]:
        """Tables of which other editions are held now than those the run was computed from."""
        used = self.manifest.tables
        names = dict.fromkeys(version.table for version in used)
        held = versions_of(tuple(names))
        return tuple(
            name
            for name in names
            if [one for one in held if one.table == name]
            != [one for one in used if one.table == name]
        )

    def people(self, code: str, group: str) -> Fan:
        """The people of a group on 1 January of each year, that of the start included.

        Errors  NotProjected when place or group is not in the run
        """
        return self._fan(self._people, code, "group", group)

    def events(self, code: str, event: str) -> Fan:
        """What happens in each calendar year: one of EVENTS, or of BALANCES, drawn jointly.

        In a whole, arrivals and departures include the moves between its areas.

        Errors  NotProjected when place or event is not in the run
        """
        return self._fan(self._events, code, "event", event)

    @property
    def pyramid_years(self) -> tuple[int, ...]:
        return tuple(int(year) for year in self._pyramids[0]["year"])

    def pyramid(self, code: str, year: int) -> Pyramid:
        """The people of a place by sex and age in one of `pyramid_years`.

        Errors  NotProjected when place or year is not in the run
        """
        axes, values = self._pyramids
        found = values[_place(axes, "place", code), _place(axes, "year", year)]
        ages = tuple(str(age) for age in axes["age"])
        return Pyramid(year, ages, np.moveaxis(found[..., 1:], -1, 0), found[..., 0])

    def halved(self, code: str) -> tuple[tuple[int, ...], FloatArray]:
        """The share of draws in which women aged 20-39 are at most half of those of the start.

        Shapes  years, share (year)
        Errors  NotProjected when the place is not in the run
        """
        axes, draws = self._halved
        return _years(axes), draws[_place(axes, "place", code)] / self.manifest.draws

    def results(self) -> Results:
        """Everything at once, once it is what the manifest says.

        Errors  WrongRun when a file was changed
        """
        parts = (self._people, self._events, self._pyramids, self._halved)
        results = Results(*(values for _, values in parts))
        if results.digest != self.manifest.digest:
            raise WrongRun(
                f"{self.folder}: the figures have the digest {results.digest}, the manifest says "
                f"{self.manifest.digest}; a file was changed after it was computed"
            )
        return results

    def _fan(self, part: tuple[Axes, Whole], code: str, axis: str, name: str) -> Fan:
        axes, values = part
        found = values[_place(axes, "place", code), _place(axes, axis, name)]
        return Fan(_years(axes), found[:, 1:].T, found[:, 0])

    @cached_property
    def _people(self) -> tuple[Axes, Whole]:
        return read_part(self.folder / "people.parquet")

    @cached_property
    def _events(self) -> tuple[Axes, Whole]:
        return read_part(self.folder / "events.parquet")

    @cached_property
    def _pyramids(self) -> tuple[Axes, Whole]:
        return read_part(self.folder / "pyramids.parquet")

    @cached_property
    def _halved(self) -> tuple[Axes, NDArray[np.int32]]:
        return read_part(self.folder / "halved.parquet")


def newest_run() -> Run:
    """The run that was made last: the shipped one, or a later one of this office."""
    return _newest(tuple(_seen(settings.PROJECTIONS)))


def runs_in(folder: Path) -> list[Run]:
    """The runs below a folder, the newest first.

    One that cannot be read, of another version of the program or half taken away, is not there:
    pages have the others, and the log says why.
    """
    return sorted(
        _readable(folder),
        key=lambda run: (run.manifest.created_on, run.manifest.key),
        reverse=True,
    )


def _readable(folder: Path) -> Iterator[Run]:
    for path in folder.glob(f"*/{MANIFEST}"):
        try:
            yield Run(path.parent, read_manifest(path.parent))
        except WrongRun as error:
            log.warning("%s; compute the run again or take it away", error)


@lru_cache(maxsize=2)
def _newest(_seen: tuple[str, ...]) -> Run:
    theirs, ours = runs_in(settings.PROJECTIONS), runs_in(SHIPPED)
    if theirs and theirs[0].manifest.created_on >= ours[0].manifest.created_on:
        return theirs[0]
    return ours[0]


def _seen(folder: Path) -> Sequence[str]:
    """Changes whenever a run is added, computed anew or taken away."""
    return [str(folder), *(_changed(path) for path in sorted(folder.glob(f"*/{MANIFEST}")))]


def _changed(path: Path) -> str:
    try:
        return f"{path}:{path.stat().st_mtime_ns}"
    except FileNotFoundError:  # taken away just now, by an office that computes meanwhile
        return f"{path}:"


def _years(axes: Axes) -> tuple[int, ...]:
    return tuple(int(year) for year in axes["year"])


def _place(axes: Axes, axis: str, label: str | int) -> int:
    try:
        return list(axes[axis]).index(label)
    except ValueError:
        raise NotProjected(f"the run has no {axis} “{label}”") from None
