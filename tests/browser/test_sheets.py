"""A sheet in a browser: conditions, saving while one types, errors, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from renkei.paperwork.actions.deciding import make_link
from renkei.paperwork.models import Answers
from tests.browser.axe import CONTRAST, violations
from tests.browser.states import complaints
from tests.cast import standing_cast
from tests.rooms.paperwork.filling import TODAY, draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(house: str) -> str:
    """A sheet that somebody outside fills in by a link."""
    cast = standing_cast()
    _link, secret = make_link(draft(cast), by=cast.asker("counsellor"), on=TODAY, days=14)
    return f"{house}/paperwork/by-link/{secret}/"


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text(re.compile(r"\d\d:\d\d に保存しました"))


def test_question_appears_when_its_condition_holds(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(address)

    expect(page.locator("#q_name")).to_be_hidden()
    page.check("#q_gives_name-1")
    expect(page.locator("#q_name")).to_be_visible()
    page.check("#q_gives_name-2")

    expect(page.locator("#q_name")).to_be_hidden()


def test_what_is_typed_is_saved_without_a_button(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(address)

    page.check("#q_gives_name-1")
    with page.expect_response("**/autosave/"):
        page.fill("#q_name", "道産子花子")
    saved(page)

    assert Answers.objects.get().values == {"gives_name": True, "name": "道産子花子"}
    page.goto(address)
    expect(page.locator("#q_name")).to_have_value("道産子花子")


def test_errors_take_the_focus_and_lead_to_their_fields(
    phone: BrowserContext, address: str
) -> None:
    page = phone.new_page()
    page.goto(address)

    page.click("button[name=review]")

    expect(page.locator("#problems")).to_be_focused()
    page.click("#problems a >> nth=0")
    expect(page.locator("#q_channel")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?easy=1"])
def test_form_with_errors_is_accessible_and_fits(
    browser: Browser, address: str, scheme: str, query: str
) -> None:
    with browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        said = complaints(page)
        page.goto(address + query)
        page.check("#q_gives_name-1")
        page.click("button[name=review]")

        assert violations(page) == []
        assert violations(page, CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert [line for line in said if "422" not in line] == []


def test_way_to_the_receipt_needs_no_script(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        note = page.locator("#q_name-note").inner_text()

        page.check("#q_channel-2")
        page.check("#q_gives_name-2")
        page.check("#q_topics-1")
        page.click("button[name=review]")
        page.click("form.sheet__end button")

        expect(page.locator("h1")).to_have_text("提出しました")
        assert note == "「お名前と連絡先を教えていただけますか」に「はい」と答えた方だけ"
