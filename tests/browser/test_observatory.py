"""The observatory in a browser: its states, its map under the fingers, with and without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.states import (
    DESK,
    assert_accessible_and_silent,
    assert_nothing_sticks_out,
    complaints,
    observatory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# States that the list of every page does not reach.
STATES = (
    "?measure=foreign_residents&within=sapporo-area&sort=name",
    "?measure=nothing&year=1867",
    "search/?q=札幌",
    "search/?q=風連",
    "search/?q=大阪",
    "areas/010006/",
    "areas/011011/",
    "areas/014702/?then=census-2000&now=projection-2045",
    "compare/?area=011002&area=012076&area=sapporo-area&area=010006",
    "compare/?area=011011&measure=net_migration_japanese",
    "sources/foreign_residents/",
)


def wide_map(page: Page) -> Locator:
    return page.locator("#result .figure__chart--wide svg")


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
    addresses = [
        observatory(house, state, language)
        for state in ("", "sources/", "sources/census/", "areas/011002/", *STATES)
    ]

    assert_nothing_sticks_out(browser, addresses, width)


# --- the map --------------------------------------------------------------------------------


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.querySelector('title')?.textContent ?? ''")


def centre(page: Page) -> tuple[float, float]:
    box = page.evaluate(
        "(({x, y, width, height}) => [x + width / 2, y + height / 2])"
        "(document.activeElement.querySelector('path').getBoundingClientRect())"
    )
    return box[0], box[1]


@pytest.mark.parametrize(
    ("key", "right", "down"),
    [("ArrowRight", 1, 0), ("ArrowLeft", -1, 0), ("ArrowDown", 0, 1), ("ArrowUp", 0, -1)],
)
def test_arrow_keys_move_the_focus_on_the_map(
    page: Page, house: str, key: str, right: int, down: int
) -> None:
    page.goto(house + "/observatory/")
    cell = wide_map(page).locator("a.hex[href*='012076']").first
    cell.focus()
    name, (x, y) = focused(page), centre(page)

    page.keyboard.press(key)

    to_x, to_y = centre(page)
    assert focused(page) not in ("", name)
    assert (to_x - x) * right + (to_y - y) * down > 0


def test_map_reads_out_the_cell_in_focus_and_opens_it(page: Page, house: str) -> None:
    page.goto(house + "/en/observatory/")

    wide_map(page).locator("a.hex[href*='012076']").first.focus()
    readout = wide_map(page).locator(".mark-readout").text_content()
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/observatory/areas/012076/")
    assert re.match(r"Obihiro [−+]\d", readout)


# --- choosing -------------------------------------------------------------------------------


def test_choosing_a_measure_changes_map_ranking_and_address(page: Page, house: str) -> None:
    said = complaints(page)
    page.goto(house + "/observatory/")
    page.evaluate("window.stayed = true")
    before = page.locator("#map-finding").inner_text()

    page.get_by_label("表すもの").select_option("births_vital")

    expect(page.locator("#map-finding")).not_to_have_text(before)
    expect(page.locator("#ranking thead")).to_contain_text("出生数")
    expect(page).to_have_url(re.compile(r"\?measure=births_vital"))
    assert page.evaluate("window.stayed") is True
    assert said == []


def test_address_of_a_choice_opens_the_same_and_back_leads_back(page: Page, house: str) -> None:
    page.goto(house + "/observatory/")
    first = page.locator("#map-finding").inner_text()
    page.get_by_label("表すもの").select_option("births_vital")
    expect(page.locator("#map-finding")).not_to_have_text(first)
    chosen = page.locator("#map-finding").inner_text()

    page.goto(page.url)
    expect(page.locator("#map-finding")).to_have_text(chosen)
    page.go_back()

    expect(page.locator("#map-finding")).to_have_text(first)


def test_year_that_the_new_measure_does_not_have_is_no_dead_end(page: Page, house: str) -> None:
    """The list of years belongs to the measure that was chosen before."""
    page.goto(house + "/observatory/?measure=projected_change&year=2050")

    page.get_by_label("表すもの").select_option("births_vital")

    expect(page.locator("#ranking thead")).to_contain_text("出生数")
    expect(page.locator("#ranking tbody tr")).to_have_count(179)
    years = page.get_by_label("年", exact=True).locator("option").all_inner_texts()
    assert "2050" not in years
    assert page.get_by_role("status").count() == 0


def test_heading_of_the_ranking_sorts_it(page: Page, house: str) -> None:
    page.goto(house + "/observatory/?measure=births_vital")

    page.locator("#ranking thead").get_by_role("link", name="人口", exact=True).click()

    expect(page.locator("#ranking tbody tr").first).to_contain_text("札幌市")
    expect(page.locator("#ranking th[aria-sort]")).to_contain_text("人口")
    expect(page).to_have_url(re.compile("measure=births_vital.*sort=-people"))


# --- without scripts ------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=DESK, java_script_enabled=False) as context:
        yield context


def test_measure_is_chosen_without_scripts(plain: BrowserContext, house: str) -> None:
    page = plain.new_page()
    page.goto(house + "/en/observatory/")

    page.locator("select[name=measure]").select_option("births_vital")
    page.locator("select[name=within]").select_option("sapporo-area")
    page.locator("form.filters button").click()

    assert "measure=births_vital" in page.url
    assert page.locator("#ranking tbody tr").count() == 12


def test_map_search_pyramid_and_comparison_work_without_scripts(
    plain: BrowserContext, house: str
) -> None:
    page = plain.new_page()
    page.goto(house + "/observatory/search/")
    page.get_by_role("searchbox").fill("おびひろ")
    page.get_by_role("searchbox").press("Enter")
    assert page.url.endswith("/observatory/areas/012076/")

    page.locator("select[name=then]").select_option("census-2000")
    page.locator("form.filters button").click()
    assert "then=census-2000" in page.url
    assert "2000" in page.locator("#pyramid-finding").inner_text()

    page.get_by_role("main").locator("a[href*='/compare/']").last.click()
    assert page.locator("section#compare").count() == 1

    page.goto(house + "/observatory/")
    wide_map(page).locator("a.hex[href*='012076']").first.click()
    assert page.url.endswith("/observatory/areas/012076/")


# --- on paper -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["", "areas/011002/"])
def test_paper_shows_figures_and_no_navigation(page: Page, house: str, state: str) -> None:
    page.goto(f"{house}/observatory/{state}")

    page.emulate_media(media="print")

    for hidden in (".site-nav", ".languages", ".crumbs", ".filters", "nav.contents"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    assert page.locator("h1:visible").count() == 1
    assert page.locator(".figure svg:visible").count() >= 1
    assert page.locator(".source > summary:visible").count() >= 1
