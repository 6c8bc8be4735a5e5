"""Lines of a file for calendars, as RFC 5545 has them.

They end with CR LF and are folded after 75 octets, never inside a character; commas, semicolons,
backslashes and line breaks of a text are escaped; moments are in UTC.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

OCTETS = 75
MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def written(lines: Iterable[str]) -> str:
    return "".join(f"{folded(line)}\r\n" for line in lines)


def as_moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def as_day(day: date) -> str:
    return f"{day:%Y%m%d}"


def as_text(text: str) -> str:
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
