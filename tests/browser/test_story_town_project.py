"""A town's project meets three companies: each is introduced, each replies, one agrees."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from renkei.demo.keys import demo_key
from renkei.directory.models import Organisation, Person
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
from tests.signing_in import cookie_of, signed_in

__all__ = ["house", "say"]  # the fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "空いた庁舎の部屋を使う（デモ）"
PROJECTS, AGREED = "III-1.1", "III-1.3"
# Of each seat the firm, and what it says.
REPLIES = {
    "mizuumi": ("架空湖システム（デモ）", "yes"),
    "company": ("架空雪野製作所（デモ）", "yes"),
    "kokage": ("架空木陰デザイン（デモ）", "no"),
}
FIRMS = [firm for firm, _reply in REPLIES.values()]


def describe(page: Page) -> None:
    for name, text in {
        "title_ja": TITLE,
        "place": "江別市",
        "capacity": "1",
        "valid_until": timezone.localdate().isoformat(),
        "q_issue": "使われない部屋が3つある。",
        "q_goal": "昼は働く場、夜は学ぶ場にする。",
        "q_expected": "使い方の設計と、はじめの半年の運営。",
        "q_people_wanted": "2",
        "q_months": "12",
    }.items():
        page.locator(f'[name="{name}"]').fill(text)
    page.locator('input[name="q_theme"][value="goal_11"]').check()
    for code in ("know_how", "people"):
        page.locator(f'input[name="q_helps"][value="{code}"]').check()
    page.locator('button[name="save"]').click()
    page.wait_for_url("**/opportunities/*/")


def sit_at(page: Page, house: str, name: str) -> None:
    """In a seat that the demonstration has, and does not offer to visitors."""
    person = Person.objects.get(pk=demo_key("person", name))
    page.context.add_cookies([cookie_of(signed_in(Client(), person), house)])


@in_both
def test_project_of_a_town_is_introduced_to_three_companies_and_one_agrees(
    browser: Browser, house: str, language: str, say: Say
) -> None:
    before = figures(PROJECTS, AGREED)

    with reader(browser) as town:
        take_seat(town, house, language, "municipality")
        open_page(town, house, language, "/opportunities/new/projects/")
        describe(town)
    posting = Posting.objects.get(title_ja=TITLE)
    here = f"/opportunities/{posting.key}/"

    with reader(browser) as officer:
        take_seat(officer, house, language, "regions_officer")
        open_page(officer, house, language, here)
        press(officer, say("確認済みにする"))
        press(officer, say("公開する"))
        officer.locator(f'a[href$="/fitting/{posting.key}/"]').click()
        for name in FIRMS:
            card = officer.locator(".fit").filter(has_text=said_of(name, language))
            expect(card.locator(".reasons li").first).to_be_visible()
            card.get_by_role("button").click()
            officer.wait_for_load_state()
        expect(officer.locator(".lines li")).to_have_count(3)

    for who, (_firm, reply) in REPLIES.items():
        with reader(browser) as firm:
            sit_at(firm, house, who)
            made = placement_of(posting, who)
            open_page(firm, house, language, "/tasks/")
            firm.locator(f'a[href$="/placements/{made.key}/"]').first.click()
            expect(firm.locator(".reasons li").first).to_be_visible()
            firm.locator(f'button[name="reply"][value="{reply}"]').click()
            expect(firm.locator('button[name="reply"]')).to_have_count(0)

    with reader(browser) as town:
        take_seat(town, house, language, "municipality")
        open_page(town, house, language, "/opportunities/placements/?market=projects")
        rows = town.get_by_role("row").filter(has_text=TITLE)
        for name in FIRMS:
            expect(rows.filter(has_text=said_of(name, language))).to_have_count(1)

    with reader(browser) as officer:
        take_seat(officer, house, language, "regions_officer")
        made = placement_of(posting, "company")
        open_page(officer, house, language, f"/opportunities/placements/{made.key}/")
        record_next_step(officer)  # in talks
        made = placement_of(posting, "mizuumi")
        open_page(officer, house, language, f"/opportunities/placements/{made.key}/")
        record_next_step(officer)  # in talks
        record_next_step(officer)  # agreed

    states = Placement.objects.filter(posting=posting).values_list("state", flat=True)
    assert set(states) == {"accepted", "met", "ended"}
    posting.refresh_from_db()
    assert (posting.state, posting.taken) == ("filled", 1)
    assert figures(PROJECTS, AGREED) == {
        PROJECTS: raised(before[PROJECTS], 1, side="prefecture"),
        AGREED: raised(before[AGREED], 1, side="prefecture"),
    }


def said_of(name: str, language: str) -> str:
    return Organisation.objects.get(name_ja=name).name_en if language == "en" else name


def placement_of(posting: Posting, who: str) -> Placement:
    return Placement.objects.get(posting=posting, seeker__organisation__name_ja=REPLIES[who][0])
