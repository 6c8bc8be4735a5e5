"""Records of what was done, of its money and of its figures for the proofs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count

from django.db.models import Model
from django.utils import timezone

from renkei.charter.reader import programme
from renkei.core.sides import Side
from renkei.programme.models import (
    Activity,
    Approval,
    BudgetLine,
    ManualValue,
    Measurement,
    Reconciliation,
)
from tests.rights.where import Where

GOVERNMENTS = (Side.PREFECTURE, Side.CITY)
LONG_AGO = date(2019, 4, 1)
numbers = count(1)
INITIATIVES = [one.reference for one in programme().initiatives]


def a_measurement(where: Where) -> Model:
    """Another quarter each time: one figure of a quarter is open at most."""
    n = next(numbers)
    return Measurement.objects.create(
        indicator="I-3.1",
        initiative="I-3",
        period=f"{2030 + n // 4}Q{1 + n % 4}",
        revision=2,
        reason=where.mark,
        definition="0" * 64,
        values={"total": "7", "prefecture": "4", "city": "3", "joint": "0"},
        known_at=timezone.now(),
        is_public=where.is_public,
        locked_at=timezone.now() if where.is_public else None,
    )


def a_reconciliation(where: Where) -> Model:
    """Of a figure that differs though no record says why."""
    told = {
        "measurement": where.mark,
        "indicator": "I-3.1",
        "period": "2030Q1",
        "revision": 1,
        "is_locked": True,
        "is_newest": True,
        "known_at": timezone.now().isoformat(),
        "cause": "unexplained",
        "kept": {"total": "7"},
        "now": {"total": "8"},
        "records": {},
    }
    return Reconciliation.objects.create(
        period="2030Q1", side=where.side or Side.JOINT, n_compared=1, differences=[told]
    )


def an_approval(where: Where) -> Model:
    return Approval.objects.create(
        measurement=a_measurement(replace(where, mark="理由", is_public=False)),
        side=where.side if where.side in GOVERNMENTS else Side.CITY,
        unit=where.unit.key,
        state="returned",
        since=timezone.now(),
        note=where.mark,
    )


def a_manual_value(where: Where) -> Model:
    n = next(numbers)
    return ManualValue.objects.create(
        indicator="I-6.3",
        initiative="I-6",
        period=f"{2030 + n // 4}Q{1 + n % 4}",
        values={"total": "7"},
        source=where.mark,
        unit=where.unit.key,
        unit_side=where.side,
        state="confirmed" if where.is_public else "entered",
        is_public=where.is_public,
        entered_by="somebody",
    )


def an_activity(where: Where) -> Model:
    """Where no side is said, a draft, which is shown to neither; what is public is recorded."""
    recorded = {
        "state": "recorded",
        "shown_to": where.side,
        "entry": next(numbers),
        "recorded_at": timezone.now(),
    }
    return Activity.objects.create(
        unit=where.unit,
        side=where.side or Side.CITY,
        other_unit=where.receiver if where.side == Side.JOINT else None,
        initiatives=" II-3 ",
        form="seminar",
        title_ja=where.mark,
        narrative=where.inside,
        first_day=LONG_AGO,
        last_day=LONG_AGO,
        place=where.place,
        entered_by="somebody",
        is_public=where.is_public,
        **(recorded if where.side or where.is_public else {}),
    )


def a_budget_line(where: Where) -> Model:
    """Of another initiative or year each time: there is one for each side."""
    n = BudgetLine.objects.count()
    return BudgetLine.objects.create(
        initiative=INITIATIVES[n % len(INITIATIVES)],
        side=where.side if where.side in GOVERNMENTS else Side.CITY,
        fiscal_year=2026 - n // len(INITIATIVES),
        planned_yen=1,
        source=where.mark,
        unit=where.unit,
    )


MAKERS: dict[str, Callable[[Where], Model]] = {
    "activity": an_activity,
    "budget_line": a_budget_line,
    "measurement": a_measurement,
    "reconciliation": a_reconciliation,
    "approval": an_approval,
    "manual_value": a_manual_value,
}
