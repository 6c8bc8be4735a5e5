"""What the program tells its operators: one line each, which a program can read.

The journal tells what people did with records; this tells who came in, who was refused, and what
broke. Persons stand in it by their pseudonymous key; addresses of mail, texts and keys of links
never do.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

security = logging.getLogger("renkei.security")

# In our addresses a record's key has 26 characters; what is longer opens something.
_SECRET = re.compile(r"(?<=/)[^/\s]{30,}(?=/)")


def note(event: str, request: HttpRequest | None = None, **facts: Any) -> None:
    """Write down that something of interest to security happened: `signed_in`, `refused` ..."""
    if request is not None:
        facts = {"client": request.META.get("REMOTE_ADDR", ""), "path": request.path} | facts
    security.info(event, extra={"facts": facts})


class OneLine(logging.Formatter):
    """A JSON object in one line: a line break in a path begins no line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": _without_secrets(record.getMessage()),
        }
        line |= getattr(record, "facts", {})
        if "path" in line:
            line["path"] = _without_secrets(line["path"])
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_secrets(text: str) -> str:
    return _SECRET.sub("…", text)
