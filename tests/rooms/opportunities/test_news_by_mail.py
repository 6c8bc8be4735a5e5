"""Every night whoever keeps a search is told of what is new and fits: all, and nothing twice."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from renkei.opportunities.actions.news import tell_of_new_postings
from renkei.opportunities.actions.postings import (
    change_posting,
    check_posting,
    close_posting,
    open_posting,
    renew_posting,
)
from renkei.opportunities.links import link_to_end, link_to_search
from renkei.opportunities.models import Announcement, Night, Posting
from renkei.opportunities.queries.postings import PostingsAsked
from tests.cast import Cast
from tests.concurrency import at_once, shared_database
from tests.rooms.opportunities.doing import (
    JOB,
    OBIHIRO,
    SAPPORO,
    TODAY,
    desk_cast,
    entered,
    offered,
    published,
)
from tests.rooms.opportunities.posting_pages import titles
from tests.rooms.opportunities.searching import (
    EMAIL,
    kept,
    letters,
    told_of,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("places_loaded", "_now"),
]
TONIGHT = TODAY + timedelta(days=1)


def night(n: int) -> date:
    return TODAY + timedelta(days=n)


@pytest.fixture
def _now() -> Any:
    with time_machine.travel(datetime(2026, 11, 25, 6, tzinfo=timezone.get_fixed_timezone(0))):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast()


def test_letter_tells_of_what_is_new_and_fits_and_of_nothing_twice(cast: Cast) -> None:
    published(cast, title_ja="前からある仕事")
    tell_of_new_postings(TODAY)
    search = kept(PostingsAsked(place=OBIHIRO))
    published(cast, title_ja="帯広の仕事")
    published(cast, title_ja="札幌の仕事", place=SAPPORO)
    entered(cast, title_ja="まだ公開していない仕事")

    assert tell_of_new_postings(TONIGHT).n_letters == 1
    assert tell_of_new_postings(TONIGHT).n_letters == 0
    assert tell_of_new_postings(night(2)).n_letters == 0

    [letter] = letters()
    assert told_of(letter) == ["帯広の仕事"]
    assert letter.subject == "新着の募集が1件あります（帯広市）"
    assert (letter.email, letter.person, letter.language) == (EMAIL, "", "ja")
    posting = Posting.objects.get(title_ja="帯広の仕事")
    assert f"/opportunities/{posting.key}/" in letter.body
    assert link_to_search(search) in letter.body
    assert link_to_end(search) in letter.body


def test_nothing_new_nothing_sent(cast: Cast) -> None:
    kept()

    assert tell_of_new_postings(TONIGHT).n_letters == 0
    assert letters() == []


def test_english_reader_is_told_in_english(cast: Cast) -> None:
    kept(PostingsAsked(region="016306"), language="en")
    published(cast, title_en="Control engineer")

    tell_of_new_postings(TONIGHT)

    [letter] = letters()
    assert letter.subject.startswith("New postings: 1 (")
    assert told_of(letter) == ["Control engineer"]
    assert "Obihiro" in letter.body
    assert "/en/opportunities/" in letter.body
    assert not any("぀" < sign < "鿿" for sign in letter.body.replace("・", ""))


def test_weekly_reader_is_told_once_a_week_of_the_whole_week(cast: Cast) -> None:
    kept(how_often="weekly")
    written = []
    for n in range(1, 16):
        published(cast, title_ja=f"{n}日目の仕事")
        written.append(tell_of_new_postings(night(n)).n_letters)

    assert [n for n, wrote in enumerate(written, start=1) if wrote] == [6, 13]
    first, second = letters()
    assert told_of(first) == [f"{n}日目の仕事" for n in range(6, 0, -1)]
    assert told_of(second) == [f"{n}日目の仕事" for n in range(13, 6, -1)]


def test_night_left_out_is_made_up_for(cast: Cast) -> None:
    kept()
    published(cast, title_ja="一つ目")
    tell_of_new_postings(TONIGHT)
    published(cast, title_ja="二つ目")

    tell_of_new_postings(night(5))

    assert [told_of(one) for one in letters()] == [["一つ目"], ["二つ目"]]


def test_posting_that_is_changed_closed_and_renewed_is_not_new_again(cast: Cast) -> None:
    by = cast.asker("counsellor")
    kept()
    posting = published(cast)
    tell_of_new_postings(TONIGHT)

    posting = change_posting(posting, offered(cast, title_ja="直した題名"), by=by, on=TONIGHT)
    close_posting(posting, reason="withdrawn", by=by, on=TONIGHT)
    renew_posting(posting, valid_until=night(90), by=by, on=TONIGHT)

    assert tell_of_new_postings(night(2)).n_letters == 0


def test_posting_taken_back_on_its_first_day_is_new_when_it_comes_again(cast: Cast) -> None:
    by = cast.asker("counsellor")
    kept()
    posting = published(cast)
    change_posting(posting, offered(cast), by=cast.asker("representative"), on=TODAY)

    assert tell_of_new_postings(TONIGHT).n_letters == 0
    open_posting(check_posting(posting, by=by, on=TONIGHT), by=by, on=TONIGHT)

    assert tell_of_new_postings(night(2)).n_letters == 1


def test_search_confirmed_before_the_nights_work_misses_nothing(cast: Cast) -> None:
    published(cast, title_ja="きのうの仕事")
    kept(on=TODAY)  # in the small hours: the night's work is still to be done

    assert tell_of_new_postings(TODAY).n_letters == 1


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        (PostingsAsked(), True),
        (PostingsAsked(words="制御"), True),
        (PostingsAsked(words="制御 工場"), True),
        (PostingsAsked(words="看護"), False),
        (PostingsAsked(market="jobs"), True),
        (PostingsAsked(market="mothers"), False),
        (PostingsAsked(region="016306"), True),
        (PostingsAsked(region=SAPPORO), False),
        (PostingsAsked(place=SAPPORO), False),
        (PostingsAsked(is_beyond=True), True),
        (PostingsAsked(is_remote=True), True),
    ],
)
def test_letter_holds_what_the_page_would(cast: Cast, asked: PostingsAsked, fits: bool) -> None:
    kept(asked)
    published(cast)

    assert tell_of_new_postings(TONIGHT).n_letters == int(fits)


def test_what_is_on_site_only_is_not_from_home(cast: Cast) -> None:
    kept(PostingsAsked(is_remote=True))
    published(cast, answers=JOB | {"remote": "none"})

    assert tell_of_new_postings(TONIGHT).n_letters == 0
    assert titles(Client(), "?remote=1") == []


def test_very_many_are_told_in_one_letter_that_says_how_many_more(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    kept()
    first = published(cast, title_ja="仕事")
    copies = []
    for n in range(24):
        first.pk, first.token = f"{n:026}", ""
        copies.append(Posting(**{f.attname: getattr(first, f.attname) for f in first._meta.fields}))
    Posting.objects.bulk_create(copies)

    with django_assert_max_num_queries(30):
        tell_of_new_postings(TONIGHT)

    [letter] = letters()
    assert len(told_of(letter)) == 20
    assert "新着の募集が25件" in letter.subject
    assert "ほかに5件あります。" in letter.body


# --- two at once --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_nightly_workers_one_writes(places_of_a_test: None) -> None:
    cast = desk_cast()
    for n in range(3):
        kept(PostingsAsked(words="制御"), email=f"{n}@example.org")
    published(cast)

    with shared_database():
        outcomes = at_once(*[lambda: tell_of_new_postings(TONIGHT)] * 2)

        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
        assert sum(one.n_letters for one in outcomes) == 3
        assert sorted(one.email for one in letters()) == [f"{n}@example.org" for n in range(3)]
        assert (Night.objects.count(), Announcement.objects.count()) == (1, 1)
