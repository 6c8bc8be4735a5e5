"""Writes of units. All writes of an organisation's units wait for one another on its row."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.core.rights import Asker, Role, Verb, must
from renkei.core.writing import listed
from renkei.directory import events
from renkei.directory.actions.organisations import decisive, valid_place
from renkei.directory.actions.signing import signed
from renkei.directory.models import Organisation, Unit
from renkei.directory.queries.units import reasons_to_stay_open
from renkei.directory.states import UnitKind
from renkei.journal.actions import record

DEEPEST = 10  # what fits into a lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNames:
    name_ja: str
    name_kana: str = ""
    name_en: str = ""


@transaction.atomic
def make_unit(
    organisation: Organisation,
    names: UnitNames,
    kind: UnitKind,
    *,
    by: Asker,
    on: date,
    **more: object,
) -> Unit:
    """Set up a unit, below another one with `parent=`, at a place of its own with `place=`,
    licensed for job placement with `may_place_jobs=`.

    Errors  NotPermitted, also for a place that the municipality itself does not have;
            Refused when the organisation was merged, the unit above is closed or of another
            organisation, the place is unknown, or units stand too deep
    """
    organisation = _standing(organisation)
    parent = more.pop("parent", None)
    unit = Unit(
        organisation=organisation, kind=kind, side=organisation.side, **_named(names), **more
    )
    must(by, Verb.WRITE, unit)
    if unit.place:
        unit.place = valid_place(unit.place, on)
    if unit.place not in ("", organisation.place) and "place" in decisive(organisation):
        must(by, Verb.MANAGE, organisation)
    unit.parent = _parent(unit, parent if isinstance(parent, Unit) else None)
    unit.lineage = _lineage(unit)
    signed(unit, by=by, reason=_("設置"))
    unit.save(force_insert=True)
    record(
        events.organisations.UnitMade(kind=UnitKind(kind), name=unit.name_ja, **_about(unit)),
        by=by,
        on=on,
    )
    return unit


@transaction.atomic
def rename_unit(unit: Unit, names: UnitNames, *, by: Asker, on: date, reason: str = "") -> None:
    """Errors  NotPermitted; Refused when it is closed"""
    unit = _open(unit, by)
    before = unit.name_ja
    wanted = _named(names)
    if all(getattr(unit, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(unit, name, value)
    signed(unit, by=by, reason=reason or _("改称"))
    unit.save()
    record(
        events.organisations.UnitRenamed(before=before, name=unit.name_ja, **_about(unit)),
        by=by,
        on=on,
    )


@transaction.atomic
def move_unit(unit: Unit, parent: Unit | None, *, by: Asker, on: date, reason: str = "") -> None:
    """Put a unit, with all below it, under another one of its organisation, or under none.

    Errors  NotPermitted; Refused when that would be under itself, in another organisation, under
            a closed one, under one's own seat, or too deep
    """
    unit = _open(unit, by)
    before, former = unit.parent, unit.lineage
    parent = _parent(unit, parent)
    if parent == before:
        return
    if parent and parent.lineage.startswith(unit.lineage):
        raise Refused(
            _("「%(unit)s」を自分の下位の部署「%(parent)s」の下には置けません。")
            % {"unit": unit.name, "parent": parent.name}
        )
    _refuse_gain(unit, parent, by)
    unit.parent = parent
    unit.lineage = _lineage(unit)
    _refuse_depth(former, unit.lineage)
    signed(unit, by=by, reason=reason or _("移管"))
    unit.save()
    Unit.objects.filter(lineage__startswith=former).exclude(pk=unit.pk).update(
        lineage=Concat(Value(unit.lineage), Substr(F("lineage"), len(former) + 1))
    )
    record(
        events.organisations.UnitMoved(
            before=before.name_ja if before else "",
            above=parent.name_ja if parent else "",
            **_about(unit),
        ),
        by=by,
        on=on,
    )


@transaction.atomic
def close_unit(unit: Unit, *, by: Asker, on: date, reason: str = "") -> None:
    """Close a unit with the end of a day; what it did stays readable under its name.

    Errors  NotPermitted; Refused when it is closed, or when units, seats, terms or records that are
            not at their end still hang on it: they would be left without an owner
    """
    unit = _open(unit, by)
    if reasons := reasons_to_stay_open(unit, on=on):
        raise Refused(
            _("「%(unit)s」には、%(reasons)sあります。先に移すか終わらせてください。")
            % {"unit": unit.name, "reasons": listed(reasons)}
        )
    unit.closed_on = on
    signed(unit, by=by, reason=reason or _("廃止"))
    unit.save()
    record(events.organisations.UnitClosed(name=unit.name_ja, **_about(unit)), by=by, on=on)


def _standing(organisation: Organisation) -> Organisation:
    organisation = locked(organisation)
    if organisation.merged_into_id:
        raise Refused(
            _("「%(name)s」は別の登録に統合されました。統合先に部署を置いてください。")
            % {"name": organisation.name}
        )
    return organisation


def _open(unit: Unit, by: Asker) -> Unit:
    must(by, Verb.WRITE, unit)
    locked(unit.organisation)
    unit = locked(unit)
    if unit.closed_on:
        raise Refused(_("「%(unit)s」は廃止されています。") % {"unit": unit.name})
    return unit


def _parent(unit: Unit, parent: Unit | None) -> Unit | None:
    if parent is None:
        return None
    parent = Unit.objects.get(pk=parent.pk)
    if parent.organisation_id != unit.organisation_id:
        raise Refused(_("別の組織の部署の下には置けません。"))
    if parent.closed_on:
        raise Refused(_("「%(unit)s」は廃止されています。") % {"unit": parent.name})
    return parent


def _refuse_gain(unit: Unit, parent: Unit | None, by: Asker) -> None:
    """Whoever sits above a unit reads its files without a reason; another has to put her there.

    A programme office arranges the units of its side, and reads no files of desks.
    """
    reading = [seat.units for seat in by.seats if seat.role != Role.PROGRAMME_OFFICE]
    if parent and any(parent.key in units and unit.key not in units for units in reading):
        raise Refused(
            _(
                "自分の部署の下に置くと、「%(unit)s」の記録を自分で読めるようになります。"
                "ほかの担当者に頼んでください。"
            )
            % {"unit": unit.name}
        )


def _lineage(unit: Unit) -> str:
    above = unit.parent.lineage if unit.parent else ""
    lineage = f"{above}{unit.key}/"
    if lineage.count("/") > DEEPEST:
        raise Refused(_("部署は%(n)d段までです。") % {"n": DEEPEST})
    return lineage


def _refuse_depth(former: str, lineage: str) -> None:
    below = Unit.objects.filter(lineage__startswith=former).values_list("lineage", flat=True)
    deepest = max((one.count("/") for one in below), default=0)
    if deepest - former.count("/") + lineage.count("/") > DEEPEST:
        raise Refused(_("部署は%(n)d段までです。") % {"n": DEEPEST})


def _named(names: UnitNames) -> dict[str, str]:
    if not names.name_ja.strip():
        raise Refused(_("部署の名称を書いてください。"))
    return {
        "name_ja": names.name_ja.strip(),
        "name_kana": names.name_kana.strip(),
        "name_en": names.name_en.strip(),
    }


def _about(unit: Unit) -> dict[str, Any]:
    return {
        "subject_kind": "unit",
        "subject_key": unit.key,
        "side": unit.side,
        "place": unit.place,
        "organisations": (unit.organisation_id,),
    }
