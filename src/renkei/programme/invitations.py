"""A meeting as a file for calendars."""

from renkei.core.calendar_files import as_moment, as_text, written
from renkei.core.writing import is_english
from renkei.programme.models import Meeting
from renkei.programme.states import MeetingState


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
        f"DTSTAMP:{as_moment(meeting.shown_from or meeting.made_at)}",
        f"SEQUENCE:{meeting.version}",
        f"DTSTART:{as_moment(meeting.starts_at)}",
        f"DTEND:{as_moment(meeting.ends_at)}",
        f"SUMMARY:{as_text(meeting.title)}",
        f"LOCATION:{as_text(' / '.join(filter(None, [meeting.place, online])))}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        f"DESCRIPTION:{as_text(_description(meeting, address, shows_link=shows_link))}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return written(lines)


def _description(meeting: Meeting, address: str, *, shows_link: bool) -> str:
    items = [f"{one.number}. {one.title}" for one in meeting.items.all()]
    link = [meeting.link] if shows_link and meeting.link else []
    return "\n".join([*items, *link, address])
