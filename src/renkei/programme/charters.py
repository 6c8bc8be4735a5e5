"""The charter of any day: the files as they were signed, and the amendments in force.

charter_on(day)                 the programme, read as strictly as the files
versions()                      how it came about, the first version first
changes_between(a, b)           what two of them say differently
targets_of("II-1.3", on=day)    its target, and the earlier ones
shocks_of(initiative, …)        what broke the course of its figures

A process reads each version once. The newest decision in force tells whether it has read them all,
so that every process knows of a new version at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from renkei.charter.amending import Change, amended, value_now
from renkei.charter.differences import Difference, differences
from renkei.charter.reader import SHIPPED, programme
from renkei.charter.terms import Indicator, Initiative, Programme, Shock, Value
from renkei.charter.text import Text
from renkei.core.prepared import Prepared
from renkei.programme.models import Amendment, Decision

FOLDER: Path = SHIPPED
FIRST = 1
KEPT = 16  # charters that a process holds at once


@dataclass(frozen=True, slots=True)
class Version:
    """`decision` is the key of the decision that it came from; the first is the agreement."""

    number: int
    effective_on: date
    reason: Text | None = None
    decision: str = ""
    review: str = ""
    initiative: str = ""  # that was reviewed
    decided_on: date | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A target as it stood from a day on; None where none was stated."""

    version: Version
    value: Value | None


Stamp = tuple[int, str, str]
NOTHING: Stamp = (FIRST, "", "")


def charter_on(day: date) -> Programme:
    """The programme as it is agreed on a day."""
    stamp = _stamp()
    return _read(stamp, len(_in_effect(_amendments(stamp), day)))


def charter_of(number: int) -> Programme:
    """The programme on the first day of a version; KeyError where there is no such version."""
    found = {one.number: one for one in versions()}[number]
    return charter_on(found.effective_on)


def versions() -> list[Version]:
    """In the order in which they take effect."""
    agreement = Version(number=FIRST, effective_on=programme().agreed_on)
    return [agreement, *_amendments(_stamp())]


def version_on(day: date) -> Version:
    return [versions()[0], *_in_effect(versions()[1:], day)][-1]


def changes_between(before: Programme, after: Programme) -> list[Difference]:
    return differences(before, after)


def changes_of(version: Version) -> list[Difference]:
    """What a version says differently from the one before it."""
    if not version.decision:
        return []
    stamp = _stamp()
    n = [one.number for one in _amendments(stamp)].index(version.number)
    return differences(_read(stamp, n), _read(stamp, n + 1))


def targets_of(indicator: str, *, on: date) -> list[Goal]:
    """The target that holds on a day and those before it, the newest first; KeyError where no
    version knows the indicator."""
    stamp = _stamp()
    steps = _in_effect(_amendments(stamp), on)
    found: list[Goal] = []
    for n, version in enumerate([versions()[0], *steps]):
        value = _target(_read(stamp, n), indicator)
        if not found or found[-1].value != value:
            found.append(Goal(version, value))
    return found[::-1]


def rebased(on: date) -> dict[str, list[Goal]]:
    """The goals of every indicator whose target was changed by then."""
    steps = _in_effect(_amendments(_stamp()), on)
    touched = {name for one in steps for change in one.changes if (name := _goal_of(change))}
    return {name: targets_of(name, on=on) for name in sorted(touched)}


def shocks_of(
    of: Indicator | Initiative, first: date, last: date, *, agreed: Programme | None = None
) -> list[Shock]:
    """What came from outside between two days, and touched the initiative or indicator."""
    agreed = agreed or programme()
    months = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return [
        shock
        for shock in agreed.shocks
        if (not of.reference or not shock.initiatives or of.reference in shock.initiatives)
        and shock.first <= months[1]
        and months[0] <= (shock.last or months[1])
    ]


# --- before a decision takes effect ---------------------------------------------------------------


def starting_from(day: date, wanted: Iterable[Change]) -> list[Change]:
    """The same changes, each with what its field holds on the day.

    Errors  CharterError for a field that is not there or may not change
    """
    made = [change for one in _in_effect(_amendments(_stamp()), day) for change in one.changes]
    found: list[Change] = []
    for one in wanted:
        before = value_now(FOLDER, programme(), [*made, *found], one)
        found.append(Change(one.initiative, one.path, before, one.after))
    return found


def charter_with(day: date, changes: Sequence[Change]) -> Programme:
    """The programme of a day, were the changes to take effect on it. Every later version is read
    with them, too: one that builds on the same words no longer fits.

    Errors  CharterError as the reader, in words for the person who writes the files
    """
    steps = _amendments(_stamp())
    sooner = _in_effect(steps, day)
    made = [change for one in sooner for change in one.changes] + list(changes)
    found = amended(FOLDER, programme(), made)
    for later in steps[len(sooner) :]:
        made += later.changes
        amended(FOLDER, programme(), made)
    return found


# --- how it is kept -------------------------------------------------------------------------------


def _stamp() -> Stamp:
    """Of the newest version; asked each time, so that no process goes on with an old one."""
    for number, key, decided_on in _NEWEST.rows():
        return (number or FIRST, key, str(decided_on))
    return NOTHING


def _newest() -> QuerySet[Any, Any]:
    found = Decision.objects.filter(version__isnull=False).order_by("-version")
    return found.values_list("version", "key", "decided_on")[:1]


_NEWEST = Prepared(_newest)


@lru_cache(maxsize=KEPT)
def _amendments(stamp: Stamp) -> tuple[Version, ...]:
    if stamp == NOTHING:
        return ()
    of_one: dict[str, list[Change]] = {}
    decided = Decision.objects.filter(version__lte=stamp[0]).select_related("review")
    for row in Amendment.objects.filter(decision__version__lte=stamp[0], programme=programme().key):
        of_one.setdefault(row.decision_id, []).append(row.change)
    return tuple(
        Version(
            number=one.version or FIRST,
            effective_on=one.effective_on,
            reason=Text(one.reason_ja, one.reason_en),
            decision=one.key,
            review=one.review_id,
            initiative=one.review.initiative,
            decided_on=one.decided_on,
            changes=tuple(of_one.get(one.key, ())),
        )
        for one in decided.order_by("effective_on", "version")
    )


@lru_cache(maxsize=KEPT)
def _read(stamp: Stamp, n: int) -> Programme:
    """With the first `n` versions after the agreement."""
    changes = [change for one in _amendments(stamp)[:n] for change in one.changes]
    return amended(FOLDER, programme(), changes) if changes else programme()


def _in_effect(steps: Sequence[Version], day: date) -> list[Version]:
    return [one for one in steps if one.effective_on <= day]


def _target(agreed: Programme, indicator: str) -> Value | None:
    return agreed.indicator(indicator).target


def _goal_of(change: Change) -> str:
    """The indicator whose target it changes; empty where it changes something else."""
    head, _dot, field = change.path.partition("].")
    is_goal = head.startswith("indicators[") and field.partition(".")[0] == "target"
    return head.removeprefix("indicators[") if is_goal else ""
