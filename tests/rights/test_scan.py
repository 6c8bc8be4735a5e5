"""Every address of the house, asked as each role and as nobody: no error, and nothing leaks.

The addresses are found by themselves. In every record a mark is planted; a page on which a mark
appears has shown the record, and only who may find it (or, for what is inside, read it) sees one.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.public_pages import NOT_PAGES, PAGES
from tests.rights.addresses import HOW, Sampled, addresses, has_samples, routes, with_attachment
from tests.rights.expectation import Line, lines_in
from tests.rights.world import NOBODY_AT_ALL, populated
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MARK = re.compile(r"mark-([a-z-]+?)-(\d+)(-inside)?(?![\w-]*\w)")
ROLES = (
    NOBODY_AT_ALL,
    "citizen",
    "representative",
    "company_administrator",
    "municipality_officer",
    "counsellor",
    "desk_manager",
    "city_officer",
    "city_administrator",
    "prefecture_officer",
    "auditor",
)
# The same for everybody: asked as nobody only.
PUBLIC = {*PAGES, *NOT_PAGES} - {"home"}


@dataclass
class House:
    sampled: Sampled
    clients: dict[str, Client]
    marks: dict[tuple[str, str], Line]

    def leaks(self, who: str, body: str) -> Iterator[str]:
        for kind, number, inside in set(MARK.findall(body)):
            line = self.marks[kind, number]
            if ("read" if inside else "find") not in line.may[who]:
                yield f"{line.label}{' (inside)' if inside else ''}"


@pytest.fixture(scope="module")
def house(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(transaction.atomic())
        call_command("load_places", verbosity=0)
        world = populated()
        sampled = Sampled(world, lines_in(world))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "ATTACHMENTS", tmp_path_factory.mktemp("attachments"))
            with_attachment(sampled)
            yield House(sampled, _clients(world), _marks(sampled.lines))
        transaction.set_rollback(True)


def _clients(world: object) -> dict[str, Client]:
    clients = {}
    for name in ROLES:
        client = clients[name] = Client(raise_request_exception=False)
        if name != NOBODY_AT_ALL:
            signed_in(client, world.cast.people[name])  # type: ignore[attr-defined]
    return clients


def _marks(lines: list[Line]) -> dict[tuple[str, str], Line]:
    marks, counted = {}, {}
    for line in lines:
        counted[line.kind] = counted.get(line.kind, 0) + 1
        marks[line.kind.replace("_", "-"), str(counted[line.kind])] = line
    return marks


@contextmanager
def undone() -> Iterator[None]:
    """What a request changed is as before for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_has_sample_records() -> None:
    missing = [
        route
        for route, takes_parameters in routes().items()
        if takes_parameters and not has_samples(route)
    ]

    assert missing == [], HOW


def asked(house: House) -> Iterator[tuple[str, list[str]]]:
    for route, takes_parameters in routes().items():
        if has_samples(route) or not takes_parameters:
            yield route, addresses(route, takes_parameters, house.sampled)


def _said(response: object) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return content.decode("utf-8", "ignore")


def test_no_page_fails_or_leaks(house: House) -> None:
    wrong, n_asked = [], 0
    for route, found in asked(house):
        for who in ROLES if route not in PUBLIC else (NOBODY_AT_ALL,):
            for address in found:
                with undone():
                    response = house.clients[who].get(address)
                    body = _said(response)
                n_asked += 1
                if response.status_code >= 500:
                    wrong.append(f"{who} {address}: {response.status_code}")
                wrong += [f"{who} {address} shows {leak}" for leak in house.leaks(who, body)]

    assert wrong == []
    assert n_asked > 1000


def test_no_form_fails_when_nothing_is_sent(house: House) -> None:
    wrong = []
    for route, found in asked(house):
        if route in PUBLIC:
            continue
        for who in ROLES:
            for address in found[:1]:
                with undone():
                    response = house.clients[who].post(address)
                    body = _said(response)
                if response.status_code >= 500:
                    wrong.append(f"{who} {address}: {response.status_code}")
                wrong += [f"{who} {address} shows {leak}" for leak in house.leaks(who, body)]

    assert wrong == []


@pytest.mark.parametrize("who", ["city_officer", "citizen", NOBODY_AT_ALL])
def test_no_form_is_taken_without_its_token(house: House, who: str) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = house.clients[who].cookies
    taken = []
    for route, found in asked(house):
        with undone():
            response = client.post(found[0]) if found else None
        if response is not None and response.status_code not in {403, 404, 405}:
            taken.append(f"{route}: {response.status_code}")

    assert taken == []


def test_marks_are_seen_by_those_who_may(house: House) -> None:
    """A scan in which no mark ever appears would find nothing."""
    seen = set()
    for line in house.sampled.lines:
        if line.kind == "agreement" and "read" in line.may["city_officer"]:
            body = _said(house.clients["city_officer"].get(f"/agreements/{line.record.pk}/"))
            seen |= {kind for kind, _number, _inside in MARK.findall(body)}

    assert "agreement" in seen
