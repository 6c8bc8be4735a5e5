"""Writes of figures: computed and kept, handed in, returned, approved, computed again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.terms import Indicator
from renkei.core.calendar import fiscal_year_of
from renkei.core.errors import Refused, WrongState
from renkei.core.moves import move
from renkei.core.rights import Asker, Verb, must
from renkei.core.sides import OTHER, Side
from renkei.core.writing import long_date
from renkei.directory.queries.charges import leading_units
from renkei.journal.actions import record
from renkei.programme.events import measurements as events
from renkei.programme.figures import Figure, figure, figures
from renkei.programme.models import Approval, Measurement
from renkei.programme.notices.measurements import figures_returned, figures_submitted
from renkei.programme.periods import Period, quarters_of
from renkei.programme.queries.measurements import (
    confirmed_values,
    definition_of,
    indicator_called,
    indicators,
    is_another,
    own_part,
    values_entered,
    values_of,
)
from renkei.programme.states import ApprovalState

Say = Callable[[int, int], None]
BEGUN = (ApprovalState.SUBMITTED, ApprovalState.RETURNED, ApprovalState.APPROVED)


@dataclass(slots=True)
class Taken:
    n_new: int = 0
    n_changed: int = 0
    n_locked: int = 0  # left as they are
    n_late: int = 0  # of these, what would be another value today


@dataclass(frozen=True, slots=True)
class _Found:
    """What an indicator says of a period just now."""

    indicator: Indicator
    values: dict[str, Any]
    known_at: Any
    watermark: int


def _quiet(_done: int, _total: int) -> None: ...


def take_measurements(period: Period, *, by: Asker, on: date, say: Say = _quiet) -> Taken:
    """Compute every figure of a period, and keep what is not locked.

    Errors  NotPermitted
    """
    must(by, Verb.WRITE, Measurement())
    return keep_figures(period, on=on, say=say)


def keep_figures(period: Period, *, on: date, say: Say = _quiet) -> Taken:
    """The same by the house itself, every night. Each figure is kept for itself, so that nobody
    who hands one in waits for all of them."""
    taken = Taken()
    _take(period, on, taken, say)
    return taken


def keep_open_figures(on: date) -> Taken:
    """Of the quarters and years that may still be open: this one and those of a year back."""
    year = fiscal_year_of(on)
    recent = [one for n in (year - 1, year) for one in (*quarters_of(n), Period.year(n))]
    taken = Taken()
    for period in recent:
        if period.first <= on:
            _take(period, on, taken, _quiet)
    return taken


def _take(period: Period, on: date, taken: Taken, say: Say) -> None:
    found, units = _found(period), leading_units(on)
    for n, one in enumerate(found, start=1):
        _keep(one, period, units, taken)
        say(n, len(found))


def _found(period: Period) -> list[_Found]:
    computed = [one for one in indicators() if one.count]
    told = [
        _Found(one.indicator, values_of(one), one.known_at, one.watermark)
        for one in figures(computed, period).values()
        if one.state == "computed"
    ]
    entered = confirmed_values(period)
    now = timezone.now()
    told += [
        _Found(one, values_entered(entered[one.id], one), now, 0)
        for one in indicators()
        if one.id in entered and one.source in ("manual", "survey")
    ]
    return told


@transaction.atomic
def _keep(found: _Found, period: Period, units: dict[tuple[str, str], str], taken: Taken) -> None:
    kept = _newest_locked_row(found.indicator.id, period)
    if kept is None:
        try:
            with transaction.atomic():
                _make(found, period, units)
            taken.n_new += 1
        except IntegrityError:  # somebody else was quicker, with the same figure
            return
    elif kept.is_locked:
        taken.n_locked += 1
        taken.n_late += _is_late(kept, found)
    elif kept.values != found.values:
        _overwrite(kept, found)
        taken.n_changed += 1


def _is_late(kept: Measurement, found: _Found) -> bool:
    """Whether what was locked would be another value today; the figure remembers since when.

    A value from a report is not computed again: whoever enters another one knows of it.
    """
    is_late = bool(found.indicator.count) and is_another(found.values, kept.values)
    if is_late != (kept.late_since is not None):
        kept.late_since = timezone.now() if is_late else None
        kept.save(update_fields=["late_since"])
    return is_late


def _newest_locked_row(indicator: str, period: Period) -> Measurement | None:
    """The newest revision, kept from everybody else until the transaction ends."""
    rows = Measurement.objects.select_for_update().filter(indicator=indicator, period=period.key)
    return rows.order_by("-revision").first()


def _make(
    found: _Found,
    period: Period,
    units: dict[tuple[str, str], str],
    *,
    revision: int = 1,
    reason: str = "",
) -> Measurement:
    reference = found.indicator.reference or ""
    made = Measurement.objects.create(
        indicator=found.indicator.id,
        initiative=reference,
        period=period.key,
        revision=revision,
        reason=reason,
        definition=definition_of(found.indicator),
        values=found.values,
        known_at=found.known_at,
        watermark=found.watermark,
    )
    now = timezone.now()
    Approval.objects.bulk_create(
        Approval(measurement=made, side=side, unit=units.get((reference, side), ""), since=now)
        for side in OTHER
    )
    return made


def _overwrite(kept: Measurement, found: _Found) -> None:
    """Whoever has spoken for a part that is another now speaks again; the other side need not."""
    before = kept.values
    kept.values, kept.definition = found.values, definition_of(found.indicator)
    kept.known_at, kept.watermark = found.known_at, found.watermark
    kept.save(update_fields=["values", "definition", "known_at", "watermark"])
    for approval in kept.approvals.filter(state__in=BEGUN):
        if own_part(before, approval.side) != own_part(found.values, approval.side):
            note = _("値が変わったため、はじめからになりました。")
            _move(approval, ApprovalState.COMPUTED, submitted_by="", decided_by="", note=note)


# --- each government's word ----------------------------------------------------------------------


@transaction.atomic
def submit_figures(approvals: Iterable[Approval], *, by: Asker, on: date) -> list[Approval]:
    """Hand in a government's part of figures, for its programme office to approve.

    Errors  NotPermitted; WrongState when one has been handed in meanwhile; Refused when the period
            is not over
    """
    done = []
    for approval in _locked(approvals):
        must(by, Verb.WRITE, approval)
        _refuse_unfinished(approval.measurement.of, on)
        _move(approval, ApprovalState.SUBMITTED, submitted_by=by.person, decided_by="", note="")
        record(events.MeasurementSubmitted(**_values(approval)), by=by, on=on)
        done.append(approval)
    figures_submitted(done, by=by)
    return done


@transaction.atomic
def return_figures(
    approvals: Iterable[Approval], *, reason: str, by: Asker, on: date
) -> list[Approval]:
    """Give figures back to whoever handed them in.

    Errors  NotPermitted; Refused without a reason; WrongState when one does not wait any more
    """
    if not reason.strip():
        raise Refused(_("差し戻す理由を書いてください。提出した人に伝わります。"))
    done = _locked(approvals)
    for approval in done:
        must(by, Verb.DECIDE, approval)
        _move(approval, ApprovalState.RETURNED, decided_by="", note=reason.strip())
        about = _about(approval.measurement, approval.side)
        record(events.MeasurementReturned(reason=reason.strip(), **about), by=by, on=on)
    figures_returned(done, reason=reason.strip(), by=by)
    return done


@transaction.atomic
def approve_figures(approvals: Iterable[Approval], *, by: Asker, on: date) -> list[Approval]:
    """Speak for a government. When the other one has spoken too, the figure is locked.

    Errors  NotPermitted; WrongState when one does not wait any more; Refused when it is the same
            person that handed it in
    """
    done = _locked(approvals)
    for approval in done:
        must(by, Verb.DECIDE, approval)
        if approval.submitted_by == by.person:
            raise Refused(
                _("%(figure)sは、あなたが提出した値です。承認はほかの人が行ってください。")
                % {"figure": approval.measurement.indicator}
            )
        _move(approval, ApprovalState.APPROVED, decided_by=by.person)
        record(events.MeasurementApproved(**_values(approval)), by=by, on=on)
        if not approval.measurement.approvals.exclude(state=ApprovalState.APPROVED).exists():
            _lock(approval.measurement, by=by, on=on)
    return done


def _lock(measurement: Measurement, *, by: Asker, on: date) -> None:
    measurement.locked_at, measurement.is_public = timezone.now(), True
    measurement.save(update_fields=["locked_at", "is_public"])
    record(events.MeasurementLocked(**_valued(measurement)), by=by, on=on)


@transaction.atomic
def revise_measurement(
    measurement: Measurement, *, reason: str, by: Asker, on: date
) -> Measurement:
    """Compute a locked figure again, as another revision that both governments approve anew.

    Errors  NotPermitted; Refused without a reason, or when it would be the same number; WrongState
            when it is not locked, or a newer revision is there
    """
    must(by, Verb.WRITE, measurement)
    period = measurement.of
    kept = _newest_locked_row(measurement.indicator, period)
    indicator = indicator_called(measurement.indicator)
    if kept is None or kept.pk != measurement.pk or not kept.is_locked:
        raise WrongState(_("新しい版がすでにあるか、まだ確定していません。"))
    if not reason.strip():
        raise Refused(_("算出し直す理由を書いてください。前の版とともに残ります。"))
    found = _one(indicator, period) if indicator else None
    if found is None or not is_another(found.values, kept.values):
        raise Refused(_("いま算出しても同じ値です。新しい版は要りません。"))
    kept.late_since = None
    kept.save(update_fields=["late_since"])
    made = _make(
        found,
        period,
        leading_units(on),
        revision=kept.revision + 1,
        reason=reason.strip(),
    )
    event = events.MeasurementRevised(reason=reason.strip(), **_valued(made))
    record(event, by=by, on=on)
    return made


def _one(indicator: Indicator, period: Period) -> _Found | None:
    if indicator.count:
        now: Figure = figure(indicator, period)
        computed = now.state == "computed"
        return _Found(indicator, values_of(now), now.known_at, now.watermark) if computed else None
    entered = confirmed_values(period).get(indicator.id)
    if not entered:
        return None
    return _Found(indicator, values_entered(entered, indicator), timezone.now(), 0)


# --- common ----------------------------------------------------------------------------------


def _locked(approvals: Iterable[Approval]) -> list[Approval]:
    """As they are now, in one order for everybody; first the figures, then what is said of them."""
    keys = [one.pk for one in approvals]
    found = Approval.objects.filter(pk__in=keys)
    of = Measurement.objects.select_for_update().filter(pk__in=found.values("measurement"))
    measurements = {one.pk: one for one in of.order_by("key")}
    rows = list(found.select_for_update(of=("self",)).order_by("measurement_id", "side"))
    for one in rows:
        one.measurement = measurements[one.measurement_id]
        if one.measurement.is_locked:
            raise WrongState(_("この値は確定しています。直すには、算出し直してください。"))
    return rows


def _move(approval: Approval, to: ApprovalState, **also: Any) -> None:
    move(approval, to=to, since=timezone.now(), **also)


def _refuse_unfinished(period: Period, on: date) -> None:
    if not period.is_over(on):
        raise Refused(
            _("%(period)sはまだ終わっていません。%(day)sの翌日から提出できます。")
            % {"period": period.label, "day": long_date(period.last)}
        )


def _about(measurement: Measurement, side: str = Side.JOINT) -> dict[str, Any]:
    return {
        "subject_kind": "measurement",
        "subject_key": measurement.key,
        "side": side,
        "initiatives": (measurement.initiative,) if measurement.initiative else (),
        "indicator": measurement.indicator,
        "period": measurement.period,
    }


def _valued(measurement: Measurement) -> dict[str, Any]:
    about = _about(measurement)
    return {**about, "revision": measurement.revision, "value": measurement.values.get("total")}


def _values(approval: Approval) -> dict[str, Any]:
    """With the value of the side."""
    measurement = approval.measurement
    about = _about(measurement, approval.side)
    value = measurement.values.get(approval.side)
    return {**about, "revision": measurement.revision, "value": value}
