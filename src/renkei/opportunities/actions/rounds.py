"""Writes of rounds: set up, keep a proposal, close, call off.

What a run proposes is kept in one transaction, or not at all: a run that is killed half way leaves
the round as it was. What a desk decides of pairs: `rulings`; how people are told: `telling`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.market_reader import markets
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.journal.actions import record
from renkei.opportunities.events import rounds as events
from renkei.opportunities.models import Proposal, Round, Seeker
from renkei.opportunities.queries.rounds import given_in, n_waiting
from renkei.opportunities.rounds.bounds import Bound, are_nested
from renkei.opportunities.rounds.bringing import Brought, bring_together
from renkei.opportunities.rounds.rehearsing import Say, n_placed, rehearse
from renkei.opportunities.rounds.results import Given
from renkei.opportunities.rounds.taking_part import TakingPart, taking_part
from renkei.opportunities.rules.rounds import markets_to_round
from renkei.opportunities.states import LIVE, RoundState


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What a desk decides of a round before it runs."""

    title_ja: str
    title_en: str = ""
    closes_on: date
    answer_by: date
    begins_on: date | None = None
    first_from: date | None = None
    first_to: date | None = None
    bounds: tuple[Bound, ...] = ()
    may_fall_short: bool = False
    lottery: str


def open_round(
    market: str, unit: str, what: SetUp, *, by: Asker, on: date, token: str = ""
) -> Round:
    """Begin a round of a market at a desk. A token seen before answers what it made.

    Errors  NotPermitted when the desk does not run the market; Refused when one is running there,
            or days or bounds do not fit
    """
    mine = Round.objects.filter(token=token, entered_by=by.person)
    if token and (made := mine.first()):
        return made
    if market not in {one.key for one in markets_to_round(by, on)}:
        raise NotPermitted(_("この市場の割り当ては、担当の窓口だけが始められます。"))
    version = markets()[market].version_on(on)
    assert version, "only markets in use are offered"
    made = Round(market=market, version=version.version, unit_id=unit, entered_by=by.person)
    made.side, made.token = made.unit.side, token
    _put_down(made, what)
    must(by, Verb.WRITE, made)
    try:
        with transaction.atomic():
            made.save()
            opened = events.RoundOpened(
                **told(made), closes_on=made.closes_on, lottery=made.lottery
            )
            record(opened, by=by, on=on)
    except IntegrityError:
        if token and (again := mine.first()):
            return again
        raise Refused(
            _("この窓口では、この市場の割り当てがすでに進んでいます。先にそれを終えてください。")
        ) from None
    return made


@transaction.atomic
def change_round(round_: Round, what: SetUp, *, by: Asker, on: date, revision: int) -> Round:
    """Errors  NotPermitted; WrongState when people were told, or it was changed meanwhile; Refused
    when days or bounds do not fit, or the lottery would be another"""
    round_ = open_to_change(round_, by)
    if revision != round_.revision:
        raise WrongState(_("ほかの人が先に直しました。いまの内容を確かめてください。"))
    if what.lottery != round_.lottery:
        raise Refused(_("抽選の文字列は、あとから変えられません。"))
    _put_down(round_, what)
    round_.revision += 1
    round_.save()
    record(events.RoundChanged(**told(round_), revision=round_.revision), by=by, on=on)
    return round_


# --- proposals ------------------------------------------------------------------------------------


def rehearse_round(round_: Round, *, by: Asker, say: Say) -> Round:
    """Keep what would happen if the round closed now.

    Errors  NotPermitted; WrongState when people were told; Refused when nothing fits the bounds
    """
    must(by, Verb.WRITE, round_)
    round_ = _refuse_empty(round_)
    part = taking_part(round_)
    found = rehearse(part, say) | {"at": timezone.now().isoformat()}
    with transaction.atomic():
        now = locked(round_)
        now.rehearsal = found | {"revision": round_.revision}
        now.save(update_fields=["rehearsal", "changed_at"])
    return now


def run_round(round_: Round, *, way: str, by: Asker, on: date, say: Say) -> Round:
    """Make a proposal, or make it anew; nobody is told yet.

    1. read and reckon, without a lock: people go on working
    2. keep all of it in one transaction, if nothing was decided meanwhile

    Errors  NotPermitted; WrongState when it is over, or was changed meanwhile; Refused when wishes
            are still taken, nobody takes part, or bounds and pins leave no plan
    """
    must(by, Verb.DECIDE, round_)
    round_ = _refuse_empty(round_)
    if on <= round_.closes_on:
        raise Refused(_("希望の締切のあとに、案を作れます。それまでは試算をお使いください。"))
    say(0, 3)
    part = taking_part(round_)
    say(1, 3)
    earlier = _earlier(round_, part) if round_.state == RoundState.PROPOSED else ()
    brought = bring_together(part, way=way, earlier=earlier)
    if round_.wave and not n_placed(brought):
        raise Refused(_("空いたところに合う方が、いまはいません。"))
    say(2, 3)
    kept = _keep(round_, brought, earlier=earlier, by=by, on=on, way=way)
    say(3, 3)
    return kept


@transaction.atomic
def _keep(
    round_: Round, brought: Brought, *, earlier: Sequence[Any], by: Asker, on: date, way: str
) -> Round:
    now = locked(round_)
    if (now.revision, now.state, now.digest) != (round_.revision, round_.state, round_.digest):
        raise WrongState(_("作っているあいだに内容が変わりました。もう一度作ってください。"))
    wave = now.wave + 1
    Proposal.objects.filter(round=now, wave=wave).delete()
    before = {brought.part.seekers[person].key for person, _posting in earlier}
    had = {
        (brought.part.seekers[person].key, brought.part.postings[posting].key)
        for person, posting in earlier
    }
    rows = [_proposal(now, wave, one, brought.part) for one in brought.given]
    for row in rows:
        pair = (row.seeker_id, row.posting_id)
        row.is_new = bool(earlier) and (pair not in had if row.posting_id else pair[0] in before)
    Proposal.objects.bulk_create(rows, batch_size=500)
    result = summary(brought, rows) | {"way": way}
    also = {
        "digest": brought.digest,
        "result": result,
        "run_revision": now.revision,
        "run_at": timezone.now(),
        "changed_at": timezone.now(),
    }
    if now.state == RoundState.PROPOSED:
        Round.objects.filter(pk=now.pk).update(**also)
        now.refresh_from_db()
    else:
        move(now, to=RoundState.PROPOSED, **also)
    event = events.RoundRun(
        **told(now),
        wave=wave,
        placed=result["n_placed"],
        unplaced=result["n_unplaced"],
        digest=brought.digest,
    )
    record(event, by=by, on=on)
    return now


def _refuse_empty(round_: Round) -> Round:
    """As it is now."""
    round_ = Round.objects.get(pk=round_.pk)
    if not round_.is_running:
        raise WrongState(_("この割り当ては終わっています。"))
    part = Seeker.objects.filter(market=round_.market, unit=round_.unit_id)
    if not part.exists():
        raise Refused(_("この窓口には、探している方の登録がまだありません。"))
    return round_


def _earlier(round_: Round, part: TakingPart) -> tuple[tuple[int, int], ...]:
    return part.pairs(given_in(round_).values_list("seeker", "posting"))


def _proposal(round_: Round, wave: int, one: Given, part: TakingPart) -> Proposal:
    def key_of(row: int | None) -> str:
        return "" if row is None else part.postings[row].key

    return Proposal(
        round=round_,
        wave=wave,
        seeker_id=part.seekers[one.seeker].key,
        posting_id=key_of(one.posting) or None,
        place_in_list=one.rank,
        score=one.score,
        reasons=[
            {"posting": key_of(told.posting), "ja": told.text.ja, "en": told.text.en}
            for told in one.reasons
        ],
        waits=[{"posting": key_of(line.posting), "place": line.place} for line in one.waits],
        is_pinned=one.is_pinned,
    )


def summary(brought: Brought, rows: Iterable[Proposal]) -> dict[str, Any]:
    """The figures of a proposal."""
    part, rows = brought.part, list(rows)
    placed = n_placed(brought)
    return {
        "n_seekers": len(part.seekers),
        "n_postings": len(part.postings),
        "n_placed": placed,
        "n_given": sum(row.posting_id is not None for row in rows),
        "n_unplaced": len(part.seekers) - placed,
        "n_first": sum(row.place_in_list == 1 for row in rows),
        "n_new": sum(row.is_new for row in rows),
        "small": [part.postings[row].key for row in brought.small],
    }


# --- the end --------------------------------------------------------------------------------------


@transaction.atomic
def close_round(round_: Round, *, by: Asker, on: date) -> Round:
    """Everybody has answered; whoever has nothing goes on looking.

    Errors  NotPermitted; WrongState; Refused while answers are awaited
    """
    round_ = locked(round_)
    must(by, Verb.DECIDE, round_)
    if waiting := n_waiting(round_):
        raise Refused(
            _("%(n)s人の返事がまだです。期限が過ぎると、その方は辞退したことになります。")
            % {"n": waiting}
        )
    move(round_, to=RoundState.CLOSED, changed_at=timezone.now())
    taken = Proposal.objects.filter(round=round_, placement__state__in=LIVE)
    taken_up = taken.values("placement").distinct().count()
    record(events.RoundClosed(**told(round_), accepted=taken_up), by=by, on=on)
    return round_


@transaction.atomic
def cancel_round(round_: Round, *, reason: str, by: Asker, on: date) -> Round:
    """Before anybody was told; the proposal is thrown away.

    Errors  NotPermitted; WrongState; Refused without a reason, or when people were told once
    """
    round_ = open_to_change(round_, by)
    if not reason.strip():
        raise Refused(_("理由を書いてください。"))
    if round_.wave:
        raise Refused(_("すでに発表した割り当ては、取りやめられません。"))
    Proposal.objects.filter(round=round_).delete()
    note = reason.strip()[:300]
    move(round_, to=RoundState.CANCELLED, note=note, changed_at=timezone.now())
    record(events.RoundCancelled(**told(round_), reason=note), by=by, on=on)
    return round_


# --- what every entry says ------------------------------------------------------------------------


def told(round_: Round) -> dict[str, Any]:
    return {
        "subject_kind": "round",
        "subject_key": round_.key,
        "market": round_.market,
        "side": round_.side,
        "organisation": round_.unit_id,
        "initiatives": round_.of_market.initiatives,
    }


def open_to_change(round_: Round, by: Asker) -> Round:
    """Locked, and nobody was told what is to be decided of it.

    Errors  NotPermitted; WrongState
    """
    round_ = locked(round_)
    must(by, Verb.WRITE, round_)
    if round_.state not in (RoundState.OPEN, RoundState.PROPOSED):
        raise WrongState(_("発表したあとは変えられません。"))
    return round_


def _put_down(round_: Round, what: SetUp) -> None:
    if what.answer_by <= what.closes_on:
        raise Refused(_("返事の期限は、希望の締切より後にしてください。"))
    if what.first_from and what.first_to and what.first_to < what.first_from:
        raise Refused(_("始まる日の範囲が逆です。"))
    if not what.title_ja.strip() or not what.lottery.strip():
        raise Refused(_("題名と、抽選の文字列が要ります。"))
    if not are_nested(what.bounds):
        raise Refused(_("組織ごとの上限・下限は、地域のものと一緒には使えません。"))
    floors = any(one.floor for one in what.bounds)
    if floors and round_.asked_by.mode == "stable":
        raise Refused(
            _(
                "この市場では下限を決められません。ほかの地域の上限を下げて、試算で確かめてください。"
            )
        )
    round_.title_ja, round_.title_en = what.title_ja.strip(), what.title_en.strip()
    round_.closes_on, round_.answer_by = what.closes_on, what.answer_by
    round_.begins_on, round_.may_fall_short = what.begins_on, what.may_fall_short
    round_.first_from, round_.first_to = what.first_from, what.first_to
    round_.bounds = [one.as_json() for one in what.bounds]
    round_.lottery = what.lottery.strip()
