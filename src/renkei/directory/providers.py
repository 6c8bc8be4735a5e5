"""Identity providers of organisations, as an installation names them in `RENKEI_OIDC`.

Plain Python: the settings read it before there is any app.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY = re.compile(r"[a-z][a-z0-9-]{0,29}")
TEXTS = ("key", "name_ja", "name_en", "issuer", "client_id", "secret")
LISTS = ("speaks_for", "domains")
FACTOR = ("acr", "amr")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """One organisation's way of telling who somebody is.

    `speaks_for` holds keys of organisations, or the side of a government; `acr` and `amr` the
    values by which an ID token says that a second factor was shown. None are known: none counts.
    """

    key: str
    name_ja: str
    name_en: str
    issuer: str
    client_id: str
    secret: str
    speaks_for: frozenset[str]
    domains: frozenset[str]
    acr: frozenset[str] = frozenset()
    amr: frozenset[str] = frozenset()

    def may_vouch_for(self, email: str) -> bool:
        """Whether the address lies in one of its own domains; of others it can know nothing."""
        return email.count("@") == 1 and email.rpartition("@")[2].lower() in self.domains

    def has_seen_factor(self, claims: dict[str, Any]) -> bool:
        shown = claims.get("amr")
        methods = {one for one in shown if isinstance(one, str)} if isinstance(shown, list) else ()
        return claims.get("acr") in self.acr or bool(self.amr.intersection(methods))


def providers_in(text: str) -> tuple[IdentityProvider, ...]:
    """Errors  ImproperlyConfigured, with what is wrong, where the text cannot be used."""
    if not text.strip():
        return ()
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"RENKEI_OIDC is not JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ImproperlyConfigured("RENKEI_OIDC is not a list of objects: [{…}, {…}]")
    providers = tuple(_provider(row) for row in rows)
    for what in ("key", "issuer"):
        if len({getattr(one, what) for one in providers}) < len(providers):
            raise ImproperlyConfigured(f"RENKEI_OIDC: two providers have the same {what}")
    return providers


def _provider(row: dict[str, Any]) -> IdentityProvider:
    where = f"RENKEI_OIDC, provider {row.get('key', '(without key)')}"
    if unknown := set(row) - {*TEXTS, *LISTS, *FACTOR}:
        raise ImproperlyConfigured(f"{where}: nobody knows {', '.join(sorted(unknown))}")
    for name in TEXTS:
        if not isinstance(row.get(name), str) or not row[name]:
            raise ImproperlyConfigured(f"{where}: {name} has to be a text")
    for name in (*LISTS, *FACTOR):
        if not _is_list_of_texts(row.get(name, [])) or (name in LISTS and not row.get(name)):
            raise ImproperlyConfigured(f"{where}: {name} has to be a list of texts")
    if not KEY.fullmatch(row["key"]):
        raise ImproperlyConfigured(f"{where}: key has to be small letters, digits and hyphens")
    if not is_safe_address(row["issuer"]):
        raise ImproperlyConfigured(f"{where}: issuer has to begin with https://")
    lists = {name: frozenset(row.get(name, ())) for name in (*LISTS, *FACTOR)}
    lists["domains"] = frozenset(one.lower() for one in row["domains"])
    given: dict[str, Any] = {**{name: row[name] for name in TEXTS}, **lists}
    return IdentityProvider(**given)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def is_safe_address(address: Any) -> bool:
    """Over HTTPS; on this machine also without, for whoever tries a provider out."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )
