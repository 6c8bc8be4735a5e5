"""Addresses: each names a view that exists, and pages ask nobody outside this machine."""

import importlib
import socket
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse


def patterns(resolver: URLResolver, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join((*names, entry.name or "")), entry.callback
        else:
            own = (entry.namespace,) if entry.namespace else ()
            yield from patterns(entry, (*names, *own))


VIEWS = dict(patterns(get_resolver()))


@pytest.mark.parametrize("name", VIEWS)
def test_address_names_a_view_that_exists(name: str) -> None:
    view = VIEWS[name]

    found = getattr(importlib.import_module(view.__module__), view.__name__, None)

    assert callable(found)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"a page asked {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def plain_addresses() -> list[str]:
    """Pages that need nothing in their address."""
    found = []
    for name in VIEWS:
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


@pytest.fixture
def places(db: None) -> None:
    """What every installation has loaded."""
    call_command("load_places", verbosity=0, stdout=StringIO())


@pytest.mark.parametrize("address", plain_addresses())
def test_page_needs_no_network(
    client: Client, places: None, no_network: None, address: str
) -> None:
    response = client.get(address)

    assert response.status_code < 500
    policy = response.headers["Content-Security-Policy"]
    assert "http" not in policy.replace("https://", "http")
