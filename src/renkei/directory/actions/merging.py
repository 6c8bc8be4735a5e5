"""Two entries for one organisation become one, and can become two again.

What belonged to the absorbed entry is moved, row by row, and the rows are written down; the entry
itself stays as a redirect, as it was on that day. Nothing is rewritten in the journal: a timeline
is read for all keys that an organisation has gathered.
"""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, kinds, must
from renkei.core.search import index_record
from renkei.directory import events
from renkei.directory.actions.signing import LONGEST_REASON, signed, signer
from renkei.directory.models import Alias, Merge, Organisation, Party, Unit
from renkei.directory.states import AliasKind
from renkei.journal.actions import record

# Our tables whose rows belong to an organisation, with the column that says to which.
MOVED = {
    "directory.Unit": "organisation",
    "directory.Alias": "organisation",
    "directory.Establishment": "organisation",
    "directory.Party": "organisation",
    "directory.Term": "contractor",
}
# Taken over where the survivor says nothing; what says more than one thing goes together.
TAKEN = (
    ("name_kana",),
    ("name_en",),
    ("corporate_number",),
    ("industry", "industry_edition"),
    ("size",),
    ("place", "address"),
    ("website",),
)
NAMES = "names"  # in `moved`: aliases made of the absorbed entry's names


def moved_tables() -> dict[str, str]:
    """Ours, and those of every room whose records name an organisation by its key: its people go on
    reading and writing them from the entry that goes on."""
    others = {
        kind.model: kind.columns.organisation
        for kind in kinds()
        if kind.model not in MOVED
        and kind.name != "organisation"
        and kind.columns.organisation
        in {name for one in kind.table._meta.concrete_fields for name in (one.name, one.attname)}
    }
    return MOVED | others


@transaction.atomic
def merge_organisations(
    survivor: Organisation, absorbed: Organisation, *, by: Asker, on: date, reason: str
) -> Merge:
    """Let `absorbed` live on in `survivor`: what belongs to it moves, its names become aliases,
    its particulars fill gaps, and its key leads on.

    Errors  NotPermitted when `by` does not manage both; WrongState when one was merged meanwhile;
            Refused without a reason, for one and the same, for a government, or when their
            corporate numbers differ: two numbers are two legal persons
    """
    survivor, absorbed = _both(survivor, absorbed, by)
    _refuse_merge(survivor, absorbed, reason)
    moved = {
        table: _move(table, column, absorbed, survivor, by)
        for table, column in moved_tables().items()
    }
    moved[NAMES] = _keep_names(absorbed, survivor)
    absorbed.merged_into = survivor
    signed(absorbed, by=by, reason=_("統合: %(reason)s") % {"reason": reason})
    absorbed.save()
    before = _take_over(absorbed, survivor, by)
    merge = Merge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        reason=reason,
        moved=moved,
        before=before,
        merged_by=by.person,
    )
    index_record(survivor)
    record(
        events.organisations.OrganisationsMerged(
            absorbed=absorbed.name_ja, reason=reason, **_about(survivor, absorbed)
        ),
        by=by,
        on=on,
    )
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: Asker, on: date, reason: str) -> None:
    """Make two entries of one again: every row goes back to where it was.

    What the survivor took over and changed since, it keeps.

    Errors  NotPermitted; WrongState when it was undone already; Refused without a reason, when the
            survivor itself was merged since, or when a moved row is no longer as it was moved
    """
    must(by, Verb.MANAGE, merge)
    survivor, absorbed = _locked_both(merge.survivor_id, merge.absorbed_id)
    merge = locked(merge)
    _refuse_undo(merge, survivor, reason)
    for table, column in moved_tables().items():
        _update(_rows(table, merge), column, absorbed, by, _("統合の取消"))
    Alias.objects.filter(pk__in=merge.moved[NAMES], organisation=survivor).delete()
    _give_back(merge, survivor, absorbed, by)
    absorbed.merged_into = None
    signed(absorbed, by=by, reason=_("統合の取消: %(reason)s") % {"reason": reason})
    absorbed.save()
    merge.undone_by, merge.undone_at = by.person, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    index_record(survivor)
    index_record(absorbed)
    record(
        events.organisations.MergeUndone(
            absorbed=absorbed.name_ja, reason=reason, **_about(survivor, absorbed)
        ),
        by=by,
        on=on,
    )


def _both(
    survivor: Organisation, absorbed: Organisation, by: Asker
) -> tuple[Organisation, Organisation]:
    must(by, Verb.MANAGE, survivor)
    must(by, Verb.MANAGE, absorbed)
    if survivor.pk == absorbed.pk:
        raise Refused(_("同じ登録どうしは統合できません。"))
    return _locked_both(survivor.pk, absorbed.pk)


def _locked_both(survivor: str, absorbed: str) -> tuple[Organisation, Organisation]:
    """Always locked in one order, so that A into B and B into A wait for one another."""
    rows = Organisation.objects.select_for_update(of=("self",)).order_by("key")
    found = {row.key: row for row in rows.filter(pk__in=[survivor, absorbed])}
    return found[survivor], found[absorbed]


def _refuse_merge(survivor: Organisation, absorbed: Organisation, reason: str) -> None:
    for one in (survivor, absorbed):
        if one.merged_into_id:
            raise WrongState(_("「%(name)s」はすでに統合されています。") % {"name": one.name})
        if one.side:
            raise Refused(_("道・市の組織は統合できません。"))
    if not reason.strip():
        raise Refused(_("統合の理由を書いてください。"))
    numbers = {survivor.corporate_number, absorbed.corporate_number} - {""}
    if len(numbers) > 1:
        raise Refused(
            _(
                "法人番号が異なります。別の法人か、どちらかの番号の誤りです。誤りなら先に直してください。"
            )
        )


def _move(
    table: str, column: str, absorbed: Organisation, survivor: Organisation, by: Asker
) -> list[str]:
    rows = apps.get_model(table)._base_manager.filter(**{column: absorbed.pk})
    if table == "directory.Party":
        # Where both are parties, one row is enough and the other stays with the redirect.
        rows = rows.exclude(
            agreement__in=Party.objects.filter(organisation=survivor).values("agreement")
        )
    keys = sorted(rows.values_list("pk", flat=True))
    _update(rows.model._base_manager.filter(pk__in=keys), column, survivor, by, _("統合"))
    return keys


def _update(
    rows: QuerySet[Model, Model], column: str, to: Organisation, by: Asker, why: str
) -> None:
    if rows.model is not Unit:
        rows.update(**{column: to.pk})
        return
    units = list(rows)
    for unit in units:
        setattr(unit, column, to)
    if units:
        bulk_update_with_history(
            units,
            Unit,
            [column],
            default_user=signer(by),
            default_change_reason=why[:LONGEST_REASON],
        )


def _keep_names(absorbed: Organisation, survivor: Organisation) -> list[str]:
    names = dict.fromkeys((absorbed.name_ja, absorbed.name_en))
    kept = [name for name in names if name and name not in (survivor.name_ja, survivor.name_en)]
    return [
        Alias.objects.create(organisation=survivor, name=name, kind=AliasKind.OTHER).key
        for name in kept
    ]


def _take_over(absorbed: Organisation, survivor: Organisation, by: Asker) -> dict[str, str]:
    before: dict[str, str] = {}
    for fields in TAKEN:
        if getattr(survivor, fields[0]) or not getattr(absorbed, fields[0]):
            continue
        for name in fields:
            before[name] = getattr(survivor, name)
            setattr(survivor, name, getattr(absorbed, name))
    if before:
        signed(survivor, by=by, reason=_("統合"))
        survivor.save()
    return before


def _refuse_undo(merge: Merge, survivor: Organisation, reason: str) -> None:
    if merge.undone_at:
        raise WrongState(_("この統合はすでに取り消されています。"))
    if not reason.strip():
        raise Refused(_("取り消す理由を書いてください。"))
    if survivor.merged_into_id:
        raise Refused(
            _(
                "「%(name)s」はその後ほかの登録に統合されました。新しい統合から順に取り消してください。"
            )
            % {"name": survivor.name}
        )
    for table, column in moved_tables().items():
        still = _rows(table, merge).filter(**{column: survivor.pk}).count()
        if table in MOVED and still < len(merge.moved[table]):
            raise Refused(
                _(
                    "統合で移した記録が、その後に削除されたか別の組織に移されました。元に戻せません。"
                )
            )
    _refuse_mixed_units(merge)


def _refuse_mixed_units(merge: Merge) -> None:
    """A unit that went back would leave those below it, or the one above it, in the other entry."""
    moved = {*merge.moved["directory.Unit"]}
    units = Unit.objects.filter(pk__in=moved)
    below = Unit.objects.filter(parent__in=moved).exclude(pk__in=moved)
    above = units.exclude(parent=None).exclude(parent__in=moved)
    for unit in (*below[:1], *above[:1]):
        raise Refused(
            _("「%(unit)s」は統合の後に別の部署の下に置かれました。先に元の位置へ移してください。")
            % {"unit": unit.name}
        )


def _rows(table: str, merge: Merge) -> QuerySet[Model, Model]:
    return apps.get_model(table)._base_manager.filter(pk__in=merge.moved.get(table, ()))


def _give_back(merge: Merge, survivor: Organisation, absorbed: Organisation, by: Asker) -> None:
    given = {
        name: value
        for name, value in merge.before.items()
        if getattr(survivor, name) == getattr(absorbed, name)
    }
    for name, value in given.items():
        setattr(survivor, name, value)
    if given:
        signed(survivor, by=by, reason=_("統合の取消"))
        survivor.save()


def _about(one: Organisation, other: Organisation) -> dict[str, Any]:
    return {
        "subject_kind": "organisation",
        "subject_key": one.key,
        "organisations": (one.key, other.key),
        "place": one.place,
    }
