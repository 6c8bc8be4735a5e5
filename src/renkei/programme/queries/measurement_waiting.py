"""Figures that wait: to be handed in, to be approved, or with the other government."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renkei.core.addresses import address_of_record
from renkei.core.rights import Asker, Verb, may
from renkei.core.waiting import Waiting
from renkei.core.writing import number
from renkei.programme.models import Approval
from renkei.programme.periods import Period
from renkei.programme.states import ApprovalState

TO_SUBMIT = (ApprovalState.COMPUTED, ApprovalState.RETURNED)


def waits_of_measurements(asker: Asker) -> list[Waiting]:
    """One line for each period and step, whatever number of figures it holds; one query."""
    if not asker.seats:
        return []
    on = asker.on or timezone.localdate()
    grouped = defaultdict[tuple[str, str, bool], list[tuple[int, datetime, str]]](list)
    for key, side, unit, state, n, since in _open_parts(asker):
        part = Approval(side=side, unit=unit, state=state)
        if told := _told(asker, Period.called(key), part, on):
            grouped[(key, *told)].append((n, since, unit))
    return [_waiting(*line, parts) for line, parts in grouped.items()]


def _waiting(
    key: str, step: str, is_elsewhere: bool, parts: list[tuple[int, datetime, str]]
) -> Waiting:
    units = {unit for _n, _since, unit in parts}
    return Waiting(
        title=_figures(Period.called(key), sum(n for n, _since, _unit in parts)),
        step=step,
        address=address_of_record("programme:quarter", key),
        since=timezone.localdate(min(since for _n, since, _unit in parts)),
        unit=units.pop() if len(units) == 1 else "",
        is_elsewhere=is_elsewhere,
    )


def _open_parts(asker: Asker) -> Iterable[tuple[Any, ...]]:
    """Period, side, unit, state, how many, and since when the first of them."""
    parts = Approval.objects.visible_to(asker).filter(measurement__locked_at=None)
    return (
        parts.exclude(state=ApprovalState.APPROVED)
        .order_by("measurement__period")
        .values_list("measurement__period", "side", "unit", "state")
        .annotate(n=Count("pk"), since=Min("since"))
    )


def _told(asker: Asker, period: Period, part: Approval, on: date) -> tuple[str, bool] | None:
    """The step, and whether it lies with the other side; None where the person only looks on."""
    if not period.is_over(on):
        return None
    if part.state == ApprovalState.SUBMITTED:
        if may(asker, Verb.DECIDE, part):
            return _("承認するか、差し戻す"), False
        is_mine = any(seat.side == part.side for seat in asker.seats)
        return None if is_mine else (_("相手側の承認を待つ"), True)
    if part.state in TO_SUBMIT and may(asker, Verb.WRITE, part):
        returned = part.state == ApprovalState.RETURNED
        return (_("直して、もう一度提出する") if returned else _("確かめて、提出する")), False
    return None


def _figures(period: Period, n: int) -> str:
    told = ngettext("%(period)sの指標の値%(n)s件", "%(period)sの指標の値%(n)s件", n)
    return told % {"period": period.label, "n": number(n)}
