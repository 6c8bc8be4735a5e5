"""Figures held against the records: what differs and why, down to the records behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renkei.core.addresses import address_of_record
from renkei.core.paging import page_of, page_of_list
from renkei.core.prepared import filled_up
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import localized, moment
from renkei.journal import telling
from renkei.journal.queries import seen_entries
from renkei.programme.models import Measurement, Reconciliation
from renkei.programme.periods import Period
from renkei.programme.queries.figures_shown import unit_of
from renkei.programme.queries.measurements import indicator_called
from renkei.programme.queries.reconciled_shown import (
    Change,
    became,
    changes,
    differences_of,
    explanation,
    faults_told,
    finding,
    n_unexplained,
    what_follows,
)
from renkei.programme.queries.reconciling import Difference, with_newest

ROWS = 10  # a difference is a table of its own
AT_ONCE = 3  # records below a difference; a page of its own has all of them


@dataclass(frozen=True, slots=True)
class Named:
    """A record behind a difference, and what became of it."""

    what: str
    line: telling.Line


@dataclass(frozen=True, slots=True)
class Row:
    found: Difference
    name: str
    unit: str
    changes: list[Change]
    explanation: str
    what_follows: str
    records: list[Named]
    n_readable: int

    @property
    def n_hidden(self) -> int:
        return len(self.found.records.by_number) - self.n_readable

    @property
    def is_cut(self) -> bool:
        return self.n_readable > len(self.records)


@require_safe
def reconciliation(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found, newest = with_newest(asker, key)
    differences = differences_of(found)
    page = page_of_list(differences, request, size=ROWS)
    n_faults = n_unexplained(found)
    context = {
        "found": found,
        "finding": finding(found, differences),
        "made": moment(found.made_at),
        "faults": faults_told(n_faults) if n_faults else "",
        "page": page.with_rows(_rows(page.rows, found.of, asker)),
        "newer": newest if newest != found.key else "",
        "may_revise": may(asker, Verb.WRITE, Measurement()),
        "may_reconcile": may(asker, Verb.WRITE, Reconciliation()),
    }
    return render(request, "programme/reconciliation.html", context)


@require_safe
def records_of(request: HttpRequest, key: str, indicator: str) -> HttpResponse:
    """All records behind a difference that the reader may open."""
    asker = asker_of(request)
    found = Reconciliation.objects.seen_by(asker, key=key)
    behind = [one for one in differences_of(found) if one.indicator == indicator and one.is_newest]
    if not behind:
        raise Http404("no such difference")
    readable = _READABLE.to(asker, numbers=filled_up(behind[0].records.by_number))
    page = page_of(readable, request)
    named = _named(_lines(page.rows, found.of).values(), behind[0])
    n_readable = (
        readable.n_at_most(len(behind[0].records.by_number)) if page.is_more else page.n_found
    )
    context = {
        "found": found,
        "row": _row(behind[0], named, n_readable),
        "page": page.with_rows(named),
    }
    return render(request, "programme/reconciled_records.html", context)


def _rows(found: Sequence[Difference], period: Period, asker: Asker) -> list[Row]:
    """Each with the first of the records that the person may read; two queries for all."""
    numbers = [number for one in found for number in one.records.by_number]
    readable = {number for (number,) in _NUMBERS.to(asker, numbers=filled_up(numbers))}
    by_row = [[n for n in one.records.by_number if n in readable] for one in found]
    first = [number for numbers in by_row for number in numbers[:AT_ONCE]]
    lines = _lines(_READABLE.to(asker, numbers=filled_up(first)), period)
    return [
        _row(one, _named([lines[n] for n in numbers[:AT_ONCE]], one), len(numbers))
        for one, numbers in zip(found, by_row, strict=True)
    ]


def _row(found: Difference, records: list[Named], n_readable: int) -> Row:
    indicator = indicator_called(found.indicator)
    return Row(
        found=found,
        name=localized(indicator.name) if indicator else "",
        unit=unit_of(indicator, Period.called(found.period)) if indicator else "",
        changes=changes(found),
        explanation=explanation(found),
        what_follows=what_follows(found),
        records=records,
        n_readable=n_readable,
    )


_READABLE = seen_entries(
    lambda seen, numbers: seen.filter(pk__in=numbers).select_related("reversal")
)
_NUMBERS: Any = seen_entries(
    lambda seen, numbers: seen.filter(pk__in=numbers).order_by().values_list("pk")
)


def _lines(found: Iterable[Any], period: Period) -> dict[int, telling.Line]:
    rows = list(found)
    lines = telling.lines(
        rows,
        reversals={row.pk: row.reversal for row in rows if hasattr(row, "reversal")},
        closed=period.last,
        addresses={row.pk: address_of_record("journal:entry", row.pk) for row in rows},
    )
    return {line.entry.pk: line for line in lines}


def _named(lines: Iterable[telling.Line], found: Difference) -> list[Named]:
    names, became_of = became(), found.records.by_number
    return [Named(names[became_of[line.entry.pk]], line) for line in lines]
