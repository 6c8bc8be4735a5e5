"""Every address of the house, asked as each role and as nobody: no error, and nothing leaks.

The addresses are found by themselves. In every record a mark is planted; a page on which a mark
appears has shown the record, and only who may find it (or, for what is inside, read it) sees one.
"""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.public_pages import NOT_PAGES, PAGES
from tests.rights.addresses import HOW, addresses, has_samples, routes
from tests.rights.house import MARK, ROLES, House, said, undone
from tests.rights.world import NOBODY_AT_ALL

pytestmark = pytest.mark.django_db
# The same for everybody: asked as nobody only.
PUBLIC = {*PAGES, *NOT_PAGES} - {"home"}


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


def test_no_page_fails_or_leaks(house: House) -> None:
    wrong, n_asked = [], 0
    for route, found in asked(house):
        for who in ROLES if route not in PUBLIC else (NOBODY_AT_ALL,):
            for address in found:
                with undone():
                    response = house.clients[who].get(address)
                    body = said(response)
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
                    body = said(response)
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
            body = said(house.clients["city_officer"].get(f"/agreements/{line.record.pk}/"))
            seen |= {kind for kind, _number, _inside in MARK.findall(body)}

    assert "agreement" in seen
