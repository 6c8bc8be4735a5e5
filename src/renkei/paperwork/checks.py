"""What an installation must have set before letters leave it."""

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

E001 = "renkei.E001"


@register
def letters_lead_here(**_: Any) -> Sequence[CheckMessage]:
    """Links in letters must not lead to the machine of whoever reads them."""
    if settings.DEMO or settings.DEBUG or not settings.SENDS_EMAIL:
        return []
    if not _is_own_machine(settings.ADDRESS):
        return []
    return [
        Error(
            f"E-mail leaves (RENKEI_EMAIL is set), and its links would lead to {settings.ADDRESS}: "
            "that is the machine of whoever reads it.",
            hint="Set RENKEI_ADDRESS to the address under which people reach the site, "
            "for example https://renkei.example.lg.jp",
            id=E001,
        )
    ]


def _is_own_machine(address: str) -> bool:
    host = urlsplit(address).hostname or "localhost"
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return number.is_loopback or number.is_unspecified
