"""Figures that wait: to be handed in, to be approved, with the other government, or, once they are
locked, to be computed again."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.core.addresses import address_of_record
from renkei.core.kept import Kept
from renkei.core.prepared import Statement, statement_of
from renkei.core.rights import Asker, Verb, may
from renkei.core.waiting import Waiting, Waits
from renkei.core.writing import number
from renkei.programme.models import Approval, Measurement
from renkei.programme.periods import Period
from renkei.programme.states import ApprovalState

TO_SUBMIT = (ApprovalState.COMPUTED, ApprovalState.RETURNED)


@dataclass(frozen=True, slots=True)
class _Step:
    words: str
    is_elsewhere: bool = False
    is_late: bool = False  # locked, and another value today


def _lines(asker: Asker) -> list[Waiting]:
    """One line for each period and step, whatever number of figures it holds; one query."""
    if not asker.seats:
        return []
    on = asker.on or timezone.localdate()
    grouped = defaultdict[tuple[str, _Step], list[tuple[int, datetime, str]]](list)
    rows = [row for row in _kept(asker, on).of(asker).rows() if Period.called(row[0]).is_over(on)]
    steps = {
        part: _step(asker, Approval(side=part[0], unit=part[1], state=part[2]))
        for part in {(side, unit, state) for _key, side, unit, state, _n, _since in rows}
    }
    for key, side, unit, state, n, since in rows:
        if step := steps[side, unit, state]:
            grouped[key, step].append((n, since, unit))
    return [_waiting(key, step, parts) for (key, step), parts in grouped.items()]


def _waiting(key: str, step: _Step, parts: list[tuple[int, datetime, str]]) -> Waiting:
    units = {unit for _n, _since, unit in parts}
    told = _late_figures if step.is_late else _figures
    return Waiting(
        title=told(Period.called(key), sum(n for n, _since, _unit in parts)),
        step=step.words,
        address=address_of_record("programme:quarter", key),
        since=timezone.localdate(min(since for _n, since, _unit in parts)),
        unit=units.pop() if len(units) == 1 else "",
        is_elsewhere=step.is_elsewhere,
    )


@lru_cache(maxsize=256)
def _kept(_asker: Asker, _day: date) -> Kept[Statement]:
    return Kept(lambda asker: statement_of(_parts(asker)))


def _parts(asker: Asker) -> QuerySet[Any, tuple[Any, ...]]:
    """Period, side, unit, state, how many, and since when the first of them: what is not approved
    yet, and of what is late the approved parts."""
    is_open = Q(measurement__locked_at=None) & ~Q(state=ApprovalState.APPROVED)
    is_late = Q(measurement__late_since__isnull=False)
    since = Coalesce("measurement__late_since", "since")
    return (
        Approval.objects.visible_to(asker)
        .filter(is_open | is_late)
        .order_by("measurement__period")
        .values_list("measurement__period", "side", "unit", "state")
        .annotate(n=Count("pk"), first=Min(since))
    )


def _step(asker: Asker, part: Approval) -> _Step | None:
    """Of a period that is over; None where the person only looks on."""
    if part.state == ApprovalState.APPROVED:
        may_revise = may(asker, Verb.WRITE, Measurement()) and may(asker, Verb.WRITE, part)
        return _Step(_("確かめて、算出し直す"), is_late=True) if may_revise else None
    if part.state == ApprovalState.SUBMITTED:
        if may(asker, Verb.DECIDE, part):
            return _Step(_("承認するか、差し戻す"))
        is_mine = any(seat.side == part.side for seat in asker.seats)
        return None if is_mine else _Step(_("相手側の承認を待つ"), is_elsewhere=True)
    if part.state in TO_SUBMIT and may(asker, Verb.WRITE, part):
        returned = part.state == ApprovalState.RETURNED
        return _Step(_("直して、もう一度提出する") if returned else _("確かめて、提出する"))
    return None


def _late_figures(period: Period, n: int) -> str:
    told = ngettext(
        "%(period)sの、確定の後に分かった記録で変わる値%(n)s件",
        "%(period)sの、確定の後に分かった記録で変わる値%(n)s件",
        n,
    )
    return told % {"period": period.label, "n": number(n)}


def _figures(period: Period, n: int) -> str:
    told = ngettext("%(period)sの指標の値%(n)s件", "%(period)sの指標の値%(n)s件", n)
    return told % {"period": period.label, "n": number(n)}


FIGURES = Waits(lines=_lines)
