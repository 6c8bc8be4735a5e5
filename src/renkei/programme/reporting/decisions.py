"""What councils decided in the year, and how far it was done, as the journal knew it on a moment.

A report is for everybody, so only decisions that were published by then stand in it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from renkei.charter.text import Text
from renkei.journal.queries import entries_known_on
from renkei.programme.bodies import bodies
from renkei.programme.models import CouncilDecision
from renkei.programme.reporting.asked import Asked, words

DECIDED, PUBLISHED = "council.decided", "decision.published"
SET, DONE, DROPPED = "followup.set", "followup.done", "followup.dropped"


def decisions_told(asked: Asked) -> list[dict[str, Any]]:
    """The earliest first; three queries."""
    known = entries_known_on(asked.known_at).filter(
        kind__in=[DECIDED, PUBLISHED, SET, DONE, DROPPED]
    )
    keys: dict[str, set[str]] = {}
    for kind, key, on in known.order_by("id").values_list("kind", "subject_key", "on"):
        # Of decisions those of the year; whenever they were let out, and whatever came of them.
        if kind != DECIDED or asked.period.first <= on <= asked.period.last:
            keys.setdefault(kind, set()).add(key)
    wanted = keys.get(DECIDED, set()) & keys.get(PUBLISHED, set())
    found = CouncilDecision.objects.filter(key__in=wanted).select_related("meeting")
    in_order = found.prefetch_related("follow_ups").order_by("decided_on", "number", "key")
    return list(_told(in_order, keys, asked))


def _told(found: Any, keys: Mapping[str, set[str]], asked: Asked) -> Iterator[dict[str, Any]]:
    is_of_all = asked.references >= {one.reference for one in asked.agreed.initiatives}
    for one in found:
        if not asked.references & set(one.references) and (one.references or not is_of_all):
            continue
        to_do = {each.key for each in one.follow_ups.all()} & keys.get(SET, set())
        body = bodies().get(one.meeting.body)
        yield {
            "decided_on": one.decided_on.isoformat(),
            "body": words(body.name if body else Text(one.meeting.body, one.meeting.body)),
            "ruling": one.kind,
            "text": {"ja": one.text_ja, "en": one.text_en or one.text_ja},
            "initiatives": list(one.references),
            "n_to_do": len(to_do),
            "n_done": len(to_do & keys.get(DONE, set())),
            "n_dropped": len(to_do & keys.get(DROPPED, set())),
        }
