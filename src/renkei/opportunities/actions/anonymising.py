"""The right to be forgotten, at once: who somebody was goes, what was counted stays."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker
from renkei.journal.actions import record
from renkei.opportunities.actions.seekers import forget_seeker, leave, told
from renkei.opportunities.events import seekers as events
from renkei.opportunities.models import Seeker
from renkei.opportunities.queries.placements import live_of_seeker
from renkei.opportunities.rules.seekers import may_anonymise
from renkei.opportunities.states import SeekerState
from renkei.paperwork.actions.attachments import forget_attachments_of
from renkei.paperwork.actions.notices import forget_notices_about


@transaction.atomic
def anonymise_seeker(seeker: Seeker, *, by: Asker, on: date) -> Seeker:
    """Empty everything that tells who it was; whoever still looks stops looking with it.

    Errors  NotPermitted; WrongState when it was done before; Refused while something is on its way
    """
    seeker = locked(seeker)
    if seeker.anonymised_at:
        raise WrongState(_("この登録は、すでに匿名になっています。"))
    if not may_anonymise(by, seeker):
        raise NotPermitted(_("匿名にできるのは、窓口とご本人だけです。"))
    if live_of_seeker(seeker).exists():
        raise Refused(_("進行中の紹介があります。先にそれを終えてください。"))
    if seeker.state != SeekerState.LEFT:
        seeker = leave(seeker, by=by, on=on)
    said = told(seeker)
    forget_seeker(seeker)
    forget_attachments_of("seeker", seeker.key)
    forget_notices_about("placement", list(seeker.placements.values_list("pk", flat=True)))
    record(events.SeekerAnonymised(**said), by=by, on=on)
    return seeker
