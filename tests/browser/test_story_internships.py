"""A season of internships: from the call to the certificate of attendance."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from renkei.opportunities.models import Placement, Posting, Round, Seeker
from renkei.paperwork.models import Notice
from tests.browser.axe import violations
from tests.browser.stories import figures, open_page, raised, record_next_step
from tests.browser.test_stories_people import (
    Say,
    house,
    in_both,
    press,
    reader,
    say,
    take_seat,
)

__all__ = ["house", "say"]  # the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "はじめての設計事務所めぐり"
EMAIL = "first.timer@example.org"
COMPLETED = "II-5.2"


def long_work(page: Page) -> None:
    """What was handed to the queue is done, and the reader comes back to the round."""
    page.wait_for_url(re.compile("/jobs/"))
    call_command("db_worker", "--batch", "--interval", "0", verbosity=0)
    page.reload()


def answer_all(page: Page, whose: str, **answers: str) -> None:
    """Every question of the internships' file that is still to be answered, and these so."""
    for name, text in answers.items():
        page.locator(f'[name="q_{name}"]').first.fill(text)
    for box in page.locator('fieldset:has(input[type="radio"][name^="q_"])').all():
        if not box.locator("input:checked").count():
            box.locator("input").first.check()
    for name in {"interests", "months"} if whose == "seeker" else {"industries"}:
        for one in page.locator(f'input[name="q_{name}"]').all():
            one.check()


def call_for_students(page: Page, house: str, language: str, say: Say) -> Posting:
    """The coordinator writes the course down, checks it and publishes it."""
    today = timezone.localdate().isoformat()
    open_page(page, house, language, "/opportunities/new/internships/")
    firm = Posting.objects.filter(market="internships").first()
    assert firm is not None
    for name, text in {
        "organisation": firm.organisation.name_ja,
        "title_ja": TITLE,
        "title_en": TITLE,
        "place": "札幌市",
        "capacity": "1",
        "first_day": today,
        "valid_until": today,
    }.items():
        page.locator(f'[name="{name}"]').fill(text)
    answer_all(
        page,
        "posting",
        theme="図面と現場を見る。",
        firms="架空の設計事務所ほか（デモ）",
        n_firms="4",
        first_day=today,
        days="1",
        dates="10時から16時",
        meeting_place="駅前",
    )
    page.locator('button[name="save"]').click()
    page.wait_for_url("**/opportunities/*/")
    press(page, say("確認済みにする"))
    press(page, say("公開する"))
    return Posting.objects.get(title_ja=TITLE)


def register_and_wish(page: Page, house: str, language: str, posting: Posting) -> Seeker:
    """The desk writes down what a student tells it, and marks the course as her first wish."""
    open_page(page, house, language, "/opportunities/seekers/new/internships/")
    page.locator('[name="name"]').fill("初参加 はるか（デモ）")
    page.locator('[name="email"]').fill(EMAIL)
    answer_all(page, "seeker", university="架空大学（デモ）", days_most="5", times_before="0")
    page.locator('button[name="register"]').click()
    page.wait_for_url("**/introductions/")
    page.locator(f'li[id="{posting.key}"] .star').click()
    page.wait_for_url(f"**/introductions/#{posting.key}")
    return Seeker.objects.get(email=EMAIL)


@in_both
def test_from_the_call_to_the_certificate(
    browser: Browser, house: str, language: str, say: Say
) -> None:
    before = figures(COMPLETED)
    with reader(browser) as desk:
        take_seat(desk, house, language, "coordinator")
        posting = call_for_students(desk, house, language, say)
        student = register_and_wish(desk, house, language, posting)

        season = Round.objects.get(market="internships", state="open")
        here = f"/opportunities/rounds/{season.key}/"
        open_page(desk, house, language, here)
        press(desk, say("試算する"))
        long_work(desk)
        open_page(desk, house, language, here)
        expect(desk.get_by_role("main")).to_contain_text("101")
        press(desk, say("割り当ての案を作る"))
        long_work(desk)
        open_page(desk, house, language, f"{here}people/{student.key}/")
        expect(desk.get_by_role("main")).to_contain_text(TITLE)
        open_page(desk, house, language, here)
        press(desk, say("発表して、全員に知らせる"))
        long_work(desk)

    letter = Notice.objects.get(email=EMAIL, template="opportunities.place_given")
    [link] = re.findall(r"http\S+/take/\S+", letter.body)
    with reader(browser) as at_home:  # without an account, by the link of the letter
        open_page(at_home, house, language, link[link.index("/opportunities/") :])
        assert violations(at_home) == []
        press(at_home, say("受ける"))
        expect(at_home.get_by_role("main")).to_contain_text(
            say("参加が決まりました。当日をお待ちしています。")
        )

    placement = Placement.objects.get(seeker=student)
    assert (placement.state, placement.posting) == ("accepted", posting)
    with reader(browser) as desk:
        take_seat(desk, house, language, "coordinator")
        open_page(desk, house, language, f"/opportunities/placements/{placement.key}/")
        record_next_step(desk)  # came on the first day
        desk.locator('input[name="days"]').fill("1")
        record_next_step(desk)  # completed
        desk.get_by_role("main").get_by_role("link", name=say("参加証明書を見る")).click()
        paper = desk.locator(".certificate")
        expect(paper).to_contain_text("初参加 はるか")
        expect(paper).to_contain_text(TITLE)
        assert violations(desk) == []
    assert figures(COMPLETED) == {COMPLETED: raised(before[COMPLETED], 1, side="city")}
