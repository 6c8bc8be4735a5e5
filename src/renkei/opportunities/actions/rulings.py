"""What a desk decides of pairs before people are told: pin, rule out, exchange; with a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renkei.core.errors import Refused
from renkei.core.rights import Asker
from renkei.journal.actions import record
from renkei.opportunities.actions.rounds import open_to_change, told
from renkei.opportunities.events import rounds as events
from renkei.opportunities.models import Posting, Round, Ruling, Seeker
from renkei.opportunities.states import Ruled

Pair = tuple[Seeker, Posting]


@transaction.atomic
def rule(round_: Round, pair: Pair, *, ruled: str, reason: str, by: Asker, on: date) -> Ruling:
    """Pin a pair, or rule it out; what was decided of the pair before is replaced.

    Errors  NotPermitted; WrongState when people were told; Refused without a reason, for somebody
            or something that takes no part, or a second pin where each gets one place
    """
    round_ = open_to_change(round_, by)
    return _rule(round_, pair, ruled=ruled, reason=reason, by=by, on=on)


@transaction.atomic
def swap(round_: Round, pairs: Sequence[Pair], *, reason: str, by: Asker, on: date) -> None:
    """Give each of two people the other's place: two pins for one reason.

    Errors  as `rule`
    """
    round_ = open_to_change(round_, by)
    seekers = [seeker.pk for seeker, _posting in pairs]
    Ruling.objects.filter(round=round_, seeker__in=seekers, ruled=Ruled.PINNED).delete()
    for pair in pairs:
        _rule(round_, pair, ruled=Ruled.PINNED, reason=reason, by=by, on=on)


@transaction.atomic
def take_back(ruling: Ruling, *, by: Asker, on: date) -> None:
    """Errors  NotPermitted; WrongState when people were told"""
    round_ = open_to_change(ruling.round, by)
    event = _ruled(round_, (ruling.seeker, ruling.posting), ruling.ruled, ruling.reason)
    record(events.RoundRuled(**event, is_taken_back=True), by=by, on=on)
    ruling.delete()
    _count_revision(round_)


def _rule(
    round_: Round,
    pair: Pair,
    *,
    ruled: str,
    reason: str,
    by: Asker,
    on: date,
) -> Ruling:
    seeker, posting = pair
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("理由を書いてください。"))
    if {seeker.market, posting.market} != {round_.market} or seeker.unit_id != round_.unit_id:
        raise Refused(_("この割り当てに加わっていない人か募集です。"))
    others = Ruling.objects.filter(round=round_, seeker=seeker, ruled=Ruled.PINNED)
    if ruled == Ruled.PINNED and round_.asked_by.assigns and others.exclude(posting=posting):
        raise Refused(_("この方には、すでに決めた先があります。先にそれを取り消してください。"))
    kept, _made = Ruling.objects.update_or_create(
        round=round_,
        seeker=seeker,
        posting=posting,
        defaults={"ruled": ruled, "reason": reason, "said_by": by.person},
    )
    record(events.RoundRuled(**_ruled(round_, pair, ruled, reason)), by=by, on=on)
    _count_revision(round_)
    return kept


def _ruled(round_: Round, pair: Pair, ruled: str, reason: str) -> dict[str, Any]:
    seeker, posting = pair
    event = {**told(round_), "person": seeker.who, "organisations": (posting.organisation_id,)}
    return {**event, "ruled": Ruled(ruled), "posting": posting.key, "reason": reason}


def _count_revision(round_: Round) -> None:
    round_.revision += 1
    round_.save(update_fields=["revision", "changed_at"])
