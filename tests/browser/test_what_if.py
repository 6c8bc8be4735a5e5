"""What if in a browser: sliders that are pulled, keys, no scripts at all, saving, comparing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import violations
from tests.browser.states import (
    DESK,
    assert_accessible_and_silent,
    assert_nothing_sticks_out,
    complaints,
    observatory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STATES = (
    "what-if/?area=012076&tfr=1.80&leaving=-30&to_sapporo=20&foreign=50&stay=3.0",
    "what-if/?area=012076&area=016314&arrivals=100&who=families&horizon=2060",
    "what-if/?area=nowhere&tfr=99&leaving=lots&horizon=1867",
    "what-if/save/?area=012076&leaving=-30",
)
WORDS = {
    "ja": ("名前をつけて保存する", "名前", "保存する", "比べる"),
    "en": ("Save under a name", "Name", "Save", "Compare"),
}


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=DESK, java_script_enabled=False) as context:
        yield context


# --- every state ----------------------------------------------------------------------------


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


# --- levers ---------------------------------------------------------------------------------


def pull(page: Page, slider: str, to: float) -> None:
    """Take the slider by its handle and pull it to a share of its way, without letting go."""
    page.locator(slider).scroll_into_view_if_needed()
    box = page.locator(slider).bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * to, middle, steps=8)


def test_answer_follows_a_slider_that_is_pulled(page: Page, house: str) -> None:
    said = complaints(page)
    page.goto(observatory(house, "what-if/?area=012076"))
    page.evaluate("window.stayed = true")
    before = page.url

    pull(page, "#tfr-slider", 0.9)

    expect(page.locator("#what-if-finding")).to_contain_text("多くなります")
    assert page.url == before
    assert page.locator("#tfr").input_value() == page.locator("#tfr-slider").input_value()
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?area=012076&tfr=\d\.\d\d$"))
    assert page.evaluate("window.stayed") is True
    assert said == []


def test_one_pull_is_one_step_back(page: Page, house: str) -> None:
    page.goto(observatory(house, "what-if/?area=012076"))
    first = page.locator("#what-if-finding").inner_text()
    pull(page, "#leaving-slider", 0.2)
    page.mouse.up()
    expect(page).to_have_url(re.compile("leaving="))

    page.go_back()

    expect(page.locator("#what-if-finding")).to_have_text(first)
    expect(page.locator("#leaving")).to_have_value("0")
    assert page.url.endswith("?area=012076")


def test_keys_move_a_slider_and_keep_the_focus(page: Page, house: str) -> None:
    page.goto(observatory(house, "what-if/?area=012076"))
    page.locator("#leaving-slider").focus()

    for _ in range(5):
        page.keyboard.press("ArrowLeft")

    expect(page).to_have_url(re.compile("leaving=-5$"))
    expect(page.locator("#leaving")).to_have_value("-5")
    assert page.evaluate("document.activeElement.id") == "leaving-slider"


def test_number_is_typed_and_a_mistake_is_named_and_mended(page: Page, house: str) -> None:
    page.goto(observatory(house, "what-if/?area=012076"))

    page.locator("#tfr").fill("9")
    page.locator("#tfr").press("Tab")

    expect(page.locator("#answer .notice--warn")).to_contain_text("9の代わりに3.00で計算しました")
    expect(page.locator("#tfr")).to_have_value("3.00")
    expect(page.locator("#tfr-slider")).to_have_value("3")


def test_other_place_brings_its_own_levers(page: Page, house: str) -> None:
    page.goto(observatory(house, "what-if/?area=012076&leaving=-20"))
    before = page.locator("#tfr").input_value()

    page.locator("#area-1").select_option("011002")

    expect(page.locator("#what-if-finding")).to_contain_text("札幌市")
    expect(page.locator("#tfr")).not_to_have_value(before)
    expect(page.locator("#leaving")).to_have_value("-20")
    expect(page).to_have_url(re.compile(r"\?area=011002&leaving=-20$"))


def test_language_is_changed_without_losing_the_levers(page: Page, house: str) -> None:
    page.goto(observatory(house, "what-if/?area=012076"))
    page.locator("#leaving").fill("-40")
    page.locator("#leaving").press("Tab")
    expect(page).to_have_url(re.compile("leaving=-40"))

    page.locator(".languages a").click()

    expect(page.locator("#what-if-finding")).to_contain_text("Obihiro")
    expect(page.locator("#leaving")).to_have_value("-40")


def test_answer_stays_in_sight_on_a_phone(phone: BrowserContext, house: str) -> None:
    page = phone.new_page()
    page.goto(observatory(house, "what-if/?area=012076"))

    page.locator("#foreign").scroll_into_view_if_needed()
    before = page.locator("#gist").inner_text()
    page.locator("#foreign").fill("200")
    page.locator("#foreign").press("Tab")

    expect(page.locator("#gist")).not_to_have_text(before)
    expect(page.locator("#gist")).to_be_in_viewport()


# --- without scripts ------------------------------------------------------------------------


@pytest.mark.parametrize("control", ["#leaving", "#leaving-slider"])
def test_form_works_without_scripts(plain: BrowserContext, house: str, control: str) -> None:
    page = plain.new_page()
    page.goto(observatory(house, "what-if/?area=012076", "en"))

    if control.endswith("slider"):
        page.locator(control).focus()
        for _ in range(30):
            page.keyboard.press("ArrowLeft")
    else:
        page.locator(control).fill("-30")
    page.locator("#what-if-form button").click()

    assert page.url.endswith("/en/observatory/what-if/?area=012076&leaving=-30")
    assert "more than with no change" in page.locator("#what-if-finding").inner_text()


# --- saving and comparing -------------------------------------------------------------------


@pytest.mark.parametrize("language", WORDS)
def test_what_if_is_saved_shared_and_compared(browser: Browser, house: str, language: str) -> None:
    save, name, button, compare = WORDS[language]
    with browser.new_context(viewport=DESK, reduced_motion="reduce") as context:
        page = context.new_page()
        said = complaints(page)
        for levers in ("leaving=-30", "tfr=1.80"):
            page.goto(observatory(house, f"what-if/?area=012076&{levers}", language))
            page.get_by_role("link", name=save).click()
            page.get_by_label(name, exact=True).fill(f"Plan {levers}")
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(f"Plan {levers}")
            assert violations(page) == []
        shared = page.url
        page.goto(observatory(house, "what-if/compare/", language))
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name=compare).click()

        expect(page.locator("#scenarios-finding")).to_contain_text("Plan")
        assert page.locator("[aria-labelledby=side-by-side] tbody tr").count() == 2
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert said == []
    with browser.new_context(viewport=DESK) as somebody_else:
        page = somebody_else.new_page()
        page.goto(shared)
        assert page.get_by_role("heading", level=1).inner_text() == "Plan tfr=1.80"
        page.goto(observatory(house, "what-if/compare/", language))
        assert page.get_by_role("checkbox").count() == 0


def test_name_that_is_none_is_refused_at_its_field(page: Page, house: str) -> None:
    page.goto(observatory(house, "what-if/save/?area=012076&leaving=-30"))

    page.get_by_role("button", name="保存する").click()

    field = page.get_by_label("名前", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#scenario-name-problem")).to_contain_text("名前が空です")
    assert violations(page) == []


# --- on paper -------------------------------------------------------------------------------


def test_paper_shows_the_answer_without_the_levers(page: Page, house: str) -> None:
    page.goto(observatory(house, STATES[0]))

    page.emulate_media(media="print")

    assert page.locator(".what-if__form:visible").count() == 0
    assert page.locator(".what-if__conditions:visible").count() == 1
    assert page.locator("#answer svg:visible").count() == 4
