"""How long records are kept: a schedule as data, and what each room does at the end of a time.

`<room>/retention.toml` says for each kind: for how many years, after which event, what then, and on
which ground. `<room>/retention.py` says how: `retain(Retention(...))`. An office has its own years
in the file that RENKEI_RETENTION names.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import autodiscover_modules

from renkei.charter.text import Text
from renkei.paperwork.states import Disposing

MOST_YEARS = 100
_KEYS = {"years", "after", "then", "because", "is_assumed"}


class FaultySchedule(Exception):
    """A schedule does not say what it must, or speaks of a kind that no room retains."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the schedule."""

    kind: str
    years: int
    after: Text  # the event that starts the time
    then: Disposing
    because: Text
    is_assumed: bool  # no office has confirmed the years yet

    def starts_before(self, today: date) -> date:
        """Records whose time started before this day have reached its end."""
        try:
            return today.replace(year=today.year - self.years)
        except ValueError:  # 29 February
            return today.replace(year=today.year - self.years, day=28)

    def ends_on(self, start: date) -> date:
        """The last day of the time that started on a day."""
        try:
            return start.replace(year=start.year + self.years)
        except ValueError:  # 29 February
            return date(start.year + self.years, 2, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What a room does with a kind of record whose time is over."""

    kind: str
    label: Text
    # Records whose time started before the day; those that were anonymised already may be among
    # them, for what was disposed of once is never touched again.
    due: Callable[[date], QuerySet[Any]]
    ways: Mapping[Disposing, Callable[[Any], None]]
    # The columns in which a record of this kind names the record it belongs to: a hold on that
    # record holds this one too.
    belongs_to: tuple[str, str] | None = None

    @property
    def table(self) -> type[Model]:
        return self.due(date.min).model


_RETAINED: dict[str, Retention] = {}


def retain(retention: Retention) -> Retention:
    """Errors  ValueError when the kind is declared twice."""
    if retention.kind in _RETAINED:
        raise ValueError(f"the retention of “{retention.kind}” is declared twice")
    _RETAINED[retention.kind] = retention
    return retention


def retentions() -> Mapping[str, Retention]:
    _discover()
    return _RETAINED


@cache
def _discover() -> None:
    """The rooms' own files, when they are first asked for and not at every start."""
    autodiscover_modules("retention")


# --- the schedule ---------------------------------------------------------------------------


def schedule() -> Mapping[str, Term]:
    """The terms in force, by kind.

    Errors  FaultySchedule when a file does not say what it must
    """
    return _schedule(settings.RETENTION)


@cache
def _schedule(own: str) -> Mapping[str, Term]:
    terms = {term.kind: term for path in _shipped() for term in read_schedule(path)}
    if own:
        terms |= {term.kind: term for term in read_schedule(Path(own), over=terms)}
    return dict(sorted(terms.items()))


def _shipped() -> list[Path]:
    folders = [Path(config.path) for config in apps.get_app_configs()]
    ours = [folder for folder in folders if settings.PACKAGE in folder.parents]
    return [path for folder in ours if (path := folder / "retention.toml").exists()]


def read_schedule(path: Path, *, over: Mapping[str, Term] | None = None) -> list[Term]:
    """The terms of a file; what an office's own leaves out stands in the shipped ones.

    Errors  FaultySchedule as above
    """
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
        return [_term(kind, stated, over) for kind, stated in data.items()]
    except (OSError, KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as error:
        raise FaultySchedule(f"{path.name}: {error!r}") from error


def _term(kind: str, stated: dict[str, Any], over: Mapping[str, Term] | None) -> Term:
    retention = retentions().get(kind)
    if retention is None:
        raise ValueError(f"nothing called “{kind}” is retained")
    if extra := set(stated) - _KEYS:
        raise ValueError(f"{kind}: {sorted(extra)} mean nothing here")
    shipped = over[kind] if over is not None else None
    term = _merged(shipped, stated) if shipped else _read(kind, stated)
    if not 0 < term.years <= MOST_YEARS:
        raise ValueError(f"{kind}: {term.years} years")
    if term.then not in retention.ways:
        raise ValueError(f"{kind} cannot be disposed of by “{term.then}”")
    return term


def _read(kind: str, stated: dict[str, Any]) -> Term:
    return Term(
        kind=kind,
        years=int(stated["years"]),
        after=Text(**stated["after"]),
        then=Disposing(stated["then"]),
        because=Text(**stated["because"]),
        is_assumed=bool(stated["is_assumed"]),
    )


def _merged(shipped: Term, stated: dict[str, Any]) -> Term:
    """What an office states, it has decided: with a ground of its own it is assumed no longer."""
    return replace(
        shipped,
        years=int(stated.get("years", shipped.years)),
        then=Disposing(stated.get("then", shipped.then)),
        because=Text(**stated["because"]),
        is_assumed=bool(stated.get("is_assumed", False)),
    )
