"""Values from reports and surveys: entered with a source, and confirmed by a second person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.sides import Side
from renkei.journal.actions import record
from renkei.journal.facts import plain
from renkei.programme.events import measurements as events
from renkei.programme.models import ManualValue
from renkei.programme.periods import Period
from renkei.programme.queries.measurements import indicator_called
from renkei.programme.states import ManualState

BY_HAND = ("manual", "survey")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A value as its source gives it; of a rate with what was divided, where the source says so."""

    total: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    source: str
    side: str = Side.JOINT  # of which government; joint where it is one value for both


@transaction.atomic
def enter_manual_value(
    indicator: str, period: Period, what: Entered, *, unit: tuple[str, str], by: Asker, on: date
) -> ManualValue:
    """Put a value down for a second person to look at; `unit` is the key and side of the unit
    that enters it.

    Errors  NotPermitted; Refused when the indicator is computed or there is none, or without a
            source; WrongState when a value is there already
    """
    known = indicator_called(indicator)
    if known is None or known.source not in BY_HAND:
        raise Refused(_("この指標の値は、記録や統計から算出されます。手では入力できません。"))
    if not what.source.strip():
        raise Refused(_("出典を書いてください。だれでもたどれるように、資料名と年月を入れます。"))
    value = ManualValue(
        indicator=indicator,
        initiative=known.reference or "",
        period=period.key,
        side=what.side,
        values=_values(what),
        source=what.source.strip(),
        unit=unit[0],
        unit_side=unit[1],
        entered_by=by.person,
    )
    must(by, Verb.WRITE, value)
    try:
        with transaction.atomic():
            value.save(force_insert=True)
    except IntegrityError:
        raise WrongState(
            _("この期間の値はもう入力されています。違うときは、取り下げてから入れてください。")
        ) from None
    event = events.ManualValueEntered(source=value.source, **_about(value))
    record(event, by=by, on=on)
    return value


@transaction.atomic
def confirm_manual_value(value: ManualValue, *, by: Asker, on: date) -> ManualValue:
    """Say, as a second person, that it stands so in its source. From then on it counts.

    Errors  NotPermitted; Refused when it is the person who entered it; WrongState
    """
    value = locked(value)
    must(by, Verb.DECIDE, value)
    if value.entered_by == by.person:
        raise Refused(_("あなたが入力した値です。確認はほかの人が行ってください。"))
    move(
        value,
        to=ManualState.CONFIRMED,
        confirmed_by=by.person,
        confirmed_at=timezone.now(),
        is_public=True,
    )
    record(events.ManualValueConfirmed(**_about(value)), by=by, on=on)
    return value


@transaction.atomic
def withdraw_manual_value(value: ManualValue, *, reason: str, by: Asker, on: date) -> ManualValue:
    """Take a value back. A figure that both governments approved on it stays until it is revised.

    Errors  NotPermitted; Refused without a reason; WrongState
    """
    value = locked(value)
    must(by, Verb.WRITE, value)
    if not reason.strip():
        raise Refused(_("取り下げる理由を書いてください。"))
    move(value, to=ManualState.WITHDRAWN, is_public=False)
    about = {name: told for name, told in _about(value).items() if name != "value"}
    record(events.ManualValueWithdrawn(reason=reason.strip(), **about), by=by, on=on)
    return value


def _values(what: Entered) -> dict[str, str]:
    told = {"total": what.total, "numerator": what.numerator, "denominator": what.denominator}
    return {name: plain(value) for name, value in told.items() if value is not None}


def _about(value: ManualValue) -> dict[str, Any]:
    return {
        "subject_kind": "manual_value",
        "subject_key": value.key,
        "side": value.unit_side,
        "organisation": value.unit,
        "initiatives": (value.initiative,) if value.initiative else (),
        "indicator": value.indicator,
        "period": value.period,
        "value": value.values.get("total"),
    }
