"""Consents: taken down as they were given, withdrawn at any time with everything they carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.personal import PersonalData
from renkei.core.rights import Asker, Verb, key_of, kind_of, must
from renkei.directory.actions.shares import end_all_by
from renkei.directory.events import access as events
from renkei.directory.models import Consent, Person, Unit
from renkei.directory.states import ConsentWay
from renkei.journal.actions import record as write_entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a person agrees to, in her own terms."""

    purpose: str
    categories: Sequence[str]
    recipients: Sequence[Unit]
    how: str  # one of `ConsentWay`
    until: date | None = None


@transaction.atomic
def give_consent(
    agreed: Agreed, *, of: Person | None, about: Any = None, taken_by: Unit, by: Asker, on: date
) -> Consent:
    """Take down a consent; of somebody without an account it is known by the record `about`.

    Errors  NotPermitted when `by` may not take consents at that unit;
            Refused when it names nobody, nothing or no end that lies ahead
    """
    consent = Consent(
        person=of,
        record_kind=kind_of(about).name if about is not None else "",
        record_key=key_of(about) if about is not None else "",
        purpose=" ".join(agreed.purpose.split()),
        categories=sorted(agreed.categories),
        how=agreed.how,
        given_on=on,
        until=agreed.until,
        taken_by_unit=taken_by,
        taken_by=by.person,
    )
    must(by, Verb.WRITE, consent)
    _check(consent, agreed)
    consent.save(force_insert=True)
    consent.recipients.set(agreed.recipients)
    write_entry(
        events.ConsentGiven(
            **_about(consent), recipients=len(set(agreed.recipients)), until=consent.until
        ),
        by=by,
        on=on,
    )
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Asker) -> Consent:
    """End the consent and, in the same moment, everything that was handed on by it.

    Errors  NotPermitted when `by` is neither the person nor the desk that took the consent;
            WrongState when it was withdrawn before
    """
    consent = locked(consent)
    must(by, Verb.WRITE, consent)
    if consent.withdrawn_at:
        raise WrongState(_("この同意はすでに撤回されています。"))
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    ended = end_all_by(consent, by=by)
    write_entry(
        events.ConsentWithdrawn(**_about(consent), shares_ended=ended),
        by=by,
        on=timezone.localdate(consent.withdrawn_at),
    )
    return consent


def _about(consent: Consent) -> dict[str, Any]:
    return {
        "subject_kind": "consent",
        "subject_key": consent.key,
        "organisation": consent.taken_by_unit_id,
        "side": consent.taken_by_unit.side,
        "person": consent.person_id or "",
    }


def _check(consent: Consent, agreed: Agreed) -> None:
    if consent.person is None and not consent.record_key:
        raise Refused(_("だれの同意かがありません。本人か、同意を受けた記録を選んでください。"))
    if not consent.purpose or agreed.how not in ConsentWay:
        raise Refused(_("同意の目的と、どのように同意したかを書いてください。"))
    if not agreed.categories or not set(agreed.categories) <= set(PersonalData):
        raise Refused(_("渡してよい情報の種類を選んでください。"))
    if not agreed.recipients:
        raise Refused(_("渡してよい相手を選んでください。"))
    if consent.until and consent.until < consent.given_on:
        raise Refused(_("期限は、同意した日より後の日にしてください。"))
