"""Every public page: accessible, within its frame, and silent, as a phone and a desk show it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import CONTRAST, violations
from tests.browser.states import DESK, complaints, small_targets, sticking_out
from tests.public_pages import DOORS, LANGUAGES, PAGES, address

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("name", [*PAGES, *DOORS])
def test_page_is_accessible_and_fits(browser: Browser, house: str, name: str) -> None:
    # Without motion the colours of the dark are there at once.
    with browser.new_context(
        viewport=DESK, color_scheme="light", reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        said = complaints(page)

        problems = []
        for language in LANGUAGES:
            page.set_viewport_size(DESK)
            page.goto(house + address(name, language))
            problems += [(language, problem) for problem in looked_at(page)]

    assert [*problems, *said] == []


def looked_at(page: Page) -> list[str]:
    """At a desk and on a phone, by light and in the dark; opened once, for only sizes differ."""
    page.emulate_media(color_scheme="light")
    problems = [*violations(page), *sticking_out(page, DESK)]
    page.set_viewport_size(PHONE)
    problems += [*violations(page), *sticking_out(page, PHONE)]
    problems += [f"too small for a thumb: {target}" for target in small_targets(page)]
    page.emulate_media(color_scheme="dark")
    return [*problems, *violations(page, CONTRAST)]


@pytest.mark.parametrize("address", ["/no-such-page/", "/en/programme/IX-9/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_not_found_is_accessible(
    browser: Browser, house: str, address: str, scheme: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()

        page.goto(house + address)

        assert violations(page) == []


def test_keyboard_reaches_the_content_first(browser: Browser, house: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(house + "/en/programme/")

        page.keyboard.press("Tab")
        skip = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        focused = page.evaluate("document.activeElement.id")

        assert (skip, focused) == ("Skip to the content", "content")


def test_pages_are_read_without_javascript(browser: Browser, house: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(house + "/en/")

        page.get_by_role("main").get_by_role("link", name="Work-style reform").click()
        page.get_by_role("link", name="Good practices and hands-on support").click()

        assert page.get_by_role("heading", level=1).inner_text().startswith("Good practices")


def test_axe_would_find_a_fault(browser: Browser, house: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(house + "/")
        page.evaluate("document.querySelector('h1').innerHTML = '<img src=\"/x.png\">'")

        found = violations(page)

        assert any(line.startswith("image-alt") for line in found)
