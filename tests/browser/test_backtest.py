"""How wrong have we been, in a browser: chosen, sorted, shared, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.states import DESK, assert_accessible_and_silent, observatory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STATES = (
    "?trial=2015-2020&within=sapporo-area&sort=name",
    "?trial=2015-2020&area=012092",
    "?trial=nothing&area=999999",
)


@pytest.mark.parametrize("query", STATES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_state_is_accessible_and_silent(page: Page, house: str, query: str, language: str) -> None:
    assert_accessible_and_silent(page, observatory(house, f"backtest/{query}", language))


@pytest.mark.parametrize("scripts", [True, False])
def test_place_is_chosen_in_the_form_and_shared_by_its_address(
    browser: Browser, house: str, scripts: bool
) -> None:
    with browser.new_context(viewport=DESK, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(observatory(house, "backtest/", "ja"))

        page.get_by_label("どの推計を見るか").select_option("2015-2020")
        page.get_by_label("詳しく見る市町村").select_option("012092")
        page.get_by_role("button", name="表示する").click()

        expect(page.locator("#place-finding")).to_contain_text("夕張市：2015年まで")
        shared = page.url
        page.goto(observatory(house, "backtest/", "ja"))
        page.goto(shared)
        expect(page.locator("#place-finding")).to_contain_text("夕張市：2015年まで")


def test_name_in_the_table_opens_its_chart(page: Page, house: str) -> None:
    page.goto(observatory(house, "backtest/?trial=2005-2015&sort=name", "en"))

    page.locator("#municipalities").get_by_role("link", name="Obihiro", exact=True).click()

    expect(page.locator("#place-finding")).to_contain_text("Obihiro")
    expect(page.locator("#place-finding")).to_be_in_viewport()
    assert "trial=2005-2015" in page.url


def test_headings_sort_the_table_and_turn_it_round(page: Page, house: str) -> None:
    page.goto(observatory(house, "backtest/", "en"))
    table = page.locator("#municipalities")
    census = table.locator("thead").get_by_role("link", name="Census")

    census.click()
    expect(table.locator("tbody tr").first).to_contain_text("Sapporo")
    census.click()

    expect(table.locator("th[aria-sort=ascending]")).to_contain_text("Census")
    expect(table.locator("tbody tr").last).to_contain_text("Sapporo")
    assert re.search(r"sort=counted", page.url)
