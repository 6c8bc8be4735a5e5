"""What both governments decided after a review in the year, what it changed in the plan, and what
broke the course of the figures from outside."""

from collections.abc import Iterator
from typing import Any

from renkei.charter.differences import Difference
from renkei.charter.terms import Indicator, Initiative
from renkei.charter.text import Text
from renkei.core.writing import in_both_languages
from renkei.programme.charters import changes_of, shocks_of, versions
from renkei.programme.models import Decision
from renkei.programme.queries.changes import said
from renkei.programme.reporting.asked import Asked, Words, words
from renkei.programme.states import DecisionState
from renkei.programme.wording_charter import path_in_words


def reviews_told(asked: Asked) -> list[dict[str, Any]]:
    """Those that both had signed by the moment, the earliest first."""
    found = Decision.objects.filter(
        state=DecisionState.IN_FORCE,
        decided_on__range=(asked.period.first, asked.period.last),
        prefecture_at__lte=asked.known_at,
        city_at__lte=asked.known_at,
        review__initiative__in=asked.references,
    )
    by_number = {one.number: one for one in versions()}
    return [
        {
            "decided_on": one.decided_on.isoformat() if one.decided_on else None,
            "effective_on": one.effective_on.isoformat(),
            "initiative": one.review.initiative,
            "finding": words(Text(one.review.finding_ja, one.review.finding_en)),
            "outcome": one.outcome,
            "into": one.into,
            "reason": words(Text(one.reason_ja, one.reason_en)),
            "version": one.version,
            "changes": (
                [_told(each) for each in changes_of(by_number[one.version])]
                if one.version in by_number
                else []
            ),
        }
        for one in found.select_related("review").order_by("decided_on", "key")
    ]


def shocks_told(asked: Asked) -> Iterator[dict[str, Any]]:
    """Each once, however many initiatives it touched."""
    seen = set[str]()
    for of in asked.subject.initiatives:
        for one in shocks_of(of, asked.period.first, asked.period.last, agreed=asked.agreed):
            if one.key not in seen:
                seen.add(one.key)
                yield {
                    "key": one.key,
                    "name": words(one.name),
                    "effect": words(one.effect),
                    "first": one.first,
                    "last": one.last,
                }


def _told(change: Difference) -> dict[str, Any]:
    return {
        "initiative": change.initiative,
        "where": words(in_both_languages(lambda: path_in_words(change.path))),
        "before": _part(change.before),
        "after": _part(change.after),
    }


def _part(value: Any) -> Words:
    if isinstance(value, Text):
        return words(value)
    if isinstance(value, (Initiative, Indicator)):
        return words(value.title if isinstance(value, Initiative) else value.name)
    return words(in_both_languages(lambda: said(value)))
