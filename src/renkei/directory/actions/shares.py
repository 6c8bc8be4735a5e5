"""Handing a record to another unit: only with a legal ground, which is checked here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, key_of, kind_of, must
from renkei.directory.events import access as events
from renkei.directory.models import Consent, Share, Unit
from renkei.directory.queries.records import Owner, owner_of
from renkei.directory.states import SHORTEST_DETAIL, LegalGround, OrganisationKind
from renkei.journal.actions import record as write_entry

# To whom article 69(2)(iii) lets a government hand on what it keeps.
PUBLIC_BODIES = frozenset(
    {OrganisationKind.GOVERNMENT, OrganisationKind.MUNICIPALITY, OrganisationKind.STATE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why it may be handed on: the consent, or the provision and how it applies."""

    kind: LegalGround
    detail: str = ""
    consent: Consent | None = None


@transaction.atomic
def share_record(
    record: Any, *, unit: Unit, ground: Ground, by: Asker, until: date | None = None
) -> Share:
    """Let another unit read the record until a day; it ends with the consent it rests on.

    Errors  NotPermitted when `by` may not hand the record on;
            Refused when the ground does not carry it
    """
    record = locked(record)
    must(by, Verb.SHARE, record)
    owner, today = owner_of(record), timezone.localdate()
    if unit.key in owner.units:
        raise Refused(_("この部署は、もともとこの記録を読めます。"))
    if until and until < today:
        raise Refused(_("期限は今日より後の日にしてください。"))
    by_consent = ground.kind == LegalGround.CONSENT
    consent = locked(ground.consent) if ground.consent and by_consent else None
    if by_consent:
        _check_consent(consent, record, owner, unit)
    else:
        _check_law(ground, owner, unit)
    share = Share.objects.create(
        record_kind=kind_of(record).name,
        record_key=key_of(record),
        owner_unit=owner.unit,
        owner_side=owner.side,
        # Whose consent carries it sees where it went, also before the record is shown to her.
        subject=owner.subject or (consent.person_id if consent else "") or "",
        unit=unit,
        ground=ground.kind,
        ground_detail=" ".join(ground.detail.split()),
        consent=consent,
        until=_until(until, consent),
        shared_by=by.person,
    )
    receiver = unit.name_ja
    write_entry(
        events.RecordShared(
            **_about(share), ground=ground.kind, receiver=receiver, until=share.until
        ),
        by=by,
        on=today,
    )
    return share


@transaction.atomic
def end_share(share: Share, *, by: Asker) -> Share:
    """Take it back, or give it back.

    Errors  NotPermitted when `by` is of neither unit; WrongState when it has ended already
    """
    share = locked(share)
    must(by, Verb.MANAGE, share)
    if share.ended_at:
        raise WrongState(_("この引渡しはすでに終わっています。"))
    _end(share, by=by, by_withdrawal=False)
    return share


def end_all_by(consent: Consent, *, by: Asker) -> int:
    """All that was handed on by the consent; the caller holds the consent's row."""
    running = list(consent.shares.filter(ended_at=None).select_for_update(of=("self",)))
    for share in running:
        _end(share, by=by, by_withdrawal=True)
    return len(running)


def _end(share: Share, *, by: Asker, by_withdrawal: bool) -> None:
    share.ended_at = timezone.now()
    share.save(update_fields=["ended_at"])
    write_entry(
        events.ShareEnded(
            **_about(share), receiver=share.unit.name_ja, by_withdrawal=by_withdrawal
        ),
        by=by,
        on=timezone.localdate(share.ended_at),
    )


def _about(share: Share) -> dict[str, Any]:
    return {
        "subject_kind": share.record_kind,
        "subject_key": share.record_key,
        "organisation": share.owner_unit,
        "side": share.owner_side,
        "person": share.subject,
    }


def _until(until: date | None, consent: Consent | None) -> date | None:
    """Never longer than the consent."""
    return min((day for day in (until, consent.until if consent else None) if day), default=None)


def _check_consent(consent: Consent | None, record: Any, owner: Owner, unit: Unit) -> None:
    if consent is None:
        raise Refused(_("本人の同意を選んでください。"))
    today = timezone.localdate()
    if consent.withdrawn_at or not consent.is_valid_on(today):
        raise Refused(_("この同意は撤回されたか、期限が過ぎています。"))
    of_record = (consent.record_kind, consent.record_key) == (kind_of(record).name, key_of(record))
    of_person = bool(owner.subject) and consent.person_id == owner.subject
    if not (of_record or of_person):
        raise Refused(_("この同意は、この記録の本人のものではありません。"))
    if not consent.recipients.filter(pk=unit.key).exists():
        raise Refused(_("この同意では、この部署に渡せません。"))
    if missing := kind_of(record).holds - set(consent.categories):
        raise Refused(
            _("この記録には、同意のない情報があります：%(missing)s")
            % {"missing": _("、").join(sorted(str(one.label) for one in missing))}
        )


def _check_law(ground: Ground, owner: Owner, unit: Unit) -> None:
    if len(" ".join(ground.detail.split())) < SHORTEST_DETAIL:
        raise Refused(_("根拠となる条文と、あてはまる理由を書いてください。"))
    ours = set(Unit.objects.filter(pk__in=owner.units).values_list("organisation_id", flat=True))
    if ground.kind == LegalGround.OWN_DUTY and unit.organisation_id not in ours:
        raise Refused(_("69条2項2号は、同じ機関の中での利用だけに使えます。"))
    if ground.kind == LegalGround.OTHER_BODY and unit.organisation.kind not in PUBLIC_BODIES:
        raise Refused(_("69条2項3号では、国や地方公共団体の機関にだけ渡せます。"))
