"""Every page for whoever is signed in, as the seat that meets it first sees it."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from renkei.demo import cast
from tests.browser.axe import CONTRAST, violations
from tests.browser.states import DESK, complaints, small_targets
from tests.public_pages import LANGUAGES
from tests.signing_in import cookie_of
from tests.walk import Found, client_of, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def found(house: str, django_db_blocker: DjangoDbBlocker) -> Found:
    with django_db_blocker.unblock():
        call_command("load_demo", verbosity=0)
        return walk()


@pytest.mark.parametrize("seat", [one.id for one in cast.people()])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_seat_are_accessible_and_fit(
    browser: Browser, house: str, found: Found, seat: str, language: str
) -> None:
    prefix = "/en" if language == "en" else ""
    first = [places[0] for places in found.pages.values() if places[0].seat == seat]
    problems = []
    with browser.new_context(viewport=DESK, reduced_motion="reduce") as context:
        context.add_cookies([cookie_of(client_of(seat), house)])
        page = context.new_page()
        said = complaints(page)

        for place in first:
            page.goto(house + prefix + place.address)
            look = on_a_phone if language == "ja" else at_a_desk
            problems += [f"{place.address}: {problem}" for problem in look(page)]

    assert "\n".join([*problems, *said]) == ""


def at_a_desk(page: Page) -> list[str]:
    """By light; English words are longer, so nothing sticks out on the narrowest of phones."""
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


def sticking_out(page: Page, size: dict[str, int]) -> list[str]:
    page.set_viewport_size(size)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} px wide on {size['width']}"] if wide > size["width"] else []
