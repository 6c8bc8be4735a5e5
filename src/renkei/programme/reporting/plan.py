"""The plan by which a year is told: as it was at the year's end, as far as both had signed it."""

from datetime import datetime

from django.utils import timezone

from renkei.charter.terms import Programme
from renkei.core.calendar import fiscal_year_days
from renkei.programme.charters import FIRST, charter_of, charter_on, versions
from renkei.programme.models import Decision


def plan_of(fiscal_year: int, known_at: datetime) -> tuple[Programme, int]:
    """The programme and the number of its version.

    A version that was signed only after the moment is not known yet, though it may take effect
    from a day before it.
    """
    _first, last = fiscal_year_days(fiscal_year)
    day = min(last, timezone.localdate(known_at))
    in_effect = [one for one in versions() if one.effective_on <= day or one.number == FIRST]
    signed = Decision.objects.filter(
        key__in=[one.decision for one in in_effect if one.decision],
        prefecture_at__lte=known_at,
        city_at__lte=known_at,
    )
    keys = {"", *signed.values_list("key", flat=True)}
    known = [one for one in in_effect if one.decision in keys]
    newest = known[-1].number
    return (charter_on(day) if known == in_effect else charter_of(newest)), newest
