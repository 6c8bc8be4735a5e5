"""Every page for whoever is signed in, as one of the seats that come there sees it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from renkei.demo import cast
from tests.browser.axe import CONTRAST, violations
from tests.browser.states import DESK, complaints, small_targets, sticking_out
from tests.signing_in import cookie_of
from tests.walk import Found, Place, client_of, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = {"width": 390, "height": 844}
FEW = 4
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def found(house: str, django_db_blocker: DjangoDbBlocker) -> Found:
    """Each page once is enough here: what it says to whom is for other tests."""
    with django_db_blocker.unblock():
        call_command("load_demo", stdout=StringIO())
        return walk(together=FEW)


def shared_out(found: Found) -> Iterator[Place]:
    """Each page once, by one after the other of the seats that came there."""
    for number, places in enumerate(found.pages.values()):
        yield places[number % len(places)]


@pytest.mark.parametrize("seat", [one.id for one in cast.people()])
def test_pages_of_a_seat_are_accessible_and_fit(
    browser: Browser, house: str, found: Found, seat: str
) -> None:
    mine = [place.address for place in shared_out(found) if place.seat == seat]
    problems = []
    with browser.new_context(viewport=DESK, reduced_motion="reduce") as context:
        context.add_cookies([cookie_of(client_of(seat), house)])
        page = context.new_page()
        said = complaints(page)

        for address in mine:
            page.goto(house + address)
            problems += [f"{address}: {problem}" for problem in on_a_phone(page)]
            page.goto(f"{house}/en{address}")
            problems += [f"/en{address}: {problem}" for problem in at_a_desk(page)]

    assert "\n".join([*problems, *said]) == ""


def at_a_desk(page: Page) -> list[str]:
    """By light. English words are longer, so nothing sticks out on the narrowest of phones."""
    page.set_viewport_size(DESK)
    return [*violations(page), *sticking_out(page, DESK), *sticking_out(page, NARROWEST)]


def on_a_phone(page: Page) -> list[str]:
    """By light and in the dark, for a thumb."""
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    problems = violations(page)
    page.emulate_media(color_scheme="dark")
    problems += violations(page, CONTRAST)
    problems += [f"too small for a thumb: {target}" for target in small_targets(page)]
    return [*problems, *sticking_out(page, PHONE), *sticking_out(page, NARROWEST)]
