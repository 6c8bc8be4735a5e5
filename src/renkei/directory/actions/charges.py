"""Writes of who is in charge. All writes of one side wait for one another on its organisations."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.periods import not_over
from renkei.core.rights import Asker, Verb, must
from renkei.core.sides import OTHER
from renkei.core.writing import long_date
from renkei.directory.events import charges as events
from renkei.directory.models import Charge, Organisation, Unit
from renkei.directory.states import ChargeRole
from renkei.journal.actions import record

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a unit takes on."""

    initiative: str  # reference: "II-3"
    role: str = ChargeRole.LEAD
    valid_from: date
    note: str = ""


@transaction.atomic
def take_charge(unit: Unit, work: Work, *, by: Asker, on: date) -> Charge:
    """Put a unit in charge of an initiative from a day on.

    Errors  NotPermitted; Refused when there is no such initiative, the unit is of no government or
            closed, has the initiative already, or another unit of the side leads it then
    """
    charge = Charge(
        unit=unit,
        side=unit.side,
        initiative=work.initiative,
        role=ChargeRole(work.role),
        valid_from=work.valid_from,
        note=work.note.strip(),
    )
    must(by, Verb.WRITE, charge)
    _refuse_unknown(work.initiative)
    charge.unit = _standing(unit)
    _refuse_overlap(charge)
    return _take(charge, by=by, on=on)


@transaction.atomic
def end_charge(
    charge: Charge, *, last_day: date, reason: str = "", by: Asker, on: date
) -> Charge | None:
    """Let a charge end with a day. One that never began is taken back: then nothing is answered.

    Errors  NotPermitted; WrongState when it has ended; Refused when the day lies before its first
            one, although it has begun, or after its last one
    """
    must(by, Verb.WRITE, charge)
    _lock_side(charge.side)
    charge = _still_there(charge)
    if charge.valid_to and charge.valid_to < on:
        raise WrongState(
            _("この担当は%(day)sで終わっています。") % {"day": long_date(charge.valid_to)}
        )
    if last_day < charge.valid_from and charge.valid_from <= on:
        raise Refused(
            _("終わりの日が、担当の始まり（%(day)s）より前です。日付を直してください。")
            % {"day": long_date(charge.valid_from)}
        )
    if charge.valid_to and last_day > charge.valid_to:
        raise Refused(
            _("この担当は%(day)sまでです。それより前の日を書いてください。")
            % {"day": long_date(charge.valid_to)}
        )
    return _end(charge, last_day, reason.strip(), by=by, on=on)


@transaction.atomic
def hand_over_charges(
    unit: Unit, to: Unit, *, first_day: date, by: Asker, on: date
) -> list[Charge]:
    """Let another unit of the side go on with everything that a unit is in charge of, from a day.

    Where the other one works at the same initiative, it keeps the greater of the two roles.

    Errors  NotPermitted; Refused when both are the same, of two sides, the other one is closed, or
            there is nothing to hand over
    """
    must(by, Verb.WRITE, Charge(unit=unit, side=unit.side))
    if to.pk == unit.pk:
        raise Refused(_("同じ部署です。引き継ぐ先の部署を選んでください。"))
    if to.side != unit.side:
        raise Refused(_("引き継げるのは、同じ側の部署だけです。"))
    to = _standing(to)
    going = list(_still(unit, first_day))
    if not going:
        raise Refused(
            _("「%(unit)s」には、%(day)sに引き継ぐ担当がありません。")
            % {"unit": unit.name, "day": long_date(first_day)}
        )
    reason = _("「%(unit)s」に引継ぎ") % {"unit": to.name}
    told = [_hand_over(charge, to, first_day, reason, by=by, on=on) for charge in going]
    return [charge for charge in told if charge]


def _hand_over(
    charge: Charge, to: Unit, first_day: date, reason: str, *, by: Asker, on: date
) -> Charge | None:
    """None where the other unit goes on with what it has: it works there in no lesser role."""
    following = Charge(
        unit=to,
        side=to.side,
        initiative=charge.initiative,
        role=charge.role,
        valid_from=max(first_day, charge.valid_from),
        valid_to=charge.valid_to,
        note=charge.note,
    )
    _end(charge, first_day - A_DAY, reason, by=by, on=on)
    known = _at_the_same_time(following).filter(unit=to).first()
    if known and (known.role == charge.role or known.role == ChargeRole.LEAD):
        return None
    if known:
        _end(known, following.valid_from - A_DAY, _("主担当に変更"), by=by, on=on)
    return _take(following, by=by, on=on)


def _take(charge: Charge, *, by: Asker, on: date) -> Charge:
    charge.save(force_insert=True)
    event = events.ChargeTaken(
        role=ChargeRole(charge.role), first_day=charge.valid_from, **_about(charge)
    )
    record(event, by=by, on=on)
    return charge


def _end(charge: Charge, last_day: date, reason: str, *, by: Asker, on: date) -> Charge | None:
    about, role, has_begun = _about(charge), ChargeRole(charge.role), last_day >= charge.valid_from
    if has_begun:
        charge.valid_to = last_day
        charge.save(update_fields=["valid_to"])
    else:
        charge.delete()
    day = last_day if has_begun else None
    record(events.ChargeEnded(role=role, last_day=day, reason=reason, **about), by=by, on=on)
    return charge if has_begun else None


# --- what is looked at, under the lock ----------------------------------------------------------


def _standing(unit: Unit) -> Unit:
    """The unit as it is, its side kept from everybody else who says who is in charge there.

    Closing a unit takes one of the same locks.
    """
    if unit.side not in OTHER:
        raise Refused(_("担当にできるのは、道か市の部署だけです。"))
    _lock_side(unit.side)
    unit = locked(unit)
    if unit.closed_on:
        raise Refused(_("「%(unit)s」は廃止されています。") % {"unit": unit.name})
    return unit


def _still_there(charge: Charge) -> Charge:
    found = Charge.objects.select_related("unit").filter(pk=charge.pk).first()
    if found is None:
        raise WrongState(_("この担当は、始まる前に取りやめになりました。"))
    return found


def _lock_side(side: str) -> None:
    of_side = Organisation.objects.select_for_update().filter(side=side).order_by("key")
    list(of_side.values_list("pk", flat=True))


def _refuse_unknown(initiative: str) -> None:
    if initiative not in {one.reference for one in programme().initiatives}:
        raise Refused(_("「%(reference)s」という取組はありません。") % {"reference": initiative})


def _refuse_overlap(charge: Charge) -> None:
    others = _at_the_same_time(charge).select_related("unit")
    if mine := others.filter(unit=charge.unit).first():
        raise Refused(
            _("「%(unit)s」は、すでに%(reference)sの%(role)sです（%(day)sから）。")
            % _in_words(mine)
        )
    if charge.role == ChargeRole.LEAD and (lead := others.filter(role=ChargeRole.LEAD).first()):
        raise Refused(
            _(
                "%(reference)sの%(role)sは「%(unit)s」です（%(day)sから）。"
                "先に終えるか、引き継いでください。"
            )
            % _in_words(lead)
        )


def _at_the_same_time(charge: Charge) -> QuerySet[Charge, Charge]:
    """Of the same initiative and side, those with a day in common."""
    found = Charge.objects.filter(initiative=charge.initiative, side=charge.side).filter(
        not_over(charge.valid_from)
    )
    return found.filter(valid_from__lte=charge.valid_to) if charge.valid_to else found


def _still(unit: Unit, day: date) -> QuerySet[Charge, Charge]:
    """What the unit is in charge of on the day or later."""
    found = Charge.objects.filter(unit=unit).filter(not_over(day))
    return found.order_by("initiative", "valid_from")


def _in_words(charge: Charge) -> dict[str, str]:
    return {
        "unit": charge.unit.name,
        "reference": charge.initiative,
        "role": str(charge.get_role_display()),
        "day": long_date(charge.valid_from),
    }


def _about(charge: Charge) -> dict[str, Any]:
    return {
        "subject_kind": "charge",
        "subject_key": charge.key,
        "side": charge.side,
        "organisation": charge.unit_id,
        "organisation_name": charge.unit.name_ja,
        "initiatives": (charge.initiative,),
        "organisations": (charge.unit.organisation_id,),
    }
