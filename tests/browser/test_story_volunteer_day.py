"""An association asks for hands, citizens come, and both governments have their part in the day."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from renkei.journal.queries import standing_entries
from renkei.opportunities.models import Placement, Posting
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
TITLE = "公園の落ち葉を集める（デモ）"
SUPPORTERS, DAYS = "III-4.1", "III-4.2"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def choose(page: Page, question: str, *codes: str) -> None:
    for code in codes:
        page.locator(f'input[name="q_{question}"][value="{code}"]').check()


def ask_for_hands(page: Page) -> None:
    """The form of a day: three places, and not with fewer than two."""
    today = timezone.localdate()
    for name, text in {
        "title_ja": TITLE,
        "place": "富良野市",
        "capacity": "3",
        "minimum": "2",
        "first_day": today.isoformat(),
        "valid_until": today.isoformat(),
        "q_contents": "公園の落ち葉を集め、堆肥にする。",
        "q_held_on": today.isoformat(),
        "q_hours": "10時から15時",
        "q_days": "1",
        "q_meeting_place": "駅前",
        "q_costs": "昼食は用意する。",
    }.items():
        page.locator(f'[name="{name}"]').fill(text)
    choose(page, "task", "nature")
    choose(page, "month", MONTHS[today.month - 1])
    choose(page, "weekday", WEEKDAYS[today.weekday()])
    choose(page, "lodging", "none")
    choose(page, "insurance", "host")
    page.locator('button[name="save"]').click()
    page.wait_for_url("**/opportunities/*/")


def register_as_supporter(page: Page, say: Say) -> None:
    page.get_by_role("main").get_by_role("link", name=say("登録する")).click()
    choose(page, "tasks", "nature", "festival")
    choose(page, "weekdays", *WEEKDAYS)
    page.locator('select[name="q_home"]').select_option("011002")
    page.locator('button[name="register"]').click()
    page.wait_for_url("**/introductions/")


@in_both
def test_citizens_come_to_a_day_that_an_association_asked_for(
    browser: Browser, house: str, language: str, say: Say
) -> None:
    before = figures(SUPPORTERS, DAYS)

    with reader(browser) as npo:
        take_seat(npo, house, language, "npo")
        open_page(npo, house, language, "/opportunities/new/volunteers/")
        ask_for_hands(npo)
    posting = Posting.objects.get(title_ja=TITLE)
    here = f"/opportunities/{posting.key}/"

    with reader(browser) as officer:
        take_seat(officer, house, language, "prefecture_officer")
        open_page(officer, house, language, here)
        press(officer, say("確認済みにする"))
        press(officer, say("公開する"))

    with reader(browser) as student:  # who comes for the first time
        take_seat(student, house, language, "student")
        open_page(student, house, language, here)
        register_as_supporter(student, say)
        student.locator(f'.fit form button[name="posting"][value="{posting.key}"]').first.click()
        student.wait_for_url("**/placements/*/")

    with reader(browser) as citizen:  # who was here before: one click
        take_seat(citizen, house, language, "citizen")
        open_page(citizen, house, language, here)
        press(citizen, say("応募する"))
        citizen.wait_for_url("**/placements/*/")
    assert Placement.objects.filter(posting=posting, state="applied").count() == 2

    with reader(browser) as desk:
        take_seat(desk, house, language, "supporters")
        for placement in Placement.objects.filter(posting=posting).order_by("key"):
            open_page(desk, house, language, f"/opportunities/placements/{placement.key}/")
            record_next_step(desk)  # accepted
            record_next_step(desk)  # came
            desk.locator('input[name="days"]').fill("1")
            record_next_step(desk)  # done

    with reader(browser) as citizen:
        take_seat(citizen, house, language, "citizen")
        mine = Placement.objects.get(posting=posting, seeker__name="森下 かおる（デモ）")
        open_page(citizen, house, language, f"/opportunities/placements/{mine.key}/")
        expect(citizen.get_by_role("main")).to_contain_text(say("修了しました。"))

    posting.refresh_from_db()
    assert (posting.side, posting.taken) == ("prefecture", 2)
    keys = posting.placements.values_list("pk", flat=True)
    done = standing_entries().filter(kind="placement.completed", subject_key__in=list(keys))
    assert [(one.place, one.side) for one in done] == [("012297", "city")] * 2
    assert figures(SUPPORTERS, DAYS) == {
        SUPPORTERS: raised(before[SUPPORTERS], 1, side="city"),
        DAYS: raised(before[DAYS], 2, side="city"),
    }
