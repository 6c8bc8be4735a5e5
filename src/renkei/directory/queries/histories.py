"""The field history of a record as a reader follows it: what was, what is, who and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from renkei.core.writing import UNKNOWN, long_date

Told = Callable[[str], str]
MOST = 100  # changes of one record on one page


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One saving: its changes, or none where the record was made."""

    at: datetime
    day: str
    who: str
    reason: str
    changes: tuple[FieldChange, ...]


def history_of(
    record: Any, labels: Mapping[str, Promise], told: Mapping[str, Told] | None = None
) -> list[Step]:
    """The latest first; a saving that changed none of the fields is left out.

    `told` says how to write the values of a field that stand for something else, such as codes.
    """
    told = told or {}
    related = [name for name in labels if _relates(record, name)]
    rows = list(record.history.select_related("history_user", *related)[: MOST + 1])
    steps = [_step(now, before, labels, told) for now, before in pairwise(rows)]
    if 0 < len(rows) <= MOST:
        steps.append(_step(rows[-1], None, labels, told))
    return [step for step in steps if step is not None]


def _relates(record: Model, name: str) -> bool:
    return bool(record._meta.get_field(name).is_relation)


def _step(
    now: Any, before: Any, labels: Mapping[str, Promise], told: Mapping[str, Told]
) -> Step | None:
    changes = tuple(
        FieldChange(str(label), _shown(before, name, told), _shown(now, name, told))
        for name, label in labels.items()
        if before is not None and _value(before, name) != _value(now, name)
    )
    if before is not None and not changes:
        return None
    user = now.history_user
    return Step(
        at=now.history_date,
        day=long_date(timezone.localdate(now.history_date)),
        who=user.name if user else "",
        reason=now.history_change_reason or "",
        changes=changes,
    )


def _value(row: Any, name: str) -> Any:
    return getattr(row, f"{name}_id", None) if hasattr(row, f"{name}_id") else getattr(row, name)


def _shown(row: Any, name: str, told: Mapping[str, Told]) -> str:
    if name in told and getattr(row, name):
        return told[name](getattr(row, name))
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, date):
        return long_date(value)
    return UNKNOWN if value in (None, "") else str(value)
