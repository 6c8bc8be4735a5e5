"""A meeting as a file for calendars: iCalendar as RFC 5545 has it.

Lines end with CR LF and are folded after 75 octets, never inside a character; commas, semicolons,
backslashes and line breaks of a text are escaped; moments are in UTC.
"""

from datetime import UTC, datetime

from renkei.core.writing import is_english
from renkei.programme.models import Meeting
from renkei.programme.states import MeetingState

OCTETS = 75
MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def calendar_file(meeting: Meeting, *, address: str, host: str, shows_link: bool) -> str:
    """`address` is the page of the meeting; the link to take part is for those who were asked."""
    is_cancelled = meeting.state == MeetingState.CANCELLED
    online = ("online" if is_english() else "オンライン") if meeting.is_online else ""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//renkei//councils//JA",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.key}@{host}",
        # The moment from which it was shown: the same file is the same bytes every time.
        f"DTSTAMP:{_moment(meeting.shown_from or meeting.made_at)}",
        f"SEQUENCE:{meeting.version}",
        f"DTSTART:{_moment(meeting.starts_at)}",
        f"DTEND:{_moment(meeting.ends_at)}",
        f"SUMMARY:{_text(meeting.title)}",
        f"LOCATION:{_text(' / '.join(filter(None, [meeting.place, online])))}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        f"DESCRIPTION:{_text(_description(meeting, address, shows_link=shows_link))}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _description(meeting: Meeting, address: str, *, shows_link: bool) -> str:
    items = [f"{one.number}. {one.title}" for one in meeting.items.all()]
    link = [meeting.link] if shows_link and meeting.link else []
    return "\n".join([*items, *link, address])


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Each line after the first begins with a space, which counts."""
    parts, part, size = list[str](), "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > OCTETS:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += octets
    return "\r\n".join([*parts, part])
