"""Kept figures held against the records: what each would be today, and what explains it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from renkei.charter.terms import Indicator
from renkei.core.rights import Asker, Visible
from renkei.journal.queries import Entries
from renkei.programme.figures import figures
from renkei.programme.models import Measurement, Reconciliation
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import (
    confirmed_values,
    definition_of,
    indicators,
    is_another,
    since,
    values_entered,
    values_of,
)

Cause = Literal["records", "defined_anew", "reported", "unexplained"]
Values = Mapping[str, Any]
Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Numbers of the journal entries that make a difference."""

    late: tuple[int, ...] = ()  # came in
    corrected: tuple[int, ...] = ()  # as they are now, in place of what was taken back
    reversed: tuple[int, ...] = ()  # taken back, and nothing came instead
    ended: tuple[int, ...] = ()  # count no more, though nobody took them back

    @property
    def by_number(self) -> dict[int, str]:
        """What became of each."""
        return {number: name for name in RECORDS for number in getattr(self, name)}


RECORDS = tuple(one.name for one in fields(Records))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A kept figure that would be another one today.

    records       records came in, were corrected or taken back after it was computed
    defined_anew  it is counted in another way than then
    reported      a value from a report was confirmed or withdrawn after it was kept
    unexplained   counted as then, from what was known then, it is not what was kept
    """

    measurement: str
    indicator: str
    period: str
    revision: int
    is_locked: bool
    is_newest: bool
    known_at: datetime
    cause: Cause
    kept: Values
    now: Values
    records: Records = field(default_factory=Records)

    @property
    def is_another_value(self) -> bool:
        """The same number may also be of other records."""
        return is_another(self.now, self.kept)

    @property
    def is_revisable(self) -> bool:
        """Whether computing it again makes another revision."""
        is_explained = self.cause != "unexplained"
        return self.is_locked and self.is_newest and is_explained and self.is_another_value


@dataclass(frozen=True, slots=True)
class Reconciled:
    n_compared: int
    n_left_out: int  # there is nothing to hold them against
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """A kept figure, and what it is held against."""

    kept: Measurement
    indicator: Indicator
    now: Values
    then: Values | None  # as known when it was kept; nobody can say of a value from a report
    is_newest: bool

    @property
    def cause(self) -> Cause | None:
        """An earlier revision has to be only what it was."""
        if self.kept.definition != definition_of(self.indicator):
            return "defined_anew" if self.is_newest else None
        if self.then is not None and self.then != self.kept.values:
            return "unexplained"
        if not self.is_newest or self.now == self.kept.values:
            return None
        return "reported" if self.then is None else "records"


def quiet(_done: int, _total: int) -> None: ...


def reconciled(period: Period, *, say: Say = quiet) -> Reconciled:
    """All that is kept of a period, held against what it would be today."""
    kept = list(Measurement.objects.filter(period=period.key).order_by("revision"))
    found, n_compared = [], 0
    for n_compared, one in enumerate(_held(kept, period), start=1):
        say(n_compared, len(kept))
        if cause := one.cause:
            found.append(_difference(one, cause, period))
    order = {one.id: n for n, one in enumerate(indicators())}
    found.sort(key=lambda one: (not one.is_another_value, order[one.indicator], one.revision))
    return Reconciled(n_compared, len(kept) - n_compared, tuple(found))


def _held(kept: Iterable[Measurement], period: Period) -> Iterator[_Held]:
    """Those that can be compared. What was computed at the same time is computed together."""
    newest = {one.indicator: one.pk for one in kept}
    agreed = {one.id: one for one in indicators() if one.id in newest}
    now = _counted(agreed.values(), period) | _reported(agreed.values(), period)
    for known_at, group in groupby(sorted(kept, key=_known_at), key=_known_at):
        together = list(group)
        known = [agreed[one.indicator] for one in together if one.indicator in agreed]
        then = _counted(known, period, known_at)
        for one in together:
            is_newest = newest[one.indicator] == one.pk
            if one.indicator in now and (one.indicator in then or is_newest):
                told = agreed[one.indicator], now[one.indicator], then.get(one.indicator)
                yield _Held(one, *told, is_newest)


_known_at = attrgetter("known_at")


def _counted(
    among: Iterable[Indicator], period: Period, known_at: datetime | None = None
) -> dict[str, Values]:
    counted = [one for one in among if one.count]
    found = figures(counted, period, known_at=known_at)
    return {key: values_of(one) for key, one in found.items() if one.state == "computed"}


def _reported(among: Iterable[Indicator], period: Period) -> dict[str, Values]:
    entered = confirmed_values(period)
    return {one.id: values_entered(entered.get(one.id, ()), one) for one in among if not one.count}


# --- what explains a difference ----------------------------------------------------------------


def _difference(held: _Held, cause: Cause, period: Period) -> Difference:
    kept = held.kept
    records = _records(kept, held.indicator, period) if cause == "records" else Records()
    # The same records, and another number of them: nothing in the journal says why.
    is_known = cause != "records" or records.by_number
    return Difference(
        measurement=kept.key,
        indicator=kept.indicator,
        period=kept.period,
        revision=kept.revision,
        is_locked=kept.is_locked,
        is_newest=held.is_newest,
        known_at=kept.known_at,
        cause=cause if is_known else "unexplained",
        kept=kept.values,
        now=held.now,
        records=records,
    )


def _records(kept: Measurement, indicator: Indicator, period: Period) -> Records:
    """Of a rate those of what is divided and of what it is divided by."""
    came: dict[int, tuple[str, str]] = {}
    went: dict[int, tuple[str, str]] = {}
    taken_back: set[int] = set()
    for of_denominator in (False, True)[: len(indicator.count.parts) if indicator.count else 0]:
        added, gone = since(kept, indicator, period, of_denominator=of_denominator)
        came |= _subjects(added)
        went |= _subjects(gone)
        taken_back |= set(gone.order_by().exclude(reversal=None).values_list("pk", flat=True))
    anew, before = set(came.values()), {went[number] for number in taken_back}
    return Records(
        late=_in_order(number for number, subject in came.items() if subject not in before),
        corrected=_in_order(number for number, subject in came.items() if subject in before),
        reversed=_in_order(number for number in taken_back if went[number] not in anew),
        ended=_in_order(went.keys() - taken_back),
    )


def _subjects(among: Entries) -> dict[int, tuple[str, str]]:
    """By its number the record that an entry tells of."""
    rows = among.order_by().values_list("pk", "subject_kind", "subject_key")
    return {number: (kind, key) for number, kind, key in rows}


def _in_order(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


# --- as they are kept ---------------------------------------------------------------------------


def written_down(found: Difference) -> dict[str, Any]:
    """As JSON; `read_again` is its other half."""
    return asdict(found) | {"known_at": found.known_at.isoformat()}


def read_again(told: Mapping[str, Any]) -> Difference:
    known_at = datetime.fromisoformat(told["known_at"])
    records = Records(**{name: tuple(found) for name, found in told["records"].items()})
    return Difference(**{**told, "known_at": known_at, "records": records})


def with_newest(asker: Asker, key: str) -> tuple[Reconciliation, str]:
    """A run, and the key of the newest run of its period; one query.

    Errors  Http404 when there is none that the person may see
    """
    found: Any = next(iter(_WITH_NEWEST.to(asker, key=key)[:1]), None)
    if found is None:
        raise Http404("no such run to show")
    return found, found.newest


def _with_newest(seen: QuerySet[Reconciliation], key: str) -> QuerySet[Reconciliation]:
    runs = Reconciliation.objects.filter(period=OuterRef("period")).values("key")
    return seen.annotate(newest=Subquery(runs[:1])).filter(key=key)


_WITH_NEWEST = Visible(Reconciliation, _with_newest)


def latest_reconciliation(asker: Asker, period: Period) -> Reconciliation | None:
    return Reconciliation.objects.visible_to(asker).filter(period=period.key).first()
