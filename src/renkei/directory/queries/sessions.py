"""Where somebody is signed in."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.writing import long_date

BROWSERS = (
    ("Edge", r"Edg[A-Z]?[a-z]*/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux"),
)


@dataclass(frozen=True, slots=True)
class Session:
    key: int
    device: str
    address: str
    since: str
    is_here: bool


def sessions_of(person: Any, *, here: str) -> list[Session]:
    """Those that still hold, this one first; `here` is the key of this session."""
    from allauth.usersessions.models import UserSession

    found = UserSession.objects.purge_and_list(person)
    rows = [
        Session(
            key=session.pk,
            device=device_in(session.user_agent),
            address=session.ip,
            since=long_date(timezone.localdate(session.created_at)),
            is_here=session.session_key == here,
        )
        for session in sorted(found, key=lambda session: session.created_at, reverse=True)
    ]
    return sorted(rows, key=lambda row: not row.is_here)


def device_in(agent: str) -> str:
    """The words of a browser about itself, as far as a person needs them."""
    browser = _first(BROWSERS, agent) or _("不明なブラウザー")
    system = _first(SYSTEMS, agent)
    return f"{browser}（{system}）" if system else browser


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, agent)), "")
