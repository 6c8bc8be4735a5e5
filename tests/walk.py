"""A walk through the demonstration: each seat follows every link it is shown.

What was found is every page that somebody meets, with a seat that opens it, and every address to
which a form is sent. A route that nobody meets has no way to it, or no story in the demonstration.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from renkei.demo import cast
from renkei.directory.models import Person
from tests.public_pages import DOORS, NOT_PAGES, PAGES, UNMET, routes
from tests.signing_in import signed_in

# From one kind of page to another a seat goes so often, for the records behind one list differ;
# and all seats together so many, for a walk must end.
OF_A_KIND = 4
OF_A_KIND_TOGETHER = 30
# Nothing there depends on who reads it, and other tests read all of it.
ELSEWHERE = ("home", "observatory:", "demo:")
START = ("/tasks/",)


@dataclass(frozen=True, slots=True)
class Place:
    seat: str
    address: str


@dataclass
class Found:
    pages: dict[str, list[Place]] = field(default_factory=dict)
    others: dict[str, list[Place]] = field(default_factory=dict)  # files, parts of pages
    sent_to: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    n_seen: Counter[str] = field(default_factory=Counter)
    most: int = OF_A_KIND_TOGETHER

    @cached_property
    def met(self) -> set[str]:
        return {*self.pages, *self.others, *self.sent_to}


class Ways(HTMLParser):
    """Where a page leads: links that are followed, and addresses to which its forms are sent."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.links += [told[name] for name in ("href", "src", "hx-get") if name in told]
        if tag == "form" and told.get("method", "").lower() == "post":
            self.forms.append(told.get("action", ""))
        self.forms += [told[name] for name in ("formaction", "hx-post") if name in told]


def walk(people: Iterable[str] = (), *, together: int = OF_A_KIND_TOGETHER) -> Found:
    """By everybody of the demonstration, or by these; what is broken stands in `broken`."""
    found = Found(most=together)
    for name in people or [one.id for one in cast.people()]:
        _walk_as(name, found)
    return found


def client_of(name: str) -> Client:
    """Signed in as somebody of the demonstration."""
    key = next(one.key for one in cast.people() if one.id == name)
    return signed_in(Client(raise_request_exception=False), Person.objects.get(pk=key))


def route_of(address: str) -> str:
    """The name of the route, or nothing where the address is none of ours."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _walk_as(name: str, found: Found) -> None:
    client = client_of(name)
    waiting, seen, of_a_kind = deque(START), set(START), Counter[tuple[str, str]]()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        if found.n_seen[route] >= found.most and address not in START:
            continue
        found.n_seen[route] += 1
        response = client.get(address)
        if response.status_code >= 400:
            found.broken.append(f"{name}: {route} {address} answers {response.status_code}")
            continue
        if response.status_code >= 300:
            onward = [response["Location"]]
        else:
            onward = _look_around(found, response, Place(name, address))
        for way in _new(onward, address, seen, of_a_kind):
            waiting.append(way)


def _look_around(found: Found, response: Any, place: Place) -> list[str]:
    route = route_of(place.address)
    if response.streaming:
        list(response)  # a file stays open until it is read
    if not response["Content-Type"].startswith("text/html"):
        found.others.setdefault(route, []).append(place)
        return []
    html = response.content.decode()
    kept = found.pages if html.startswith("<!doctype html>") else found.others
    kept.setdefault(route, []).append(place)
    ways = Ways(html)
    found.sent_to |= {route_of(urljoin(place.address, form)) for form in ways.forms}
    return ways.links


def _new(
    ways: Iterable[str], here: str, seen: set[str], of_a_kind: Counter[tuple[str, str]]
) -> Iterator[str]:
    start = route_of(here)
    for way in ways:
        parts = urlsplit(urljoin(f"http://testserver{here}", way))
        if parts.netloc != "testserver" or parts.path.startswith(("/static/", "/en/")):
            continue
        route = route_of(parts.path)
        # Of what stands under one address, the first question that a page asks.
        if parts.path in seen or not route or route.startswith(ELSEWHERE):
            continue
        if of_a_kind[start, route] < OF_A_KIND:
            seen.add(parts.path)
            of_a_kind[start, route] += 1
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def signed_in_routes() -> list[str]:
    """Every route that is not for everybody, and to which a way leads."""
    return sorted(routes() - set(PAGES) - NOT_PAGES - set(DOORS) - set(UNMET))
