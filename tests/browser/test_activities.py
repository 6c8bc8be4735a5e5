"""What was done, entered on a phone where the line comes and goes: nothing typed is lost."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from renkei.directory.actions.charges import Work, take_charge
from renkei.programme.actions.activities import record_activity, show_activity
from renkei.programme.models import Activity
from tests.browser.axe import violations
from tests.browser.states import complaints, small_targets
from tests.cast import Cast, standing_cast
from tests.rooms.programme.doing import SPRING, TODAY, counted, done
from tests.signing_in import cookie_of, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/programme/activities/new/"
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('renkei:'))"


@pytest.fixture
def cast(house: str) -> Cast:
    # Emptied with all tables after each test that commits.
    call_command("load_places", verbosity=0)
    made = standing_cast()
    for side in ("prefecture", "city"):
        take_charge(
            made.units[f"{side}_section"],
            Work(initiative="I-3", valid_from=SPRING),
            by=made.asker(f"{side}_office"),
            on=TODAY,
        )
    return made


@pytest.fixture
def page(phone: BrowserContext, house: str, cast: Cast) -> Page:
    phone.add_cookies([cookie_of(signed_in(Client(), cast.city_officer), house)])  # type: ignore[list-item]
    opened = phone.new_page()
    opened.goto(house + NEW)
    return opened


def typed(page: Page) -> None:
    page.fill("#id_participants", "42")
    page.get_by_label("道と市が共同で").check()
    page.fill("#id_title_ja", "会場からの記録")


def saved(page: Page) -> None:
    expect(page.locator("[data-kept-status]")).to_have_text(
        re.compile(r"この端末に保存しました \d\d:\d\d")
    )


def test_activity_is_recorded_in_a_few_taps(page: Page, cast: Cast) -> None:
    typed(page)
    saved(page)
    page.get_by_role("button", name="記録する").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("会場からの記録")
    expect(page.locator(".messages")).to_contain_text("記録しました")
    assert counted(Activity.objects.get()) == [("joint", 42, "I-3")]
    assert page.evaluate(KEPT) == []
    expect(page).to_have_url(re.compile(r"/programme/activities/\w+/$"))


def test_lost_line_loses_nothing_and_sends_once_it_is_back(
    page: Page, phone: BrowserContext
) -> None:
    phone.set_offline(True)
    typed(page)
    page.get_by_role("button", name="記録する").click()
    expect(page.locator("[data-kept-status]")).to_contain_text("電波がありません")
    assert Activity.objects.count() == 0

    phone.set_offline(False)

    expect(page.get_by_role("heading", level=1)).to_have_text("会場からの記録")
    assert counted(Activity.objects.get()) == [("joint", 42, "I-3")]
    assert page.evaluate(KEPT) == []


def test_what_was_typed_is_there_after_the_page_was_closed(
    page: Page, phone: BrowserContext, house: str
) -> None:
    phone.set_offline(True)
    typed(page)
    saved(page)
    page.close()
    phone.set_offline(False)

    again = phone.new_page()
    again.goto(house + NEW)

    expect(again.locator("[data-kept-found]")).to_contain_text("入力を戻しました")
    expect(again.locator("#id_participants")).to_have_value("42")
    expect(again.get_by_label("道と市が共同で")).to_be_checked()
    expect(again.locator("#id_title_ja")).to_have_value("会場からの記録")


def test_answer_that_got_lost_makes_no_second_record(page: Page, phone: BrowserContext) -> None:
    """The house has recorded it, the phone never heard of it, and sends again."""
    page.route("**/new/", lambda route: (route.fetch(), route.abort())[1])
    typed(page)
    page.get_by_role("button", name="記録する").click()
    expect(page.locator("[data-kept-status]")).to_contain_text("電波がありません")
    assert Activity.objects.count() == 1

    page.unroute("**/new/")
    page.get_by_role("button", name="記録する").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("会場からの記録")
    assert Activity.objects.count() == 1


def test_what_has_to_be_mended_is_said_and_nothing_is_lost(page: Page) -> None:
    typed(page)
    page.fill("#id_place", "どこにもない町")
    page.get_by_role("button", name="記録する").click()

    expect(page.locator("#problems")).to_contain_text("どこにもない町")
    expect(page.locator("#id_title_ja")).to_have_value("会場からの記録")
    page.fill("#id_place", "旭川市")
    page.get_by_role("button", name="記録する").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("会場からの記録")
    assert Activity.objects.get().place == "012041"


def test_what_was_typed_is_dropped_on_wish(page: Page) -> None:
    typed(page)
    saved(page)
    page.reload()
    page.get_by_role("button", name="戻した入力を捨てる").click()

    expect(page.locator("#id_title_ja")).to_have_value("")
    assert page.evaluate(KEPT) == []


def test_nobody_else_is_offered_what_was_typed(
    page: Page, phone: BrowserContext, house: str, cast: Cast
) -> None:
    typed(page)
    saved(page)
    phone.clear_cookies()
    phone.add_cookies([cookie_of(signed_in(Client(), cast.prefecture_officer), house)])  # type: ignore[list-item]

    page.goto(house + NEW)

    expect(page.locator("#id_title_ja")).to_have_value("")
    expect(page.locator("[data-kept-found]")).to_be_hidden()


def test_signing_out_clears_the_device(page: Page, house: str) -> None:
    typed(page)
    saved(page)
    page.locator("summary", has_text="city_officer").click()
    page.locator("form[action$='/logout/'] button").click()
    page.wait_for_load_state()

    page.goto(house + "/programme/activities/")
    page.wait_for_function(f"{KEPT}.length === 0")

    assert page.evaluate(KEPT) == []


def test_form_works_without_scripts(browser: Browser, house: str, cast: Cast) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies([cookie_of(signed_in(Client(), cast.city_officer), house)])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(house + NEW)
        typed(page)
        page.get_by_role("button", name="記録する").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("会場からの記録")
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_accessible_and_fit_a_small_phone(
    browser: Browser, house: str, cast: Cast, scheme: str, language: str
) -> None:
    by = cast.asker("city_officer")
    made = record_activity(cast.units["city_section"].key, done(is_joint=True), by=by, on=TODAY)
    show_activity(made, is_public=True, by=by, on=TODAY)
    with browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        context.add_cookies([cookie_of(signed_in(Client(), cast.prefecture_officer), house)])  # type: ignore[list-item]
        page = context.new_page()
        said = complaints(page)
        for address in (
            NEW,
            "/programme/activities/",
            f"/programme/activities/{made.key}/",
            "/programme/money/?year=2026",
            "/programme/money/I-3/prefecture/2026/",
            "/programme/spread/?period=2026",
            "/programme/spread/012041/",
        ):
            page.goto(house + language + address)
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
            assert small_targets(page) == [], address
        assert said == []
