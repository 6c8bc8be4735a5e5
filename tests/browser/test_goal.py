"""How many it would take, in a browser: choosing, the map of parts, a form without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.states import (
    DESK,
    assert_accessible_and_silent,
    assert_nothing_sticks_out,
    complaints,
    observatory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STATES = (
    "goal/?area=sapporo-area&target=96%25",
    "goal/?area=012076&target=200%25&lever=come",
    "goal/?area=012076&target=40%25",
    "goal/?area=nowhere&target=lots&year=1867",
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_state_is_accessible_and_silent(page: Page, house: str, state: str, language: str) -> None:
    assert_accessible_and_silent(page, observatory(house, state, language))


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_sticks_out_on_a_phone(
    browser: Browser, house: str, width: int, language: str
) -> None:
    addresses = [observatory(house, state, language) for state in STATES]

    assert_nothing_sticks_out(browser, addresses, width)


def test_choices_change_the_answer_and_the_address(page: Page, house: str) -> None:
    said = complaints(page)
    page.goto(observatory(house, "goal/?area=012076"))
    page.evaluate("window.stayed = true")
    expect(page.locator("#who-field")).to_be_hidden()

    page.get_by_label("どうやって").select_option("come")

    expect(page.locator("#goal-finding")).to_contain_text("道外からのUIターン")
    expect(page.locator("#who-field")).to_be_visible()
    expect(page).to_have_url(re.compile("lever=come"))
    assert page.evaluate("window.stayed") is True
    assert said == []


def test_more_certainty_is_seen_to_take_more_people(page: Page, house: str) -> None:
    page.goto(observatory(house, "goal/?area=012076&target=90%25&lever=come&sure=50", "en"))
    before = page.locator("#goal-finding").inner_text()

    page.get_by_label("How surely").select_option("90")

    expect(page.locator("#goal-finding")).to_contain_text("probability of 90%")
    more = page.locator("#goal-finding").inner_text()
    assert _amount(more) > _amount(before)


def _amount(finding: str) -> int:
    return int(re.search(r"([\d,]+) more people", finding)[1].replace(",", ""))  # type: ignore[index]


def test_map_of_parts_leads_to_a_town(page: Page, house: str) -> None:
    page.goto(observatory(house, STATES[0]))

    page.locator(".overview__map .figure__chart--wide a.hex[href*='012033']").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("小樽市")


def test_form_works_without_scripts(browser: Browser, house: str) -> None:
    with browser.new_context(viewport=DESK, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(observatory(house, "goal/?area=012076"))

        page.locator("#goal-target").fill("90%")
        page.get_by_label("確かさ").select_option("50")
        page.locator("form.filters button").click()

        assert "今の90%" in page.locator("#goal-finding").inner_text()
        assert "50%の確率" in page.locator("#goal-finding").inner_text()
