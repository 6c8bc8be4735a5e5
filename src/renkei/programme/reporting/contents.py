"""Everything that a report says, as known on a moment.

Only what is kept with the moment at which it became known is read here: the journal, the charter
with its amendments, approved values. So the same moment gives the same bytes, however much is
corrected later.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from renkei.charter.terms import Programme
from renkei.core.calendar import HOUSE_TIME
from renkei.journal.facts import as_json
from renkei.journal.queries import entries, of_period
from renkei.places import queries as places
from renkei.programme.periods import Period
from renkei.programme.reporting.asked import Asked, words
from renkei.programme.reporting.charges import in_charge, units_of
from renkei.programme.reporting.decisions import decisions_told
from renkei.programme.reporting.figures import figures_told
from renkei.programme.reporting.money import money
from renkei.programme.reporting.plan import plan_of
from renkei.programme.reporting.reviews import reviews_told, shocks_told
from renkei.programme.reporting.subjects import Wanted, subject_of
from renkei.programme.reporting.work import ACTIVITY, Tally, reached, tallied, tallied_by_initiative

FORMAT = 1  # of the payload; a reader of old reports looks at it
Told = dict[str, Any]
Say = Callable[[int, int], None]


def contents(wanted: Wanted, agreed: Programme, say: Say) -> Told:
    """Errors  Refused when there is nothing that `wanted` is about"""
    subject = subject_of(wanted.scope, wanted.about, agreed)
    period = Period.year(wanted.fiscal_year)
    asked = Asked(wanted, agreed, subject, period)
    told = {
        "format": FORMAT,
        "scope": str(wanted.scope),
        "about": wanted.about,
        "subject": words(subject.name),
        "fiscal_year": wanted.fiscal_year,
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "known_at": wanted.known_at.astimezone(HOUSE_TIME).isoformat(timespec="microseconds"),
    }
    for n, part in enumerate(PARTS, start=1):
        told |= part(asked)
        say(n, len(PARTS))
    return told


def payload_of(told: Mapping[str, Any]) -> str:
    """Canonical: the same contents are the same bytes."""
    return as_json(told)


def digest_of(payload: str) -> str:
    return sha256(payload.encode()).hexdigest()


# --- the parts --------------------------------------------------------------------------------


def _agreed(asked: Asked) -> Told:
    on = min(asked.period.last, asked.known_at.astimezone(HOUSE_TIME).date())
    charges = in_charge(on, asked.known_at)
    return {
        "charter": {
            "key": asked.agreed.key,
            "title": words(asked.agreed.title),
            "version": plan_of(asked.wanted.fiscal_year, asked.known_at)[1],
        },
        "initiatives": [
            {
                "reference": one.reference,
                "theme": one.theme_reference,
                "title": words(one.title),
                "purpose": words(one.purpose),
                "in_charge": list(units_of(charges, one.reference)),
            }
            for one in asked.subject.initiatives
        ],
        "themes": [
            {"reference": one.reference, "title": words(one.title)}
            for one in asked.agreed.themes
            if asked.references & {initiative.reference for initiative in one.initiatives}
        ],
    }


def _work(asked: Asked) -> Told:
    by_reference = tallied_by_initiative(asked.done)
    return {
        "done": {
            "whole": tallied(asked.done).as_told(),
            "by_initiative": [
                {
                    "initiative": one.reference,
                    **by_reference.get(one.reference, Tally()).as_told(),
                }
                for one in asked.subject.initiatives
            ],
        }
    }


def _figures(asked: Asked) -> Told:
    return {"figures": figures_told(asked)}


def _spread(asked: Asked) -> Told:
    """Of all municipalities; a report about one of them has no spread."""
    if asked.subject.place:
        return {"reached": [], "n_municipalities": None}
    towns = places.municipalities(on=asked.period.last)
    return {
        "reached": list(reached(asked.done, asked.references)),
        "n_municipalities": len(towns) or None,
    }


def _money(asked: Asked) -> Told:
    """What an initiative costs is not known by municipality."""
    rows = [] if asked.subject.place else money(asked.wanted.fiscal_year, asked.known_at)
    return {"money": [row for row in rows if row["initiative"] in asked.references]}


def _decisions(asked: Asked) -> Told:
    """Councils decide about initiatives; what they say of a place stands with these."""
    return {"decisions": [] if asked.subject.place else decisions_told(asked)}


def _reviews(asked: Asked) -> Told:
    """A municipality's page tells what was done there; the plan is the same everywhere."""
    if asked.subject.place:
        return {"reviews": [], "shocks": []}
    return {"reviews": reviews_told(asked), "shocks": list(shocks_told(asked))}


def _corrections(asked: Asked) -> Told:
    """What of the year became known after it, and what was taken back."""
    first, last = asked.period.first, asked.period.last
    told = entries().filter(kind=ACTIVITY, at__lte=asked.known_at)
    after = last + timedelta(days=1)
    late = of_period(told, first, last).filter(reverses=None, at__date__gte=after)
    back = told.filter(reverses__on__range=(first, last))
    return {
        "corrections": {
            "n_late": sum(_is_about(asked, one) for one in late.only("initiatives")),
            "n_taken_back": sum(_is_about(asked, one) for one in back.only("initiatives")),
        }
    }


def _is_about(asked: Asked, entry: Any) -> bool:
    return bool(asked.references & set(entry.initiatives.split()))


PARTS: tuple[Callable[[Asked], Told], ...] = (
    _agreed,
    _work,
    _figures,
    _spread,
    _money,
    _decisions,
    _reviews,
    _corrections,
)
