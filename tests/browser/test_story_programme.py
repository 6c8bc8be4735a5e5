"""From a seminar on a phone to a changed plan and the annual report, by both governments."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from renkei.core.calendar import fiscal_year_of
from renkei.programme.periods import Period, quarter_of, quarters_of
from tests.browser.conftest import _let_requests_end
from tests.browser.states import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
in_both = pytest.mark.parametrize("language", ["ja", "en"])
PHONE = {"width": 390, "height": 844}
FIRMS = "I-3.1"
REASON = {
    "ja": "オンラインでの参加を取組に加える。",
    "en": "Online participation becomes a part of the initiative.",
}


@pytest.fixture
def house(transactional_db: None) -> Iterator[str]:
    call_command("load_places", verbosity=0)
    call_command("load_demo", verbosity=0)
    server = LiveServer("localhost")
    yield server.url
    _let_requests_end()
    server.stop()


class Story:
    """One reader after another, each at a seat of the demonstration."""

    def __init__(self, browser: Browser, house: str, language: str) -> None:
        self.browser, self.language = browser, language
        self.root = f"{house}{'/en' * (language == 'en')}"

    def say(self, text: str, **words: object) -> str:
        """A text of the house as its pages say it."""
        with override(self.language):
            return gettext(text) % words if words else gettext(text)

    @contextmanager
    def at(self, seat: str, *, size: dict[str, int] | None = None) -> Iterator[Page]:
        with self.browser.new_context(
            viewport=size or DESK,  # type: ignore[arg-type]
            reduced_motion="reduce",
        ) as context:
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.goto(f"{self.root}/demo/")
            page.locator(f'form[action$="/demo/{seat}/"]').get_by_role("button").click()
            page.wait_for_url(re.compile("/(tasks|account/me|organisations)/"))
            yield page

    def press(self, page: Page, text: str, **words: object) -> None:
        name = self.say(text, **words)
        page.get_by_role("main").get_by_role("button", name=name).first.click()

    def follow(self, page: Page, text: str) -> None:
        page.get_by_role("main").get_by_role("link", name=self.say(text)).first.click()

    def long_work(self, page: Page) -> None:
        """What was handed to the queue is done, and the reader goes on from its page."""
        page.wait_for_url(re.compile("/jobs/"))
        call_command("db_worker", "--batch", "--interval", "0", verbosity=0)
        page.reload()


@in_both
def test_seminar_becomes_a_figure_a_revision_a_changed_plan_and_a_report(
    browser: Browser, house: str, language: str
) -> None:
    story = Story(browser, house, language)
    quarter = _last_quarter()
    before = _value(story, quarter)

    _record_a_seminar(story, quarter)
    _compute(story, quarter)
    raised = _value(story, quarter)
    assert [now - then for now, then in zip(raised, before, strict=True)] == [12, 12, 12, 12]

    for side in ("city", "prefecture"):
        _submit_and_approve(story, side, quarter)
    _correct_late(story, quarter)
    _change_the_plan(story)
    _finish_what_the_council_decided(story)
    _report(story)


def _last_quarter() -> Period:
    today = timezone.localdate()
    year = fiscal_year_of(today)
    now = quarter_of(today)
    return max(one for n in (year - 1, year) for one in quarters_of(n) if one < now)


def _value(story: Story, quarter: Period) -> list[int]:
    """Total, prefecture, city and joint, as the page of its reasons works them out."""
    with story.at("auditor") as page:
        page.goto(f"{story.root}/programme/figures/{FIRMS}/why/?period={quarter.key}")
        told = page.locator(".why__sum").inner_text()
    prefecture, city, joint, total = map(int, re.findall(r"\d+", told))
    assert total == prefecture + city - joint
    return [total, prefecture, city, joint]


def _record_a_seminar(story: Story, quarter: Period) -> None:
    with story.at("city_officer", size=PHONE) as page:
        page.goto(f"{story.root}/programme/activities/new/?initiative=I-3")
        page.fill("#id_participants", "30")
        page.locator("input[name=together]").nth(1).check()
        page.select_option("#id_initiative", "I-3")
        page.select_option("#id_form", "seminar")
        page.fill("#id_first_day", quarter.last.isoformat())
        page.fill("#id_title_ja", "会場からのセミナー")
        page.locator(".quick__more summary").click()
        page.fill("#id_firms", "12")
        page.locator("input[name=with_whom]").first.check()
        story.press(page, "記録する")
        expect(page.get_by_role("heading", level=1)).to_have_text("会場からのセミナー")


def _compute(story: Story, quarter: Period) -> None:
    with story.at("city_office") as page:
        page.goto(f"{story.root}/programme/figures/quarters/{quarter.key}/")
        story.press(page, "いま算出する")
        story.long_work(page)
        page.goto(f"{story.root}/programme/figures/quarters/{quarter.key}/")
        expect(page.locator(f"[id='{FIRMS}']")).to_contain_text(story.say("算出済み"))


def _submit_and_approve(story: Story, side: str, quarter: Period) -> None:
    address = f"{story.root}/programme/figures/quarters/{quarter.key}/"
    with story.at(f"{side}_officer") as page:
        page.goto(address)
        page.locator(f"form[action$='/submit/']:has(input[value={side}]) button").click()
        expect(page.locator(".messages")).to_be_visible()
    with story.at(f"{side}_office") as page:
        page.goto(address)
        page.locator(f"form[action$='/approve/']:has(input[value={side}]) button").click()
        expect(page.locator(f"[id='{FIRMS}']")).to_contain_text(story.say("承認済み"))


def _correct_late(story: Story, quarter: Period) -> None:
    """Three firms more had been there: the locked figure stays, and a revision tells."""
    with story.at("city_officer") as page:
        page.goto(f"{story.root}/programme/activities/?initiative=I-3&side=joint")
        page.get_by_role("link", name="会場からのセミナー").click()
        story.follow(page, "訂正する")
        page.fill("#id_firms", "15")  # what was told before stands open
        page.fill("#id_reason", "名簿の3社が抜けていた")
        story.press(page, "この内容に訂正する")
        expect(page.get_by_role("main")).to_contain_text("15")
        page.goto(f"{story.root}/programme/figures/quarters/{quarter.key}/")
        row = page.locator(f"[id='{FIRMS}']")
        expect(row).to_contain_text("+3")
        row.get_by_role("link", name=story.say("算出し直す")).click()
        page.fill("#id_reason", "名簿の訂正")
        story.press(page, "算出し直す")
        expect(page.locator(".messages")).to_contain_text(
            story.say("新しい版ができました。道と市の承認を待ちます。")
        )
    with story.at("auditor") as page:
        page.goto(f"{story.root}/programme/figures/{FIRMS}/?period={quarter.key}")
        expect(page.get_by_role("main")).to_contain_text(story.say("第%(n)s版", n=2))
        expect(page.get_by_role("main")).to_contain_text(story.say("第%(n)s版", n=1))


def _change_the_plan(story: Story) -> None:
    """A finding, a proposal that changes the title, and both signatures."""
    with story.at("city_office") as page:
        page.goto(f"{story.root}/programme/reviews/new/")
        page.select_option("#id_initiative", "I-3")
        page.fill("#id_ja", "参加企業が増え、オンラインの要望が多い。")
        page.fill("#id_en", "More firms take part, and many ask for online seminars.")
        story.press(page, "所見を書いて、値を残す")
        review = page.url
        story.follow(page, "結論を提案する")
        page.locator("input[name=outcome][value=change]").check()
        page.fill("#id_effective_on", timezone.localdate().isoformat())
        page.fill("#id_reason_ja", REASON["ja"])
        page.fill("#id_reason_en", REASON["en"])
        page.locator("[name='how.ja']").fill("道、市、経済団体が、会場とオンラインで呼びかける。")
        page.locator("[name='how.en']").fill("They call for it on site and online.")
        story.press(page, "変わるところを確かめる")
        story.press(page, "提案して、署名を求める")
    for side in ("city", "prefecture"):
        with story.at(f"{side}_office") as page:
            page.goto(review)
            page.locator(f"form[action$='/sign/']:has(input[value={side}]) button").click()
            expect(page.locator(".messages")).to_be_visible()
    with story.browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{story.root}/programme/I-3/versions/")
        expect(page.get_by_role("main")).to_contain_text(REASON[story.language])
        page.goto(f"{story.root}/programme/I-3/")
        how = {"ja": "会場とオンラインで呼びかける", "en": "They call for it on site and online."}
        expect(page.get_by_role("main")).to_contain_text(how[story.language])


def _finish_what_the_council_decided(story: Story) -> None:
    what = {"ja": "大学への周知を終える", "en": "Tell the universities"}[story.language]
    with story.at("city_officer") as page:
        page.goto(f"{story.root}/tasks/")
        page.get_by_role("link", name=what).first.click()
        story.follow(page, "終わったことを報告する")
        page.locator("main form textarea, main form input[type=text]").first.fill("案内を送った。")
        story.press(page, "完了にする")
        expect(page.get_by_role("main")).to_contain_text(story.say("完了"))


def _report(story: Story) -> None:
    year = fiscal_year_of(timezone.localdate())
    with story.at("city_office") as page:
        page.goto(f"{story.root}/programme/reports/make/?subject=initiative:I-3&year={year}")
        page.select_option("#id_subject", "initiative:I-3")
        page.select_option("#id_year", str(year))
        story.press(page, "案を作る")
        story.long_work(page)
        page.locator("main a[href*='/programme/reports/']").first.click()
        page.wait_for_url(re.compile(r"/programme/reports/\w+/$"))
        report = page.url
    for side in ("city", "prefecture"):
        with story.at(f"{side}_office") as page:
            page.goto(report)
            page.locator(f"form[action$='/agree/']:has(input[value={side}]) button").click()
            expect(page.locator(".messages")).to_be_visible()
    with story.browser.new_context() as context:
        page = context.new_page()
        page.goto(report)
        told = page.get_by_role("main")
        expect(told).to_contain_text(FIRMS)
        expect(told).to_contain_text(REASON[story.language])
