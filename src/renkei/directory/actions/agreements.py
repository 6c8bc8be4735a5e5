"""Writes of agreements: from the first talks to the end, or to the one that goes on from it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Reach, Verb, must, reasons
from renkei.core.search import index_record
from renkei.core.sides import OTHER, Side
from renkei.directory import events
from renkei.directory.actions.signing import signed
from renkei.directory.models import Agreement, Clause, Contact, Organisation, Party, Unit
from renkei.directory.queries.agreements import parties_of
from renkei.directory.queries.organisations import keys_of
from renkei.directory.states import AgreementState
from renkei.journal.actions import record
from renkei.journal.kinds import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTerms:
    """What an agreement says about itself. Parties are those beside the governments."""

    title_ja: str
    side: str
    unit: Unit
    parties: Sequence[Organisation]
    title_en: str = ""
    initiatives: tuple[str, ...] = ("II-3",)
    valid_to: date | None = None
    is_renewed_automatically: bool = False
    remind_days_before: int = 90
    # Japanese and English of each point, in order.
    clauses: Sequence[tuple[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWords:
    name: str
    division: str = ""
    email: str = ""
    telephone: str = ""


@transaction.atomic
def draft_agreement(terms: AgreementTerms, *, by: Asker, on: date) -> Agreement:
    """Open the file of an agreement that is being negotiated.

    Errors  NotPermitted when `by` does not write for the unit that keeps it;
            Refused when a party is missing, or the unit is of the other side
    """
    agreement = Agreement(**_columns(terms))
    must(by, Verb.WRITE, agreement)
    _refuse_terms(terms)
    signed(agreement, by=by, reason=_("協議開始"))
    agreement.save()
    _set_parties(agreement, terms.parties)
    _set_clauses(agreement, terms.clauses)
    tell(events.agreements.AgreementDrafted, agreement, by=by, on=on, title=agreement.title_ja)
    return agreement


@transaction.atomic
def change_agreement(
    agreement: Agreement, terms: AgreementTerms, *, by: Asker, on: date, reason: str = ""
) -> list[str]:
    """Change what the agreement says; once it is signed, parties and clauses stand.

    Errors  NotPermitted; WrongState when it has ended; Refused when something cannot be so
    """
    agreement = _writable(agreement, by)
    _refuse_terms(terms)
    wanted = _columns(terms)
    changed = [name for name, value in wanted.items() if getattr(agreement, name) != value]
    if {"side", "unit"} & {*changed} and not _keeps(agreement, by):
        raise Refused(_("当事者や担当部署を変えられるのは、今の担当部署だけです。"))
    if agreement.state == AgreementState.NEGOTIATING:
        changed += _set_parties(agreement, terms.parties)
        changed += _set_clauses(agreement, terms.clauses)
    elif {"side", "unit"} & {*changed} and not reason:
        raise Refused(_("締結した協定の当事者や担当を変えるには、理由が要ります。"))
    if not changed:
        return []
    for name, value in wanted.items():
        setattr(agreement, name, value)
    # The new unit has to be one for which the person may write, too.
    must(by, Verb.WRITE, agreement)
    if "valid_to" in changed:
        agreement.reminded_at = None
    signed(agreement, by=by, reason=reason)
    agreement.save()
    tell(
        events.agreements.AgreementChanged,
        agreement,
        by=by,
        on=on,
        n_fields=len(changed),
    )
    return changed


def _keeps(agreement: Agreement, by: Asker) -> bool:
    """What both own is changed by both; whose it is, by the unit that keeps the file."""
    return any(one.rule.reach == Reach.OWN_UNIT for one in reasons(by, Verb.WRITE, agreement))


@transaction.atomic
def add_contact(
    agreement: Agreement, organisation: Organisation, words: ContactWords, *, by: Asker
) -> Contact:
    """Say whom to ask at a party.

    Errors  NotPermitted; Refused when the organisation is no party, or nobody is named
    """
    agreement = _writable(agreement, by)
    if not words.name.strip():
        raise Refused(_("担当者の氏名を書いてください。"))
    party = _party(agreement, organisation)
    return Contact.objects.create(agreement=agreement, party=party, **asdict(words))


@transaction.atomic
def remove_contact(contact: Contact, *, by: Asker) -> None:
    """Errors  NotPermitted; WrongState when the agreement has ended"""
    _writable(contact.agreement, by)
    contact.delete()


@transaction.atomic
def sign_agreement(
    agreement: Agreement, signed_on: date, *, by: Asker, valid_to: date | None = None
) -> None:
    """Record that all parties have signed.

    Errors  NotPermitted; WrongState when it is not under negotiation;
            Refused when it would end before it begins, or has no clause
    """
    agreement = decided(agreement, by)
    valid_to = valid_to or agreement.valid_to
    if valid_to and valid_to < signed_on:
        raise Refused(_("有効期限が締結日より前です。"))
    if not agreement.clauses.exists():
        raise Refused(_("取り決めた事項を1つ以上書いてから締結してください。"))
    agreement.valid_to = valid_to
    step(
        agreement,
        AgreementState.SIGNED,
        by=by,
        reason=_("締結"),
        signed_on=signed_on,
        in_force_since=signed_on,
    )
    tell(
        events.agreements.AgreementSigned,
        agreement,
        by=by,
        on=signed_on,
        parties=len(parties_of(agreement)),
        valid_to=valid_to,
    )


@transaction.atomic
def activate_agreement(agreement: Agreement, *, by: Asker, on: date) -> None:
    """Work under the agreement has begun.

    Errors  NotPermitted; WrongState when it is not just signed
    """
    agreement = decided(agreement, by)
    step(agreement, AgreementState.ACTIVE, by=by, reason=_("実施開始"))
    tell(events.agreements.AgreementActivated, agreement, by=by, on=on)


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: Asker, on: date, reason: str) -> None:
    """Errors  NotPermitted; WrongState when it is not in force; Refused without a reason"""
    agreement = decided(agreement, by)
    _need(reason)
    step(agreement, AgreementState.ENDED, by=by, reason=reason, ended_on=on, end_reason=reason)
    tell(events.agreements.AgreementEnded, agreement, by=by, on=on, reason=reason)


@transaction.atomic
def break_off_agreement(agreement: Agreement, *, by: Asker, on: date, reason: str) -> None:
    """Errors  NotPermitted; WrongState when nothing is negotiated; Refused without a reason"""
    agreement = decided(agreement, by)
    _need(reason)
    step(agreement, AgreementState.BROKEN_OFF, by=by, reason=reason, ended_on=on, end_reason=reason)
    tell(events.agreements.AgreementBrokenOff, agreement, by=by, on=on, reason=reason)


@transaction.atomic
def publish_agreement(agreement: Agreement, *, by: Asker, on: date) -> None:
    """Show the agreement to everybody; contacts stay with those who work with it.

    Errors  NotPermitted; WrongState before it is signed
    """
    _set_public(agreement, is_public=True, by=by, on=on)


@transaction.atomic
def withdraw_agreement(agreement: Agreement, *, by: Asker, on: date) -> None:
    """Errors  NotPermitted"""
    _set_public(agreement, is_public=False, by=by, on=on)


def _columns(terms: AgreementTerms) -> dict[str, object]:
    return {
        "title_ja": terms.title_ja.strip(),
        "title_en": terms.title_en.strip(),
        "side": terms.side,
        "unit": terms.unit,
        "initiatives": list(terms.initiatives),
        "valid_to": terms.valid_to,
        "is_renewed_automatically": terms.is_renewed_automatically,
        "remind_days_before": terms.remind_days_before,
    }


def _refuse_terms(terms: AgreementTerms) -> None:
    if not terms.title_ja.strip():
        raise Refused(_("協定の名称を書いてください。"))
    if not [one for one in terms.parties if not one.side]:
        raise Refused(_("相手となる大学などを1つ以上選んでください。"))
    if terms.unit.side not in OTHER or terms.side not in (terms.unit.side, Side.JOINT):
        raise Refused(_("協定を管理する部署は、その協定の当事者である側の部署にしてください。"))
    if terms.is_renewed_automatically and terms.valid_to is None:
        raise Refused(_("自動更新する協定には、有効期限が要ります。"))


def _set_parties(agreement: Agreement, others: Iterable[Organisation]) -> list[str]:
    """The governments are parties by the agreement's side; they need not be named."""
    sides = [agreement.side] if agreement.side != Side.JOINT else [*OTHER]
    governments = list(Organisation.objects.filter(side__in=sides))
    wanted = {one.pk for one in (*governments, *others)}
    there = {*agreement.parties.values_list("organisation", flat=True)}
    if wanted == there:
        return []
    agreement.parties.exclude(organisation__in=wanted).delete()
    for key in sorted(wanted - there):
        Party.objects.create(agreement=agreement, organisation_id=key)
    index_record(agreement)
    return ["parties"]


def _set_clauses(agreement: Agreement, clauses: Sequence[tuple[str, str]]) -> list[str]:
    wanted = [(ja.strip(), en.strip()) for ja, en in clauses if ja.strip()]
    if wanted == list(agreement.clauses.values_list("text_ja", "text_en")):
        return []
    agreement.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(agreement=agreement, number=number, text_ja=ja, text_en=en)
        for number, (ja, en) in enumerate(wanted, start=1)
    )
    return ["clauses"]


def _party(agreement: Agreement, organisation: Organisation) -> Party:
    party = agreement.parties.filter(organisation__in=keys_of(organisation)).first()
    if party is None:
        raise Refused(
            _("「%(name)s」はこの協定の当事者ではありません。") % {"name": organisation.name}
        )
    return party


def _writable(agreement: Agreement, by: Asker) -> Agreement:
    agreement = locked(agreement)
    must(by, Verb.WRITE, agreement)
    if not Agreement.MOVES.get(AgreementState(agreement.state)):
        raise WrongState(_("この協定はもう動いていません。記載は変えられません。"))
    return agreement


def decided(agreement: Agreement, by: Asker) -> Agreement:
    """The row locked, when `by` decides about it."""
    agreement = locked(agreement)
    must(by, Verb.DECIDE, agreement)
    return agreement


def step(
    agreement: Agreement, to: AgreementState, *, by: Asker, reason: str, **also: object
) -> None:
    """A move, with the row saved once more so that its history and dates follow."""
    move(agreement, to=to, **also)
    signed(agreement, by=by, reason=reason)
    agreement.save()


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("理由を書いてください。"))


def _set_public(agreement: Agreement, *, is_public: bool, by: Asker, on: date) -> None:
    agreement = locked(agreement)
    must(by, Verb.PUBLISH, agreement)
    if is_public and agreement.signed_on is None:
        raise WrongState(_("締結していない協定は公表できません。"))
    if agreement.is_public == is_public:
        return
    agreement.is_public = is_public
    signed(agreement, by=by, reason=_("公表") if is_public else _("公表の取りやめ"))
    agreement.save()
    told = (
        events.agreements.AgreementPublished if is_public else events.agreements.AgreementWithdrawn
    )
    tell(told, agreement, by=by, on=on)


def tell(told: type[Event], agreement: Agreement, *, by: Asker, on: date, **facts: Any) -> None:
    """Write into the journal what happened to an agreement, for all of its parties."""
    record(
        told(
            subject_kind="agreement",
            subject_key=agreement.key,
            side=agreement.side,
            organisation=agreement.unit_id,
            organisation_name=agreement.unit.name,
            initiatives=tuple(agreement.initiatives),
            organisations=tuple(agreement.parties.values_list("organisation", flat=True)),
            **facts,
        ),
        by=by,
        on=on,
    )
