"""The years ahead in a browser: read on a phone, taken away, followed to method and hindsight."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.states import DESK, observatory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
AHEAD = ("population", "ages-ahead", "change-ahead", "women-ahead")
# Small and shrinking, the whole prefecture, a ward.
PLACES = ("012092", "010006", "011011")
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


@LANGUAGES
@pytest.mark.parametrize("code", PLACES)
def test_every_section_ahead_stands_on_the_page_of_a_place(
    page: Page, house: str, code: str, language: str
) -> None:
    page.goto(observatory(house, f"areas/{code}/", language))

    for key in AHEAD:
        expect(page.locator(f"#{key} .figure__chart--wide svg")).to_be_visible()
        assert re.search(r"\d", page.locator(f"#{key}-finding").inner_text())
    assert violations(page) == []


@LANGUAGES
@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("path", ["areas/012092/", "method/", "backtest/?area=012092"])
def test_nothing_sticks_out(
    browser: Browser, house: str, path: str, width: int, language: str
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()

        page.goto(observatory(house, path, language))

        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_reader_goes_from_a_place_to_its_hindsight_and_to_the_method(
    page: Page, house: str
) -> None:
    page.goto(observatory(house, "areas/012092/", "en"))

    page.locator("nav.about-projection").get_by_role("link", name="How wrong have we been").click()
    expect(page.locator("#place-finding")).to_contain_text("Yubari")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Method")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Method")


def test_table_of_a_forecast_opens_by_keyboard_and_its_file_is_taken_away(
    page: Page, house: str
) -> None:
    page.goto(observatory(house, "areas/012092/", "ja"))
    table = page.locator("#women-ahead .figure__tools summary")

    table.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#women-ahead table")).to_be_visible()
    with page.expect_download() as taken:
        page.locator("#women-ahead").get_by_role("link", name=re.compile("^CSV")).click()

    assert taken.value.suggested_filename == "renkei-012092-women-ahead.csv"


def test_formulas_are_set_as_mathematics(page: Page, house: str) -> None:
    page.goto(observatory(house, "method/", "ja"))

    fraction = page.locator("#step math mfrac").first
    assert fraction.evaluate("e => e.namespaceURI").endswith("MathML")
    above, below = (fraction.locator("> *").nth(i).bounding_box() for i in (0, 1))
    assert above["y"] + above["height"] <= below["y"] + 1


def test_parameters_open_without_scripts(browser: Browser, house: str) -> None:
    with browser.new_context(viewport=DESK, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(observatory(house, "method/", "en"))

        page.locator("#uncertainty summary").click()

        expect(page.locator("#uncertainty table")).to_be_visible()


@LANGUAGES
def test_printed_page_has_its_charts_and_no_links_of_the_screen(
    page: Page, house: str, language: str
) -> None:
    page.goto(observatory(house, "areas/012092/", language))

    page.emulate_media(media="print")

    expect(page.locator("#population .figure__chart--wide")).to_be_visible()
    expect(page.locator("nav.about-projection a").first).to_be_hidden()
