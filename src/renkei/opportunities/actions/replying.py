"""Whoever was introduced by a desk says by herself whether she wants it: one click, once."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker
from renkei.journal.actions import record
from renkei.opportunities.actions.placements import end, told
from renkei.opportunities.events import placements as events
from renkei.opportunities.models import Placement
from renkei.opportunities.rules.placements import is_hers, may_reply
from renkei.opportunities.states import EndReason, Step


@transaction.atomic
def reply(placement: Placement, *, is_yes: bool, by: Asker, on: date) -> Placement:
    """She applies, or her firm asks for a talk; or it ends here without a reason being asked.

    Errors  NotPermitted for anybody else; WrongState when it was replied to, or is over
    """
    placement = locked(placement)
    if not is_hers(by, placement):
        raise NotPermitted(_("この返事ができるのは、紹介された方だけです。"))
    if not may_reply(by, placement):
        raise WrongState(_("返事は済んでいます。変えたいときは、窓口に連絡してください。"))
    if not is_yes:
        return end(placement, reason=EndReason.SEEKER_DECLINED, by=by, on=on)
    move(placement, to=Step.APPLIED, changed_at=timezone.now())
    record(events.BY_STEP[Step.APPLIED](**told(placement)), by=by, on=on)
    return placement
