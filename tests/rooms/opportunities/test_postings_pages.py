"""Pages of postings to read: the public's search, one posting, what engines and calendars read."""

import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.opportunities.actions.postings import close_posting
from renkei.opportunities.models import Posting
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    JOB,
    SAPPORO,
    TODAY,
    desk_cast,
    entered,
    published,
)
from tests.rooms.opportunities.posting_pages import (
    HOME,
    SECRET,
    page_of,
    said,
    titles,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
DAY = re.compile(r"DTSTART;VALUE=DATE:(\d+)")
STRUCTURED = re.compile(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>')


@pytest.fixture
def cast() -> Cast:
    return desk_cast()


# --- the public's search ------------------------------------------------------------------------


def test_everybody_finds_what_is_published(cast: Cast) -> None:
    published(cast)
    published(cast, title_ja="市役所の近くの仕事", place=SAPPORO)
    entered(cast, title_ja=SECRET)

    page = Client().get(HOME)

    assert "いま2件の募集があります。そのうち1件は札幌市の外です。" in said(page)
    assert titles(Client()) == ["市役所の近くの仕事", "制御システムの技術者"]
    assert SECRET not in said(page)
    assert "company of the tests" in said(page)
    assert "帯広市" in said(page)


def test_search_speaks_english(cast: Cast) -> None:
    published(cast, title_en="Control engineer")

    page = said(Client().get("/en/opportunities/"))

    assert "Control engineer" in page
    assert "Obihiro" in page
    assert "制御" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?beyond=1", ["帯広の仕事"]),
        ("?region=011002", ["札幌の仕事"]),
        ("?region=016306", ["帯広の仕事"]),
        ("?place=帯広市", ["帯広の仕事"]),
        ("?place=どこにもない町", []),
        ("?market=mothers", []),
        ("?market=jobs", ["札幌の仕事", "帯広の仕事"]),
        ("?market=nothing&region=1&page=x", ["札幌の仕事", "帯広の仕事"]),
        ("?words=帯広の", ["帯広の仕事"]),
    ],
)
def test_filters_stand_in_the_address(cast: Cast, asked: str, found: list[str]) -> None:
    published(cast, title_ja="帯広の仕事")
    published(cast, title_ja="札幌の仕事", place=SAPPORO)

    assert titles(Client(), asked) == found


def test_empty_search_says_what_to_do() -> None:
    assert "いま公開している募集はありません。" in said(Client().get(HOME))
    assert "地域を広げて" in said(Client().get(f"{HOME}?market=jobs"))


# --- one posting --------------------------------------------------------------------------------


def test_everybody_reads_what_is_published(cast: Cast) -> None:
    posting = published(cast, first_day=date(2027, 1, 5), last_day=date(2027, 1, 9), capacity=3)

    page = said(Client().get(page_of(posting)))

    for text in ("制御システムの技術者", "帯広市", "3（残り3）", "260,000円", "一部在宅"):
        assert text in page
    assert "2027年1月5日（火）から2027年1月9日（土）まで" in page
    assert "記録の動き" not in page
    assert "未回答" not in page


def test_whoever_is_interested_is_led_to_the_registration(cast: Cast) -> None:
    posting = published(cast)
    there = "/opportunities/seekers/new/jobs/"
    login = f"{reverse('account_login')}?next={there}"

    assert f'href="{login}"' in said(Client().get(page_of(posting)))
    citizen = signed_in(Client(), cast.citizen)
    assert f'href="{there}"' in said(citizen.get(page_of(posting)))
    for who in ("counsellor", "desk_manager", "municipality_officer"):
        page = signed_in(Client(), cast.people[who]).get(page_of(posting))
        assert there not in said(page)


def test_draft_is_read_by_its_desk_and_its_firm_only(cast: Cast) -> None:
    posting = entered(cast, title_ja=SECRET)
    may, may_not = ("counsellor", "representative"), ("other_representative", "outsider")

    assert Client().get(page_of(posting)).status_code == 404
    for who in may:
        assert SECRET in said(signed_in(Client(), cast.people[who]).get(page_of(posting)))
    for who in may_not:
        response = signed_in(Client(), cast.people[who]).get(page_of(posting))
        assert response.status_code == 404
        assert SECRET not in said(response)


def test_desk_sees_when_it_was_published(cast: Cast) -> None:
    posting = published(cast)

    page = signed_in(Client(), cast.counsellor).get(page_of(posting))

    assert [line.what for line in page.context["history"]] == ["公開した"]
    assert "記録の動き" in said(page)


def test_closed_posting_is_gone_for_everybody_but_those_with_a_seat(cast: Cast) -> None:
    posting = published(cast, title_ja=SECRET)
    close_posting(posting, reason="filled", by=cast.asker("counsellor"), on=TODAY)

    public = Client().get(page_of(posting))

    assert public.status_code == 410
    assert "この募集は終わりました" in said(public)
    assert f'action="{HOME}"' in said(public)
    assert SECRET not in said(public)
    desk = signed_in(Client(), cast.counsellor).get(page_of(posting))
    assert desk.status_code == 200
    assert "公開を終えました（決まった）。" in said(desk)


def test_what_never_was_published_is_not_gone(cast: Cast) -> None:
    posting = entered(cast)
    close_posting(posting, reason="withdrawn", by=cast.asker("counsellor"), on=TODAY)

    assert Client().get(page_of(posting)).status_code == 404
    assert Client().get(f"{HOME}{'0' * 26}/").status_code == 404


# --- for search engines and calendars -----------------------------------------------------------


def structured(posting: Posting) -> dict[str, object] | None:
    found = STRUCTURED.findall(said(Client().get(page_of(posting))))
    return json.loads(found[0]) if found else None


def test_vacancy_is_told_to_search_engines(cast: Cast) -> None:
    until = timezone.localdate() + timedelta(days=30)
    tricky = "</script><b>太字</b> & 設計"
    posting = published(
        cast, valid_until=until, answers={**JOB, "duties": tricky, "salary_to": 300_000}
    )

    told = structured(posting)

    assert told is not None
    assert told["@context"] == "https://schema.org/"
    assert told["@type"] == "JobPosting"
    assert told["title"] == "制御システムの技術者"
    assert told["description"] == ("<p>&lt;/script&gt;&lt;b&gt;太字&lt;/b&gt; &amp; 設計</p>")
    assert told["datePosted"] == TODAY.isoformat()
    assert told["validThrough"] == f"{until.isoformat()}T23:59:59+09:00"
    assert told["employmentType"] == "FULL_TIME"
    assert told["hiringOrganization"] == {"@type": "Organization", "name": "company of the tests"}
    assert told["jobLocation"] == {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "帯広市",
            "addressRegion": "北海道",
            "addressCountry": "JP",
        },
    }
    assert told["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "JPY",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": 260_000,
            "maxValue": 300_000,
            "unitText": "MONTH",
        },
    }
    assert str(told["url"]).endswith(page_of(posting))


def test_work_from_home_says_where_from(cast: Cast) -> None:
    until = timezone.localdate() + timedelta(days=30)
    posting = published(cast, valid_until=until, answers={**JOB, "remote": "full"})

    told = structured(posting)

    assert told is not None
    assert told["jobLocationType"] == "TELECOMMUTE"
    assert told["applicantLocationRequirements"] == {"@type": "Country", "name": "JP"}


def test_draft_and_other_markets_are_not_told(cast: Cast) -> None:
    posting = published(cast, valid_until=timezone.localdate() + timedelta(days=30))
    Posting.objects.filter(pk=posting.pk).update(market="internships")
    draft = entered(cast)

    page = said(signed_in(Client(), cast.counsellor).get(page_of(draft)))

    assert structured(posting) is None
    assert "ld+json" not in page


def test_days_go_into_a_calendar(cast: Cast) -> None:
    held = published(cast, first_day=date(2027, 1, 5), last_day=date(2027, 1, 9))
    other = published(cast)

    file = Client().get(f"{page_of(held)}days.ics")
    deadline = said(Client().get(f"{page_of(other)}days.ics"))

    assert file["Content-Type"].startswith("text/calendar")
    assert DAY.findall(said(file)) == ["20270105"]
    assert "DTEND;VALUE=DATE:20270110\r\n" in said(file)
    assert "SUMMARY:制御システムの技術者\r\n" in said(file)
    assert "LOCATION:帯広市\r\n" in said(file)
    assert DAY.findall(deadline) == [f"{TODAY + timedelta(days=60):%Y%m%d}"]
    assert "SUMMARY:締切：制御システムの技術者\r\n" in deadline


def test_days_of_a_draft_are_for_its_desk(cast: Cast) -> None:
    posting = entered(cast)

    assert Client().get(f"{page_of(posting)}days.ics").status_code == 404
