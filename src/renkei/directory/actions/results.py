"""Asking the parties of an agreement, once a year, what came of it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, must
from renkei.core.writing import fiscal_year as written
from renkei.directory.actions.agreements import tell
from renkei.directory.events.agreements import ResultsAsked
from renkei.directory.models import Agreement, Organisation, Party, ResultRequest
from renkei.directory.queries.agreements import units_to_keep
from renkei.directory.queries.organisations import keys_of
from renkei.directory.states import AgreementState
from renkei.paperwork.actions.answers import About, start_answers

SHEET = "university_results"


@transaction.atomic
def ask_for_results(
    agreement: Agreement, organisation: Organisation, fiscal_year: int, *, by: Asker, on: date
) -> ResultRequest:
    """Begin the sheet that a party fills in for a year; it goes out by a link.

    Errors  NotPermitted; WrongState when the agreement is not in force or no sheet is in use;
            Refused for who is no party, a year to come, or a year that was asked for already
    """
    agreement = locked(agreement)
    must(by, Verb.DECIDE, agreement)
    if agreement.state != AgreementState.ACTIVE:
        raise WrongState(_("実施中の協定だけ、実績を照会できます。"))
    if date(fiscal_year, 4, 1) > on:
        raise Refused(_("%(year)sはまだ始まっていません。") % {"year": written(fiscal_year)})
    party = _party(agreement, organisation)
    # The other government may ask under a joint agreement, and then reads the answers itself.
    own = [unit.key for unit in units_to_keep(by)]
    answers = start_answers(
        SHEET,
        by=by,
        unit=agreement.unit_id if agreement.unit_id in own or not own else own[0],
        on=on,
        about=About(kind="agreement", key=agreement.key, organisation=organisation.key),
    )
    try:
        with transaction.atomic():
            request = ResultRequest.objects.create(
                agreement=agreement,
                party=party,
                fiscal_year=fiscal_year,
                answers=answers.key,
                asked_by=by.person,
            )
    except IntegrityError:
        raise Refused(
            _("%(year)sの実績は、この相手にすでに照会しています。") % {"year": written(fiscal_year)}
        ) from None
    tell(ResultsAsked, agreement, by=by, on=on, fiscal_year=fiscal_year)
    return request


def _party(agreement: Agreement, organisation: Organisation) -> Party:
    party = agreement.parties.filter(organisation__in=keys_of(organisation)).first()
    if party is None or organisation.side:
        raise Refused(
            _("「%(name)s」はこの協定の相手ではありません。") % {"name": organisation.name}
        )
    return party
