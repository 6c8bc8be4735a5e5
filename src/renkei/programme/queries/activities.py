"""What was done: lists, what a form starts with, and what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from renkei.core.questions import Found
from renkei.core.rights import Asker, RuledQuerySet, Verb, Visible
from renkei.core.sides import Side
from renkei.programme.models import Activity
from renkei.programme.periods import Period
from renkei.programme.states import ActivityState

Activities = RuledQuerySet[Activity]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesAsked:
    """What a list is asked for; empty asks for everything."""

    initiative: str = ""
    side: str = ""  # of one government: with what both did together
    form: str = ""
    period: Period | None = None
    places: tuple[str, ...] = ()  # area codes
    state: str = ""  # empty: what was recorded, and my own drafts


def activity_list(asker: Asker, asked: ActivitiesAsked, *, verb: Verb = Verb.READ) -> Activities:
    """The latest first."""
    return _narrowed(Activity.objects.visible_to(asker, verb), asked)


def activities_seen(asker: Asker, asked: ActivitiesAsked) -> Found[Activity]:
    """The same, for a page."""
    return _SEEN.to(asker, asked=asked)


def _narrowed(found: Activities, asked: ActivitiesAsked) -> Activities:
    if asked.state:
        found = found.filter(state=asked.state)
    else:
        found = found.exclude(state=ActivityState.WITHDRAWN)
    if asked.initiative:
        found = found.filter(_of([asked.initiative]))
    if asked.side:
        sides = [asked.side] if asked.side == Side.JOINT else [asked.side, Side.JOINT]
        found = found.filter(side__in=sides)
    if asked.form:
        found = found.filter(form=asked.form)
    if asked.period:
        found = found.filter(first_day__range=(asked.period.first, asked.period.last))
    if asked.places:
        found = found.filter(place__in=asked.places)
    return found.select_related("unit__organisation")


_SEEN = Visible(Activity, _narrowed)


def activities_of(
    initiative: str, asker: Asker, *, period: Period | None = None, limit: int | None = None
) -> list[Activity]:
    """What was recorded for an initiative, as far as this reader may read it, the latest first."""
    asked = ActivitiesAsked(initiative=initiative, period=period, state=ActivityState.RECORDED)
    return activities_seen(asker, asked)[:limit]


def activities_at(places: Iterable[str], asker: Asker, *, limit: int) -> list[Activity]:
    """What was recorded at places, the latest first."""
    asked = ActivitiesAsked(places=tuple(places), state=ActivityState.RECORDED)
    return activities_seen(asker, asked)[:limit]


def last_of(person: str) -> Activity | None:
    """What the person wrote down last: the next one is mostly of the same kind."""
    return Activity.objects.filter(entered_by=person).order_by("-made_at").first()


def without_activity(led: RuledQuerySet[Any], period: Period) -> RuledQuerySet[Any]:
    """Of charges (unit, initiative) those for which the unit recorded nothing in a period."""
    done = Activity.objects.filter(
        state=ActivityState.RECORDED,
        unit=OuterRef("unit"),
        first_day__range=(period.first, period.last),
        initiatives__contains=Concat(Value(" "), OuterRef("initiative"), Value(" ")),
    )
    return led.filter(~Exists(done))


def alike(days: Iterable[date], references: Iterable[str], asker: Asker) -> list[Activity]:
    """Recorded ones of these days and of any of the initiatives that the person may correct."""
    found = Activity.objects.visible_to(asker, Verb.DECIDE).filter(
        _of(references), state=ActivityState.RECORDED, first_day__in=set(days)
    )
    return list(found.select_related("unit").order_by("made_at"))


def _of(references: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for reference in references:
        wanted |= Q(initiatives__contains=f" {reference} ")
    return wanted
