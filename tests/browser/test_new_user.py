"""Somebody new: from the front page to who leaves their town, and when in life, in three clicks."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
AGE = {"ja": r"\d+～\d+歳|\d+歳以上", "en": r"\d+.\d+|\d+ (and|or) over"}
# What the link to the answer is called, and the town as it is typed.
WORDS = {
    "ja": ("だれが、いつ出ていくか", "おびひろ", "帯広市"),
    "en": ("Who leaves, and when in life", "Obihiro", "Obihiro"),
}


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=SIZES[request.param]) as context:
        yield context.new_page()


def home(language: str) -> str:
    return "/en/" if language == "en" else "/"


def assert_answer_is_read(page: Page, language: str) -> None:
    """The heading of the answer stands before the reader's eyes and names an age."""
    heading = page.locator("#who-leaves-finding")
    expect(heading).to_be_in_viewport()
    assert re.search(AGE[language], heading.inner_text())


@pytest.mark.parametrize("language", WORDS)
def test_town_is_typed_in_the_search_of_the_front_page(
    page: Page, house: str, language: str
) -> None:
    answer, typed, town = WORDS[language]
    page.goto(house + home(language))

    page.get_by_role("searchbox").fill(typed)
    page.locator("form.search button").click()  # 1
    expect(page.get_by_role("heading", level=1)).to_contain_text(town)
    page.locator("nav.contents").get_by_role("link", name=answer, exact=True).click()  # 2

    assert_answer_is_read(page, language)


@pytest.mark.parametrize("language", WORDS)
def test_town_is_chosen_on_the_map_of_the_front_page(page: Page, house: str, language: str) -> None:
    answer, _typed, town = WORDS[language]
    page.goto(house + home(language))

    page.locator("svg.chart:visible a.hex[href*='012076']").first.click()  # 1
    expect(page.get_by_role("heading", level=1)).to_contain_text(town)
    page.locator("nav.contents").get_by_role("link", name=answer, exact=True).click()  # 2

    assert_answer_is_read(page, language)


@pytest.mark.parametrize("language", WORDS)
def test_town_is_chosen_in_the_ranking(page: Page, house: str, language: str) -> None:
    answer, _typed, town = WORDS[language]
    page.goto(house + home(language))

    page.locator(f"main a[href$='{home(language)}observatory/']").first.click()  # 1
    page.locator("#ranking tbody").get_by_role("link", name=town, exact=True).click()  # 2
    page.locator("nav.contents").get_by_role("link", name=answer, exact=True).click()  # 3

    assert_answer_is_read(page, language)
