"""Terms of contractors: the desk keeps its records, the people come and leave with the term."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, must
from renkei.core.writing import long_date
from renkei.directory.actions.invitations import withdraw_all
from renkei.directory.actions.seats import Offer, overlapping, seat, shorten
from renkei.directory.events import people as events
from renkei.directory.models import Membership, Organisation, Term, Unit
from renkei.journal.actions import record


@transaction.atomic
def start_term(
    unit: Unit,
    contractor: Organisation,
    *,
    valid_from: date,
    valid_to: date,
    by: Asker,
    on: date,
) -> Term:
    """Register who operates a desk from a day to a day, both counted.

    Errors  NotPermitted when `by` does not manage the unit;
            Refused when the days make no sense, the unit is closed, or another term overlaps
    """
    must(by, Verb.WRITE, Term(unit=unit, contractor=contractor))
    unit = locked(unit)  # or two overlapping terms could each see a free desk
    if unit.closed_on and unit.closed_on <= valid_to:
        raise Refused(_("この部署は廃止されています。ほかの部署を選んでください。"))
    if valid_to < valid_from:
        raise Refused(_("終わりの日が始まりの日より前です。日付を直してください。"))
    if valid_to < on:
        raise Refused(_("終わりの日が過ぎています。日付を直してください。"))
    _refuse_overlap(unit, valid_from, valid_to)
    term = Term.objects.create(
        unit=unit, contractor=contractor, valid_from=valid_from, valid_to=valid_to
    )
    event = events.TermStarted(
        subject_kind="term",
        subject_key=term.key,
        organisation=unit.key,
        organisations=(contractor.key, unit.organisation_id),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record(event, by=by, on=on)
    return term


def _refuse_overlap(unit: Unit, valid_from: date, valid_to: date) -> None:
    other = (
        Term.objects.filter(unit=unit, valid_from__lte=valid_to, valid_to__gte=valid_from)
        .select_related("contractor")
        .first()
    )
    if other:
        raise Refused(
            _("%(contractor)sの受託期間（%(first)sから%(last)sまで）と重なっています。")
            % {
                "contractor": other.contractor.name,
                "first": long_date(other.valid_from),
                "last": long_date(other.valid_to),
            }
        )


@transaction.atomic
def shorten_term(term: Term, *, last_day: date, reason: str, by: Asker, on: date) -> Term:
    """Let a term end earlier; its seats end with it, and its open invitations are withdrawn.

    Errors  NotPermitted when `by` does not manage the unit;
            Refused without a reason, or when the day is past or does not lie inside the term
    """
    must(by, Verb.MANAGE, term)
    locked(term.unit)
    term = locked(term)
    if not reason.strip():
        raise Refused(_("短くする理由を書いてください。"))
    if not max(on - timedelta(days=1), term.valid_from) <= last_day < term.valid_to:
        raise Refused(
            _("今日から%(last)sの前日までの日を選んでください。")
            % {"last": long_date(term.valid_to)}
        )
    term.valid_to = last_day
    term.save(update_fields=["valid_to"])
    withdraw_all(term.invitation_set.all(), by=by, on=on)
    for membership in term.memberships.select_for_update(of=("self",)).filter(
        valid_to__gt=last_day
    ):
        shorten(membership, last_day)
    event = events.TermShortened(
        subject_kind="term",
        subject_key=term.key,
        organisation=term.unit_id,
        organisations=(term.contractor_id, term.unit.organisation_id),
        valid_to=last_day,
        reason=reason.strip(),
    )
    record(event, by=by, on=on)
    return term


@transaction.atomic
def renew_term(term: Term, *, valid_to: date, by: Asker, on: date) -> Term:
    """Let the same contractor go on: a new term from the next day, with all who sat to the end.

    Errors  as `start_term`
    """
    first = term.valid_to + timedelta(days=1)
    following = start_term(
        term.unit, term.contractor, valid_from=first, valid_to=valid_to, by=by, on=on
    )
    staying = Membership.objects.filter(term=term, valid_to=term.valid_to)
    for membership in staying.select_related("person", "unit"):
        offer = Offer(
            unit=membership.unit,
            role=membership.role,
            valid_from=first,
            valid_to=valid_to,
            term=following,
        )
        if not overlapping(membership.person, offer).exists():
            seat(membership.person, offer, by=by, on=on)
    return following
