"""A mother who can work from ten to two: her hours decide, and one hour more opens other doors."""

import pytest
from playwright.sync_api import Browser, expect

from renkei.journal.queries import standing_entries
from renkei.opportunities.models import Placement, Posting, Seeker
from tests.browser.stories import figures, open_page, raised, record_next_step
from tests.browser.test_stories_people import house, in_both, reader, take_seat

__all__ = ["house"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOTHER = "白石 ゆうこ（デモ）"
UNTIL_THREE = "経理の補助（15時まで）"
FOUND_WORK = "I-7.3"


@in_both
def test_hours_of_childcare_decide_and_an_hour_more_opens_three(
    browser: Browser, house: str, language: str
) -> None:
    before = figures(FOUND_WORK)
    seeker = Seeker.objects.get(name=MOTHER)
    posting = Posting.objects.get(title_ja=UNTIL_THREE)
    here = f"/opportunities/seekers/{seeker.key}/introductions/"
    three = f'.fit form button[name="posting"][value="{posting.key}"]'

    with reader(browser) as page:
        take_seat(page, house, language, "mothers_counsellor")
        open_page(page, house, language, here)
        shown = page.locator('.fit form button[name="posting"]')
        assert {ends_at(key) for key in values(shown)} == {14}
        said = "End of work up to 15" if language == "en" else "終業の時刻が15時までなら、3件"
        expect(page.locator(".without")).to_contain_text(said)

        # Her mother fetches the child on some days: until three it can be done.
        page.locator(".desk__without .next a").click()
        page.locator('input[name="q_leaves_by"]').fill("15")
        page.locator('button[name="register"]').click()
        page.wait_for_url("**/introductions/")
        assert {ends_at(key) for key in values(shown)} == {14, 15}

        page.locator(three).first.click()
        page.wait_for_url("**/placements/*/")
        for _step in ("applied", "met", "offered", "accepted", "started"):
            record_next_step(page)

    placement = Placement.objects.get(seeker=seeker, posting=posting)
    assert placement.state == "started"
    started = standing_entries().get(kind="placement.started", subject_key=placement.key)
    assert (started.sex, started.side, started.place) == ("female", "city", "011002")
    assert figures(FOUND_WORK) == {FOUND_WORK: raised(before[FOUND_WORK], 1, side="city")}


def values(buttons) -> set[str]:
    return set(buttons.evaluate_all("all => all.map(one => one.value)"))


def ends_at(key: str) -> int:
    return Posting.objects.get(pk=key).answers["ends_at"]
