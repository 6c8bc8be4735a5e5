"""Sealing: what was written is closed in batches, each with a digest over itself and the last.

Writers know nothing of it, so none waits for another. An entry whose transaction ended late, with
an id inside a batch that is sealed already, goes into the next seal: seals name the ids they cover.
"""

from collections.abc import Iterator, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from renkei.journal import canonical, ranges
from renkei.journal.models import Entry, Seal
from renkei.journal.ranges import Range

BATCH = 1000


def seal_entries(batch: int = BATCH) -> Iterator[Seal]:
    """Seal whatever is not sealed yet; two who do so at once never seal an entry twice."""
    while True:
        try:
            seal = _seal_next(batch)
        except IntegrityError:
            # Another sealer took this number; what it sealed is left out of the next look.
            continue
        if seal is None:
            return
        yield seal


@transaction.atomic
def _seal_next(batch: int) -> Seal | None:
    # One query, so that the last seal and what is covered are of the same moment.
    seals = list(Seal.objects.order_by("number").values_list("number", "digest", "covered"))
    covered = ranges.merged(one for _n, _d, text in seals for one in ranges.from_text(text))
    ids = _unsealed(covered, batch)
    if not ids:
        return None
    number, previous = (seals[-1][0] + 1, seals[-1][1]) if seals else (1, canonical.FIRST)
    return _sealed(number, previous, ids)


def _sealed(number: int, previous: str, ids: Sequence[int]) -> Seal:
    now = timezone.now()
    among = ranges.ranges_of(ids)
    leaves = list(canonical.leaves(among))
    covered, marks = ranges.as_text(among), canonical.marks_of(leaves)
    head = (number, previous, covered, len(ids), canonical.moment(now))
    return Seal.objects.create(
        number=number,
        previous=previous,
        digest=canonical.seal_digest(head, marks, leaves),
        covered=covered,
        count=len(ids),
        marks=marks,
        sealed_at=now,
    )


def _unsealed(covered: Sequence[Range], limit: int) -> list[int]:
    """The first ids in no seal; only the gaps and what comes after the last are looked at."""
    found: list[int] = []
    for condition in unsealed_conditions(covered):
        wanted = Entry.objects.filter(condition).order_by("id").values_list("id", flat=True)
        found += wanted[: limit - len(found)]
        if len(found) == limit:
            break
    return found


def unsealed_conditions(covered: Sequence[Range]) -> Iterator[Q]:
    """Where ids outside of merged ranges lie, cut so that no statement becomes too long."""
    gaps = ranges.holes(list(covered))
    for start in range(0, len(gaps), canonical.AT_ONCE):
        condition = Q(pk__in=[])
        for first, last in gaps[start : start + canonical.AT_ONCE]:
            condition |= Q(pk__range=(first, last))
        yield condition
    yield Q(pk__gt=covered[-1][1]) if covered else Q()
