"""Three stories of people, rights and access, from the first click to the last."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from renkei.core.rights import Role
from renkei.demo.cast import terms
from renkei.demo.keys import demo_key
from renkei.directory.actions.seats import Offer, give_seat
from renkei.directory.actions.terms import start_term
from renkei.directory.models import Organisation, Person, Unit
from renkei.directory.queries.seats import asker_for
from renkei.paperwork.models import Answers
from tests.browser.states import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
in_both = pytest.mark.parametrize("language", ["ja", "en"])
Say = Callable[[str], str]


@pytest.fixture
def house(transactional_db: None) -> Iterator[str]:
    """A house where what is done is done: letters leave when an act is committed."""
    call_command("load_places", verbosity=0)
    call_command("load_demo", verbosity=0)
    server = LiveServer("localhost")
    yield server.url
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)
    server.stop()


@pytest.fixture
def say(language: str) -> Say:
    """A text of the house as the pages say it in that language."""

    def said(text: str) -> str:
        with override(language):
            navigation = pgettext("navigation", text)
            return gettext(text) if navigation == text else navigation

    return said


@contextmanager
def reader(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=DESK, reduced_motion="reduce") as context:
        context.set_default_timeout(8000)
        yield context.new_page()


def take_seat(page: Page, house: str, language: str, name: str) -> None:
    page.goto(f"{house}{'/en' * (language == 'en')}/demo/")
    page.locator(f'form[action$="/demo/{name}/"]').get_by_role("button").click()
    page.wait_for_url(re.compile("/(tasks|account/me|organisations)/"))


def go(page: Page, name: str) -> None:
    page.locator(".workspace__wide").get_by_role("link", name=name, exact=True).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    # Not exact: an arrow drawn after a link is part of its name.
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def with_a_key_in_the_device(page: Page) -> None:
    """A device that recognises its owner, as a telephone does."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out(page: Page, say: Say) -> None:
    page.locator(".workspace .menu--end summary").click()
    page.get_by_role("button", name=say("ログアウト")).click()
    page.wait_for_load_state()


def address_of_card(house: str, language: str) -> str:
    """A card that was handed in at the city's desk."""
    desk = demo_key("unit", "city_desk")
    card = Answers.objects.get(sheet="intake_card", unit=desk, state="submitted")
    return f"{house}{'/en' * (language == 'en')}/paperwork/answers/{card.key}/"


@contextmanager
def next_year() -> Iterator[None]:
    """The second of April: yesterday morning the contractor's term was over."""
    _first, last = terms()[1].days(timezone.localdate())
    noon = datetime.combine(last + timedelta(days=2), time(3, tzinfo=UTC))
    with time_machine.travel(noon, tick=True):
        yield


def the_citizen_succeeds() -> None:
    """Another contractor operates the desk, and the citizen has found work there."""
    first = timezone.localdate() - timedelta(days=1)
    last = first.replace(year=first.year + 1) - timedelta(days=1)
    office = asker_for(Person.objects.get(pk=demo_key("person", "city_office")))
    desk = Unit.objects.get(pk=demo_key("unit", "city_desk"))
    contractor = Organisation.objects.get(name_ja="架空湖システム（デモ）")
    term = start_term(desk, contractor, valid_from=first, valid_to=last, by=office, on=first)
    offer = Offer(unit=desk, role=Role.COUNSELLOR, valid_from=first, valid_to=last, term=term)
    give_seat(Person.objects.get(pk=demo_key("person", "citizen")), offer, by=office, on=first)


@in_both
def test_company_invites_a_colleague_who_signs_in_with_a_passkey_and_enters_the_firm_once(
    browser: Browser, house: str, language: str, say: Say
) -> None:
    with reader(browser) as administrator:
        take_seat(administrator, house, language, "company")
        go(administrator, say("利用者"))
        administrator.wait_for_url("**/people/")
        administrator.locator("main .links a").first.click()
        follow(administrator, say("人を招待する"))
        administrator.locator('input[name="email"]').fill("colleague@example.org")
        administrator.locator('select[name="role"]').select_option("representative")
        press(administrator, say("招待を送る"))
        expect(administrator.get_by_role("main")).to_contain_text("colleague@example.org")
    (letter,) = [one for one in mail.outbox if one.to == ["colleague@example.org"]]
    secret = re.search(r"/account/invitation/([^/\s]+)/", letter.body)[1]

    with reader(browser) as colleague:
        with_a_key_in_the_device(colleague)
        colleague.goto(f"{house}{'/en' * (language == 'en')}/account/invitation/{secret}/")
        colleague.locator('input[name="name"]').fill("架空 あらた（デモ）")
        press(colleague, say("パスキーで受ける"))
        press(colleague, say("パスキーを作る"))
        sign_out(colleague, say)
        colleague.goto(f"{house}{'/en' * (language == 'en')}/account/login/")
        press(colleague, say("パスキーでログイン"))

        firm = Organisation.objects.get(name_ja="架空雪野製作所（デモ）")
        colleague.wait_for_url("**/opportunities/ours/")
        follow(colleague, say("組織の記載を変える"))
        colleague.locator('input[name="website"]').fill("https://yukino.example.jp/")
        press(colleague, say("変更する"))
        expect(colleague.get_by_role("main")).to_contain_text("https://yukino.example.jp/")

    # Entered once, and both governments read it.
    for officer in ("prefecture_officer", "city_officer"):
        with reader(browser) as page:
            take_seat(page, house, language, officer)
            page.goto(f"{house}/organisations/{firm.key}/")
            expect(page.get_by_role("main")).to_contain_text("https://yukino.example.jp/")


@in_both
def test_contractor_s_counsellor_leaves_with_the_term_and_the_successor_finds_the_files(
    browser: Browser, house: str, language: str, say: Say
) -> None:
    card = address_of_card(house, language)
    with reader(browser) as counsellor:
        take_seat(counsellor, house, language, "counsellor")
        assert counsellor.goto(card).status == 200
        heading = counsellor.get_by_role("heading", level=1).inner_text()

    with next_year():
        the_citizen_succeeds()
        with reader(browser) as counsellor:
            take_seat(counsellor, house, language, "counsellor")
            expect(counsellor.locator(".seats")).to_contain_text(say("席はありません。"))
            assert counsellor.goto(card).status == 404
        with reader(browser) as successor:
            take_seat(successor, house, language, "citizen")
            assert successor.goto(card).status == 200
            expect(successor.get_by_role("heading", level=1)).to_have_text(heading)


@in_both
def test_officer_looks_into_another_unit_s_record_with_a_reason_and_that_unit_sees_it(
    browser: Browser, house: str, language: str, say: Say
) -> None:
    reason = "二つの窓口に同じ相談があり、答えをそろえるため（デモ）"
    card = address_of_card(house, language)
    with reader(browser) as officer:
        take_seat(officer, house, language, "city_officer")
        officer.goto(card)
        follow(officer, say("理由を書いて開く"))
        officer.locator('textarea[name="reason"]').fill("短い")
        press(officer, say("理由を記録して開く"))
        expect(officer.locator("[role=alert]").first).to_be_visible()
        officer.locator('textarea[name="reason"]').fill(reason)
        press(officer, say("理由を記録して開く"))
        assert officer.goto(card).status == 200

    with reader(browser) as desk:
        take_seat(desk, house, language, "desk_manager")
        desk.goto(f"{house}{'/en' * (language == 'en')}/openings/")
        row = desk.get_by_role("row").filter(has_text=reason)
        expect(row).to_contain_text("豊平 みのり（デモ）")
        row.get_by_role("button").click()

    with reader(browser) as officer:
        take_seat(officer, house, language, "city_officer")
        officer.goto(card)
        opening = officer.get_by_role("link", name=say("理由を書いて開く"))
        expect(opening).to_be_visible()
