"""Both sides say yes or no to a place that a round gave; who says nothing in time has said no."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Verb, may
from renkei.journal.actions import record
from renkei.opportunities.actions.placements import finish, take_place, told
from renkei.opportunities.events.placements import Confirmed
from renkei.opportunities.models import Placement
from renkei.opportunities.queries.placements import WAITING
from renkei.opportunities.queries.rounds import to_be_answered, to_be_reminded
from renkei.opportunities.round_notices import asked_again
from renkei.opportunities.rules.rounds import sides_to_answer
from renkei.opportunities.states import EndReason, Whose

NOBODY = Asker()
REMINDED_BEFORE = timedelta(days=2)
SAYS_NO = {Whose.SEEKER: EndReason.SEEKER_DECLINED, Whose.POSTING: EndReason.POSTING_DECLINED}
SAYS_YES = {Whose.SEEKER: "seeker_yes_on", Whose.POSTING: "posting_yes_on"}


@transaction.atomic
def answer(
    placement: Placement,
    *,
    whose: str,
    is_yes: bool,
    on: date,
    by: Asker | None = None,
    note: str = "",
) -> Placement:
    """Say yes or no for one side; when all have said yes who are asked, the place is taken.

    `by` is None where somebody answered by the link in her letter.
    Errors  NotPermitted for another's side; WrongState when it was answered or is over; Refused
            after the last day, but for the desk that was told in time
    """
    placement, side = locked(placement), Whose(whose)
    if by is not None and side not in sides_to_answer(by, placement):
        raise NotPermitted(_("この返事ができるのは、ご本人か窓口だけです。"))
    if placement.answer_by is None or placement.state not in WAITING:
        raise WrongState(_("返事は済んでいるか、受付が終わっています。"))
    is_desk = by is not None and may(by, Verb.WRITE, placement)
    if on > placement.answer_by and not is_desk:
        raise Refused(_("返事の期限が過ぎました。窓口に連絡してください。"))
    asker = by or NOBODY
    if not is_yes:
        return finish(placement, reason=SAYS_NO[side], by=asker, on=on, note=note)
    if getattr(placement, SAYS_YES[side]):
        raise WrongState(_("すでに「受ける」と伺っています。"))
    setattr(placement, SAYS_YES[side], on)
    placement.changed_at = timezone.now()
    placement.save(update_fields=[SAYS_YES[side], "changed_at"])
    record(Confirmed(**told(placement), whose=side), by=asker, on=on)
    if not awaited(placement):
        take_place(placement, by=asker, on=on)
    return placement


def awaited(placement: Placement) -> tuple[Whose, ...]:
    """Which sides the market asks that have not said yes."""
    confirms = placement.of_market.confirms
    asked = tuple(Whose) if confirms == "both" else (Whose(confirms),)
    return tuple(one for one in asked if not getattr(placement, SAYS_YES[one]))


def end_unanswered(on: date) -> int:
    """How many places of rounds nobody took in time; each ends by itself."""
    keys = to_be_answered(on).values_list("pk", flat=True)
    return sum(_too_late(key, on) for key in list(keys))


@transaction.atomic
def _too_late(key: str, on: date) -> bool:
    placement = locked(Placement(pk=key))
    if not to_be_answered(on).filter(pk=key).exists():
        return False  # answered meanwhile
    finish(placement, reason=EndReason.TOO_LATE, by=NOBODY, on=on)
    return True


def remind_to_answer(on: date) -> int:
    """How many are reminded, once, some days before the last day."""
    keys = to_be_reminded(on, on + REMINDED_BEFORE).values_list("pk", flat=True)
    return sum(_remind(key, on) for key in list(keys))


@transaction.atomic
def _remind(key: str, on: date) -> bool:
    locked(Placement(pk=key))
    found = to_be_reminded(on, on + REMINDED_BEFORE).filter(pk=key).first()
    if found is None:
        return False
    found.asked_at = timezone.now()
    found.save(update_fields=["asked_at", "changed_at"])
    asked_again(found)
    return True
