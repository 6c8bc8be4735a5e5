"""The days of a posting as a file for calendars: when it takes place, else its last day."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from renkei.core.calendar_files import as_day, as_moment, as_text, written
from renkei.opportunities.models import Posting


def calendar_file(posting: Posting, *, address: str, host: str, place: str) -> str:
    """`address` is the page of the posting, `place` the municipality's name."""
    first, last, summary = _days(posting)
    about = f"{posting.organisation.name}\n{address}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//renkei//opportunities//JA",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{posting.key}@{host}",
        # The moment of the last change: the same file is the same bytes every time.
        f"DTSTAMP:{as_moment(posting.changed_at)}",
        f"SEQUENCE:{posting.revision}",
        f"DTSTART;VALUE=DATE:{as_day(first)}",
        # A whole day ends where the next begins.
        f"DTEND;VALUE=DATE:{as_day(last + timedelta(days=1))}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{as_text(summary)}",
        *_where(place),
        f"DESCRIPTION:{as_text(about)}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return written(lines)


def _days(posting: Posting) -> tuple[date, date, str]:
    if posting.first_day:
        return posting.first_day, posting.last_day or posting.first_day, posting.title
    until = posting.valid_until
    return until, until, _("締切：%(title)s") % {"title": posting.title}


def _where(place: str) -> Iterator[str]:
    if place:
        yield f"LOCATION:{as_text(place)}"
