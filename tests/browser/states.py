"""What every state of a page has to keep, as a browser sees it."""

from collections.abc import Iterable

from playwright.sync_api import Browser, Page

from tests.browser.axe import CONTRAST, violations

DESK = {"width": 1280, "height": 900}


def complaints(page: Page) -> list[str]:
    """What the browser says about the page from now on: refused, missing, broken."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.text} {message.location}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def small_targets(page: Page) -> list[str]:
    """Too small for a thumb. Links inside running text are exempt, as in WCAG 2.5.8."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("nav a, .links a, button, input, select, summary")]
            .filter(e => e.checkVisibility() && !e.closest(".crumbs"))
            .filter(e => e.type !== "hidden" && !["checkbox", "radio"].includes(e.type))
            .filter(e => e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    return found


def sticking_out(page: Page, size: dict[str, int]) -> list[str]:
    """Whether a page is wider than a screen of that size."""
    page.set_viewport_size(size)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} px wide on {size['width']}"] if wide > size["width"] else []


def observatory(house: str, rest: str, language: str = "ja") -> str:
    """The address of a page of the observatory."""
    return f"{house}{'/en' * (language == 'en')}/observatory/{rest}"


def assert_accessible_and_silent(page: Page, address: str) -> None:
    """Open the address; nothing is inaccessible, by light or in the dark, and nothing complains."""
    said = complaints(page)

    page.goto(address)

    assert violations(page) == []
    # Only colours differ in the dark.
    page.emulate_media(color_scheme="dark")
    assert violations(page, CONTRAST) == []
    assert said == []


def assert_nothing_sticks_out(browser: Browser, addresses: Iterable[str], width: int) -> None:
    """No page is wider than the screen."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        out = {}
        for address in addresses:
            page.goto(address)
            out[address] = page.evaluate("document.documentElement.scrollWidth") - width

    assert {address: more for address, more in out.items() if more > 0} == {}
