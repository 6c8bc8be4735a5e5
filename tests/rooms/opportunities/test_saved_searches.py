"""Whoever leaves an address is told of what is new: once confirmed, once each, until it ends."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from renkei.core.errors import Refused, WrongState
from renkei.opportunities.actions import searches
from renkei.opportunities.actions.news import tell_of_new_postings
from renkei.opportunities.actions.searches import (
    confirm_search,
    end_search,
    keep_search,
    save_search,
)
from renkei.opportunities.conditions import in_words
from renkei.opportunities.links import link_to_end, link_to_search
from renkei.opportunities.models import SavedSearch
from renkei.opportunities.queries.postings import PostingsAsked
from renkei.paperwork.actions.delivery import deliver_due
from renkei.paperwork.models import Notice
from renkei.paperwork.queries.subject_access import everything_about
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    OBIHIRO,
    TODAY,
    desk_cast,
    published,
)
from tests.rooms.opportunities.posting_pages import said
from tests.rooms.opportunities.searching import (
    EMAIL,
    NEW,
    SENT,
    kept,
    letters,
    link_in,
    reader,
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


# --- asked for and confirmed --------------------------------------------------------------------


def test_search_is_kept_once_the_letter_has_confirmed_it(cast: Cast) -> None:
    client = Client()
    page = client.get(f"{NEW}?market=jobs&region=016306&beyond=1&remote=1&words=設計")
    assert page.context["conditions"] == [
        "ことば「設計」",
        "UIターンの求人",
        "十勝総合振興局",
        "札幌市の外だけ",
        "在宅で働ける",
    ]

    answer = client.post(
        f"{NEW}?market=jobs&region=016306&beyond=1&remote=1&words=設計",
        {"email": "Reader@Example.org", "how_often": "weekly"},
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, SENT)
    [letter] = letters("confirm_search")
    search = SavedSearch.objects.get()
    assert (letter.email, search.email, search.confirmed_on) == (EMAIL, EMAIL, None)
    link = link_in(letter, "confirm")
    assert "始めますか" in said(client.get(link))
    assert SavedSearch.objects.get().confirmed_on is None

    confirmed = client.post(link, follow=True)

    assert "お知らせを始めます" in said(confirmed)
    search = SavedSearch.objects.get()
    assert (search.confirmed_on, search.how_often) == (TODAY, "weekly")
    assert (search.words, search.region, search.is_beyond, search.is_remote) == (
        "設計",
        "016306",
        True,
        True,
    )


def test_letter_to_somebody_else_says_nothing_that_a_stranger_typed(cast: Cast) -> None:
    save_search(PostingsAsked(words="http://example.org をどうぞ", place=OBIHIRO), reader())
    save_search(PostingsAsked(words="http://example.org をどうぞ"), reader())

    for letter in letters("confirm_search"):
        assert "example.org をどうぞ" not in letter.subject + letter.body
        assert "ことばでの検索" in letter.body
    assert "帯広市、ことばでの検索" in letters("confirm_search")[0].body


def test_form_says_what_is_wrong(cast: Cast) -> None:
    page = Client().post(NEW, {"email": "no address", "how_often": "hourly"})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"email", "how_often"}
    assert not SavedSearch.objects.exists()


def test_place_that_there_is_not_is_kept_by_nobody(cast: Cast) -> None:
    page = Client().post(f"{NEW}?place=どこにもない町", {"email": EMAIL, "how_often": "daily"})

    assert "北海道に見つかりません" in said(page)
    assert not SavedSearch.objects.exists()


@override_settings(SENDS_EMAIL=False)
def test_where_no_mail_is_sent_nobody_is_asked_for_an_address(cast: Cast) -> None:
    page = Client().post(NEW, {"email": EMAIL, "how_often": "daily"})

    assert "メールを送っていない" in said(page)
    assert not SavedSearch.objects.exists()


def test_nobody_learns_which_addresses_are_known(cast: Cast) -> None:
    kept()
    client = Client()

    answers = [
        client.post(NEW, {"email": email, "how_often": "daily"})
        for email in (EMAIL, "nobody@example.org", cast.citizen.email)
    ]

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, SENT)}
    assert len(letters("confirm_search")) == 4


def test_one_address_is_asked_five_times_a_day(cast: Cast) -> None:
    for _ in range(7):
        answer = Client().post(NEW, {"email": EMAIL, "how_often": "daily"})
        assert answer.status_code == 302

    assert len(letters("confirm_search")) == 5


def test_too_many_from_one_connection_or_in_all_are_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST_FROM_ONE", 2)
    monkeypatch.setattr(searches, "MOST_A_DAY", 3)
    everything = PostingsAsked()
    for n in range(2):
        save_search(everything, reader(email=f"{n}@example.org", client="a"))

    with pytest.raises(Refused, match="受付数"):
        save_search(everything, reader(email="2@example.org", client="a"))
    save_search(everything, reader(email="3@example.org", client="b"))
    with pytest.raises(Refused, match="受付数"):
        save_search(everything, reader(email="4@example.org", client="b"))

    page = Client().post(NEW, {"email": EMAIL, "how_often": "daily"})
    assert page.status_code == 422
    assert "受付数" in said(page)


def test_the_same_search_confirmed_twice_is_one(cast: Cast) -> None:
    first = kept(how_often="weekly")

    again = kept(how_often="daily", language="en")

    assert again.key == first.key
    one = SavedSearch.objects.get()
    assert (one.how_often, one.language) == ("daily", "en")


def test_one_address_keeps_ten(cast: Cast) -> None:
    for n in range(10):
        with time_machine.travel(timezone.now() + timedelta(days=2 * n)):
            kept(PostingsAsked(words=f"ことば{n}"), email=EMAIL)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        save_search(PostingsAsked(words="もう一つ"), reader())
        letter = letters("confirm_search")[-1]

        page = Client().post(link_in(letter, "confirm"))

    assert "10件まで" in said(page)
    assert SavedSearch.objects.filter(confirmed_on=None).count() == 1


def test_who_never_confirms_vanishes_after_a_week_with_the_address(cast: Cast) -> None:
    save_search(PostingsAsked(), reader())
    link = link_in(letters("confirm_search")[0], "confirm")

    tell_of_new_postings(night(7))
    assert SavedSearch.objects.count() == 1
    assert tell_of_new_postings(night(8)).n_ended == 1

    assert not SavedSearch.objects.exists()
    assert not Notice.objects.filter(email=EMAIL).exists()
    assert not Notice.objects.filter(body__contains="searches").exists()
    assert Client().post(link).status_code == 410
    with pytest.raises(WrongState):
        confirm_search("0" * 26, on=TODAY)


def test_link_to_confirm_is_over_after_a_week(cast: Cast) -> None:
    save_search(PostingsAsked(), reader())
    link = link_in(letters("confirm_search")[0], "confirm")

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert Client().post(link).status_code == 410
    assert SavedSearch.objects.get().confirmed_on is None


# --- its end ------------------------------------------------------------------------------------


def test_one_button_ends_it_and_the_address_is_gone_at_once(cast: Cast) -> None:
    search = kept()
    published(cast)
    tell_of_new_postings(TONIGHT)
    client, link = Client(enforce_csrf_checks=True), link_in(letters()[0], "end")
    asked = client.get(link)
    assert "終えますか" in said(asked)
    assert asked.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in asked.headers["Cache-Control"]

    # As a mail program does it (RFC 8058): without a cookie, without having looked.
    ended = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert "終えました" in said(ended)
    assert not SavedSearch.objects.filter(pk=search.pk).exists()
    assert not Notice.objects.filter(email=EMAIL).exists()
    assert not Notice.objects.exclude(stop_address="").exists()
    assert client.post(link).status_code == 200
    assert client.get(link).status_code == 410
    assert (
        client.get(link_to_search(search).removeprefix("http://localhost:8000")).status_code == 410
    )


def test_letter_says_to_mail_programs_where_it_is_ended(cast: Cast) -> None:
    search = kept()
    published(cast)
    tell_of_new_postings(TONIGHT)

    deliver_due(now=timezone.now() + timedelta(minutes=1))

    letter = next(one for one in mail.outbox if "新着の募集が" in one.subject)
    assert letter.extra_headers["List-Unsubscribe"] == f"<{link_to_end(search)}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    confirming = next(one for one in mail.outbox if "お確かめ" in one.subject)
    assert "List-Unsubscribe" not in confirming.extra_headers


def test_own_page_goes_on_for_another_year_and_changes_how_often(cast: Cast) -> None:
    search = kept()
    page = link_to_search(search).removeprefix("http://localhost:8000")
    client = Client()
    assert "2027年11月25日" in said(client.get(page))

    with time_machine.travel(timezone.now() + timedelta(days=100)):
        answer = client.post(page, {"how_often": "weekly"}, follow=True)

    assert "2028年3月5日" in said(answer)
    search.refresh_from_db()
    assert (search.how_often, search.used_on) == ("weekly", TODAY + timedelta(days=100))
    with pytest.raises(WrongState):
        keep_search("0" * 26, how_often="daily", on=TODAY)


@pytest.mark.parametrize("page", ["kept", "end"])
def test_forged_link_leads_nowhere(cast: Cast, page: str) -> None:
    kept()

    assert Client().get(f"/opportunities/searches/{page}/forged/").status_code == 404
    assert Client().post(f"/opportunities/searches/{page}/forged/").status_code == 404


def test_link_of_one_letter_is_of_no_use_at_another_page(cast: Cast) -> None:
    save_search(PostingsAsked(), reader())
    link = link_in(letters("confirm_search")[0], "confirm")

    assert Client().post(link.replace("/confirm/", "/end/")).status_code == 404
    assert SavedSearch.objects.exists()


def test_search_that_nobody_wanted_for_a_year_ends_with_a_letter(cast: Cast) -> None:
    kept(PostingsAsked(place=OBIHIRO))

    assert tell_of_new_postings(date(2027, 11, 25)).n_ended == 0
    assert tell_of_new_postings(date(2027, 11, 26)).n_ended == 1

    assert not SavedSearch.objects.exists()
    [letter] = letters("search_is_over")
    assert (letter.email, "12か月" in letter.body, "帯広市" in letter.body) == (EMAIL, True, True)
    # It leaves, and the next night nothing is left of the address.
    deliver_due(now=timezone.now() + timedelta(minutes=1))
    tell_of_new_postings(date(2027, 11, 27))
    assert not Notice.objects.filter(email=EMAIL).exists()


def test_address_that_takes_no_mail_is_not_written_to_again(cast: Cast) -> None:
    search = kept()
    published(cast)
    tell_of_new_postings(TONIGHT)
    Notice.objects.filter(template="opportunities.new_postings").update(
        state="given_up", problem="refused", due_at=None
    )

    assert tell_of_new_postings(night(2)).n_ended == 1

    assert not SavedSearch.objects.filter(pk=search.pk).exists()
    assert not Notice.objects.filter(email=EMAIL).exists()


def test_ending_what_has_ended_does_nothing(cast: Cast) -> None:
    search = kept()

    end_search(search.key)
    end_search(search.key)

    assert not SavedSearch.objects.exists()


def test_whoever_has_an_account_is_shown_what_is_kept_under_her_address(cast: Cast) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=cast.citizen).delete()
    address = EmailAddress.objects.create(user=cast.citizen, email=EMAIL, verified=False)
    kept(PostingsAsked(words="設計"))

    def found() -> list[dict[str, Any]]:
        sections = everything_about(cast.citizen.key)
        rows = [one.records() for one in sections if one.table.model == "opportunities.SavedSearch"]
        return [record for records in rows for record in records]

    assert found() == []
    address.verified = True
    address.save()
    assert [one["words"] for one in found()] == ["設計"]


def test_conditions_are_said_in_words() -> None:
    assert in_words(PostingsAsked()) == ["すべての募集"]
