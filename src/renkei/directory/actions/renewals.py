"""Agreements that run out: going on with another, by somebody or by themselves, and reminders."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.core.rights import Asker
from renkei.core.search import index_record
from renkei.directory.actions.agreements import ContactWords, decided, step, tell
from renkei.directory.actions.signing import signed
from renkei.directory.events.agreements import AgreementRenewed
from renkei.directory.models import Agreement, Clause, Contact, Party
from renkei.directory.queries.agreements import renewed_by_themselves, to_remind
from renkei.directory.queries.units import officers_at
from renkei.directory.states import AgreementState
from renkei.paperwork.actions.notices import Recipient, send

HOUSE = Asker()  # acts by itself, at night


def keep_agreements(on: date) -> tuple[int, int]:
    """Renew what renews itself, and tell units of what runs out; how many of each.

    Whatever was not done for years is made up for, year by year.
    """
    n_renewed = 0
    while waiting := list(renewed_by_themselves(on)):
        n_renewed += sum(renew_by_itself(one, on=on) is not None for one in waiting)
    return n_renewed, sum(remind_of_end(one, on=on) for one in to_remind(on))


@transaction.atomic
def renew_agreement(
    agreement: Agreement, *, by: Asker, on: date, valid_to: date | None
) -> Agreement:
    """Let a new agreement go on in the place of one in force: same parties, clauses, contacts.

    Errors  NotPermitted; WrongState when it is not in force; Refused when the new one would end
            before it begins
    """
    agreement = decided(agreement, by)
    return _renew(agreement, by=by, on=on, valid_to=valid_to, is_automatic=False)


@transaction.atomic
def renew_by_itself(agreement: Agreement, *, on: date) -> Agreement | None:
    """A year more for an agreement whose last day passed without objection; nobody has to act.

    Answers None when somebody was faster.
    """
    agreement = locked(agreement)
    last_day = agreement.valid_to
    if not renewed_by_themselves(on).filter(pk=agreement.pk).exists() or last_day is None:
        return None
    return _renew(
        agreement,
        by=HOUSE,
        on=last_day + timedelta(days=1),
        valid_to=_a_year_after(last_day),
        is_automatic=True,
    )


@transaction.atomic
def remind_of_end(agreement: Agreement, *, on: date) -> bool:
    """Tell the officers of the unit, once, that the agreement runs out; nobody has to act.

    Answers whether anybody was told now.
    """
    agreement = locked(agreement)
    if agreement.valid_to is None or not to_remind(on).filter(pk=agreement.pk).exists():
        return False
    Agreement.objects.filter(pk=agreement.pk).update(reminded_at=timezone.now())
    send(
        "directory.agreement_runs_out",
        to=[
            Recipient(person=one.key, email=one.email, language=one.language)
            for one in officers_at(agreement.unit, on=on)
        ],
        context={
            "title": Text(agreement.title_ja, agreement.title_en or agreement.title_ja),
            "last_day": agreement.valid_to,
        },
        about=("agreement", agreement.key),
        unit=agreement.unit_id,
    )
    return True


def _renew(
    agreement: Agreement, *, by: Asker, on: date, valid_to: date | None, is_automatic: bool
) -> Agreement:
    if valid_to and valid_to < on:
        raise Refused(_("有効期限が更新日より前です。"))
    if agreement.state == AgreementState.SIGNED:
        # It ran to its end without anybody saying that work had begun.
        step(agreement, AgreementState.ACTIVE, by=by, reason=_("実施開始"))
    step(agreement, AgreementState.RENEWED, by=by, reason=_("更新"), ended_on=on)
    successor = _copy(agreement, on, valid_to)
    signed(successor, by=by, reason=_("自動更新") if is_automatic else _("更新"))
    successor.save(force_insert=True)
    _copy_parts(agreement, successor)
    index_record(successor)
    tell(
        AgreementRenewed,
        successor,
        by=by,
        on=on,
        is_automatic=is_automatic,
        valid_to=valid_to,
    )
    return successor


def _copy(agreement: Agreement, on: date, valid_to: date | None) -> Agreement:
    kept = (
        *("title_ja", "title_en", "side", "unit", "initiatives", "in_force_since", "is_public"),
        *("is_renewed_automatically", "remind_days_before"),
    )
    return Agreement(
        **{name: getattr(agreement, name) for name in kept},
        state=AgreementState.ACTIVE,
        signed_on=on,
        valid_to=valid_to,
        renews=agreement,
    )


def _copy_parts(agreement: Agreement, successor: Agreement) -> None:
    for party in agreement.parties.all():
        new = Party.objects.create(agreement=successor, organisation_id=party.organisation_id)
        for contact in party.contacts.all():
            words = {name: getattr(contact, name) for name in ContactWords.__slots__}
            Contact.objects.create(agreement=successor, party=new, **words)
    Clause.objects.bulk_create(
        Clause(
            agreement=successor,
            number=clause.number,
            text_ja=clause.text_ja,
            text_en=clause.text_en,
        )
        for clause in agreement.clauses.all()
    )


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
