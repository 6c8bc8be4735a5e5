"""A returning engineer and a counsellor, from the ten introductions to the job in Obihiro."""

import re

import pytest
from playwright.sync_api import Browser, expect

from renkei.charter.market_reader import markets
from renkei.journal.queries import standing_entries
from renkei.opportunities.models import Placement, Posting, Seeker
from tests.browser.stories import figures, open_page, raised, record_next_step
from tests.browser.test_stories_people import house, in_both, reader, take_seat

__all__ = ["house"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENGINEER = "帯広 出身（デモ）"
OBIHIRO = "食品工場の制御技術者"
COUNTED = ("II-1.3", "II-1.4")


@in_both
def test_returning_engineer_is_shown_ten_and_placed_in_obihiro(
    browser: Browser, house: str, language: str
) -> None:
    before = figures(*COUNTED)
    seeker = Seeker.objects.get(name=ENGINEER)

    with reader(browser) as page:
        take_seat(page, house, language, "counsellor")
        open_page(page, house, language, f"/opportunities/seekers/{seeker.key}/introductions/")

        fits = page.locator(".fit")
        expect(fits).to_have_count(10)
        assert fits.locator(".fit__where .tag").count() >= 3  # beyond Sapporo
        expect(fits.first.locator(".reasons li").first).to_be_visible()
        expect(page.locator(".without li").first).to_contain_text(re.compile("札幌市|Sapporo"))

        posting = Posting.objects.get(title_ja=OBIHIRO)
        page.locator(f'.fit form button[name="posting"][value="{posting.key}"]').first.click()
        page.wait_for_load_state()
        placement = Placement.objects.get(seeker=seeker, posting=posting)
        open_page(page, house, language, f"/opportunities/placements/{placement.key}/")
        for _step in ("applied", "met", "offered", "accepted", "started"):
            record_next_step(page)

        stage = markets()["jobs"].versions[-1].stage("started")
        assert stage
        said = stage.label.en if language == "en" else stage.label.ja
        expect(page.get_by_role("main")).to_contain_text(said)

    placement.refresh_from_db()
    assert placement.state == "started"
    started = standing_entries().get(kind="placement.started", subject_key=placement.key)
    assert (started.place, started.origin, started.side) == ("012076", "130001", "city")
    assert figures(*COUNTED) == {name: raised(was, 1, side="city") for name, was in before.items()}
