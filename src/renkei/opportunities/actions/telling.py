"""A proposal is told to everybody it is about: from now on both sides are asked to say yes."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.directory.queries.seats import representatives_of
from renkei.journal.actions import record
from renkei.opportunities.actions import rounds
from renkei.opportunities.actions.placements import new_placement, refuse_to_place, told
from renkei.opportunities.events.placements import BY_STEP
from renkei.opportunities.events.rounds import RoundPublished
from renkei.opportunities.models import Placement, Proposal, Round
from renkei.opportunities.queries.rounds import newest_proposals
from renkei.opportunities.round_notices import people_proposed, result_of_round
from renkei.opportunities.rounds.rehearsing import Say
from renkei.opportunities.states import PostingState, RoundState, SeekerState
from renkei.paperwork.actions.notices import Recipient


@transaction.atomic
def publish_round(round_: Round, *, by: Asker, on: date, say: Say) -> Round:
    """Tell everybody; all of it, or nothing.

    1. a placement in the market's first step for each pair, with its reasons, to be answered by
       the round's day where places are given
    2. a letter to each seeker, also to whom nothing was given, with why; one to each organisation

    Errors  NotPermitted; WrongState without a proposal, or when it is out of date; Refused when
            the day for answers is over, or somebody left or a posting closed meanwhile
    """
    round_ = locked(round_)
    must(by, Verb.PUBLISH, round_)
    refuse_to_place(round_.of_market, may_place=round_.unit.may_place_jobs)
    if round_.state != RoundState.PROPOSED or not round_.is_up_to_date:
        raise WrongState(_("案がないか、案のあとに内容が変わりました。案を作り直してください。"))
    if round_.asked_by.assigns and on > round_.answer_by:
        raise Refused(_("返事の期限が過ぎています。期限を直して、案を作り直してください。"))
    proposals = list(newest_proposals(round_))
    _refuse_changed(proposals)
    given = [one for one in proposals if one.posting_id]
    placements = _placed(round_, given, by=by, on=on, say=say)
    move(
        round_,
        to=RoundState.PUBLISHED,
        wave=round_.wave + 1,
        published_at=timezone.now(),
        changed_at=timezone.now(),
    )
    published = RoundPublished(
        **rounds.told(round_),
        wave=round_.wave,
        placed=len({one.seeker_id for one in given}),
        answer_by=round_.answer_by,
    )
    record(published, by=by, on=on)
    _write(round_, proposals, placements, on)
    return round_


def _refuse_changed(proposals: Sequence[Proposal]) -> None:
    for one in proposals:
        if one.posting is not None and one.posting.state != PostingState.OPEN:
            raise Refused(
                _("「%(title)s」はもう公開中ではありません。案を作り直してください。")
                % {"title": one.posting.title}
            )
        if one.posting is not None and one.seeker.state != SeekerState.ACTIVE:
            raise Refused(
                _("%(who)sはもう探していません。案を作り直してください。")
                % {"who": one.seeker.number}
            )


def _placed(
    round_: Round, given: Sequence[Proposal], *, by: Asker, on: date, say: Say
) -> dict[str, Placement]:
    """By key of the proposal."""
    step = round_.asked_by.steps[0]
    made: dict[str, Placement] = {}
    for done, one in enumerate(given, start=1):
        placement = _placement(round_, one, step, on)
        record(BY_STEP[step](**told(placement)), by=by, on=on)
        one.placement = placement
        made[one.key] = placement
        say(done, len(given))
    Proposal.objects.bulk_update(given, ["placement"], batch_size=500)
    return made


def _placement(round_: Round, one: Proposal, step: str, on: date) -> Placement:
    posting, seeker = one.posting, one.seeker
    assert posting is not None
    placement = new_placement(seeker, posting, to=step, on=on)
    placement.score, placement.reasons = one.score, _own_reasons(one)
    if round_.asked_by.assigns:
        placement.answer_by = round_.answer_by
    try:
        with transaction.atomic():
            placement.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            _("%(who)sは「%(title)s」にすでに紹介されています。案を作り直してください。")
            % {"who": seeker.number, "title": posting.title}
        ) from None
    return placement


def _own_reasons(one: Proposal) -> list[dict[str, str]]:
    """Those that speak for the posting; why not another is told in the letter."""
    return [
        {"ja": told["ja"], "en": told["en"]}
        for told in one.reasons
        if told["posting"] in ("", one.posting_id)
    ]


def _write(
    round_: Round,
    proposals: Sequence[Proposal],
    placements: dict[str, Placement],
    on: date,
) -> None:
    by_seeker: dict[str, list[Proposal]] = {}
    for one in proposals:
        by_seeker.setdefault(one.seeker_id, []).append(one)
    for mine in by_seeker.values():
        # Whoever read once that there is nothing hears again when there is something.
        if mine[0].posting_id or round_.wave == 1:
            result_of_round(round_, mine, placements.get(mine[0].key))
    by_firm: dict[str, list[Placement]] = {}
    for placement in placements.values():
        by_firm.setdefault(placement.organisation_id, []).append(placement)
    speaking = representatives_of(by_firm, on=on)
    for firm, theirs in by_firm.items():
        people = speaking.get(firm, [])
        to = [Recipient(person=one.key, email=one.email, language=one.language) for one in people]
        people_proposed(round_, theirs, to)
