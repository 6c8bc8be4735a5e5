"""Verifying the journal: every digest computed again, from the rows as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.journal import canonical, ranges
from renkei.journal.canonical import Leaf
from renkei.journal.guards import missing_guards
from renkei.journal.models import Entry, Mention
from renkei.journal.ranges import Range
from renkei.journal.sealing import unsealed_conditions

PATIENCE = timedelta(days=1)  # how long an entry may wait for its seal
SEALS_AT_ONCE = 50
ENTRIES_AT_ONCE = 2000


@dataclass(slots=True)
class Walk:
    """What is known of the chain after the seals read so far."""

    anchor: str
    number: int = 0
    digest: str = canonical.FIRST
    sealed_at: str = ""
    latest_at: str = ""
    highest_id: int = 0
    covered: list[Range] = field(default_factory=list)
    has_met_anchor: bool = False

    @property
    def n_entries(self) -> int:
        return ranges.size(self.covered)


def verify(walk: Walk) -> Iterator[str]:
    """What does not hold, in words, in the order of the chain; nothing when all holds.

    `walk.anchor` is the digest of a seal noted down elsewhere; without one a chain that was
    written anew from some seal on looks like any other.
    """
    for name in missing_guards(connection):
        yield _("保護が外れています：トリガー %(name)s がありません。") % {"name": name}
    while seals := canonical.seals_after(walk.number, SEALS_AT_ONCE):
        for some in _in_portions(seals):
            yield from _checked(some, walk)
    if walk.anchor and not walk.has_met_anchor:
        yield _(
            "控えた封印 %(digest)s が見つかりません。封印の列が書き換えられたか、短くなっています。"
        ) % {"digest": walk.anchor}
    for first, last in ranges.doubles(walk.covered):
        yield _("記録 %(ids)s が二つの封印に含まれています。") % {
            "ids": ranges.as_text([(first, last)])
        }
    yield from _outside(ranges.merged(walk.covered))


def _in_portions(seals: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    portion: list[tuple[Any, ...]] = []
    for seal in seals:
        portion.append(seal)
        if sum(one[4] for one in portion if isinstance(one[4], int)) >= ENTRIES_AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def _checked(seals: list[tuple[Any, ...]], walk: Walk) -> Iterator[str]:
    named = {seal[0]: _covered(seal) for seal in seals}
    wanted = ranges.merged(one for some in named.values() for one in some)
    found = {leaf.id: leaf for leaf in canonical.leaves(wanted)}
    for seal in seals:
        covered = named[seal[0]]
        ids = list(ranges.ids_of(covered))
        yield from _broken_link(seal, walk)
        yield from _differences(seal, ids, found)
        yield from _backdated(seal[0], [found[one] for one in ids if one in found], walk)
        walk.number, walk.digest, walk.sealed_at = seal[0], seal[2], str(seal[6])
        walk.covered += covered
        walk.has_met_anchor = walk.has_met_anchor or seal[2] == walk.anchor


def _covered(seal: tuple[Any, ...]) -> list[Range]:
    """Empty where the list was altered so that it cannot be read or does not fit the rest."""
    _number, _previous, _digest, covered, count, marks, _sealed_at = seal
    try:
        named = ranges.from_text(str(covered))
    except ValueError:
        return []
    fits = ranges.size(named) == count == len(str(marks)) / canonical.MARK
    return named if fits else []


def _broken_link(seal: tuple[Any, ...], walk: Walk) -> Iterator[str]:
    number, previous = seal[:2]
    if number != walk.number + 1:
        yield _("封印 %(n)d がありません。") % {"n": walk.number + 1}
    elif previous != walk.digest:
        yield _("封印 %(n)d が、その前の封印とつながりません。") % {"n": number}


def _differences(seal: tuple[Any, ...], ids: list[int], found: dict[int, Leaf]) -> Iterator[str]:
    number, previous, digest, covered, count, marks, sealed_at = seal
    head = (number, previous, covered, count, sealed_at)
    here = [found[one] for one in ids if one in found]
    if canonical.seal_digest(head, str(marks), here) == digest:
        return
    entries = list(_different_entries(number, ids, str(marks), found))
    are_marks_altered = canonical.seal_digest(head, canonical.marks_of(here), here) == digest
    if are_marks_altered or not entries or len(entries) == count > 1:
        yield _("封印 %(n)d の内容が、封印したときと違います。") % {"n": number}
    if not are_marks_altered:
        yield from entries


def _different_entries(
    number: int, ids: list[int], marks: str, found: dict[int, Leaf]
) -> Iterator[str]:
    for place, one in enumerate(ids):
        mark = marks[place * canonical.MARK : (place + 1) * canonical.MARK]
        if one not in found:
            yield _("記録 %(id)d（封印 %(n)d）がありません。") % {"id": one, "n": number}
        elif found[one].mark != mark:
            text = _("記録 %(id)d（封印 %(n)d）が、封印したときと違います。")
            yield text % {"id": one, "n": number}


def _backdated(number: int, here: list[Leaf], walk: Walk) -> Iterator[str]:
    """Entries that cannot have been there at the moment they claim.

    Ids rise with time but for the length of a transaction. So an entry is about as young as those
    before it; and one whose id lies below what was sealed was not there when that was done.
    """
    before = walk.highest_id
    for leaf in here:
        last = walk.sealed_at if leaf.id < before else walk.latest_at
        if leaf.at < last and leaf.at < _earlier(last):
            text = _("記録 %(id)d（封印 %(n)d）は、記された日時にはまだ無かったはずです。")
            yield text % {"id": leaf.id, "n": number}
        walk.latest_at = max(walk.latest_at, leaf.at)
        walk.highest_id = max(walk.highest_id, leaf.id)


def _earlier(moment: str) -> str:
    """Empty before the first one, and for one that was altered, which is named already."""
    try:
        return canonical.moment(datetime.fromisoformat(moment).replace(tzinfo=UTC) - PATIENCE)
    except ValueError:
        return ""


def _outside(covered: list[Range]) -> Iterator[str]:
    """Entries that no seal covers though they had time, and mentions of entries that are gone."""
    for condition in unsealed_conditions(covered):
        waiting = Entry.objects.filter(condition, at__lt=timezone.now() - PATIENCE)
        for entry in waiting.order_by("id").values_list("id", flat=True).iterator():
            yield _("記録 %(id)d は、1日を過ぎても封印されていません。") % {"id": entry}
    orphans = Mention.objects.filter(~Exists(Entry.objects.filter(pk=OuterRef("entry_id"))))
    for mention in orphans.order_by("id").values_list("id", flat=True).iterator():
        yield _("言及 %(id)d の記録がありません。") % {"id": mention}
