"""Pages of postings: the public's search, one posting, the forms, the desk's list, the steps."""

import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renkei.opportunities.actions.postings import change_posting, check_posting, close_posting
from renkei.opportunities.models import Posting
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    JOB,
    SAPPORO,
    TODAY,
    desk_cast,
    entered,
    introduced,
    offered,
    placed,
    published,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
HOME, DESK, NEW = "/opportunities/", "/opportunities/desk/", "/opportunities/new/"
TOKEN = "f" * 32
SECRET = "だれにも見えない題名"
DAY = re.compile(r"DTSTART;VALUE=DATE:(\d+)")
STRUCTURED = re.compile(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>')
STEPS = ("check", "return", "publish", "renew", "close", "copy", "adopt")


@pytest.fixture
def cast() -> Cast:
    return desk_cast()


def page_of(posting: Posting) -> str:
    return f"{HOME}{posting.key}/"


def said(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def titles(client: Client, asked: str = "", page: str = HOME) -> list[str]:
    return [row.title for row in client.get(f"{page}{asked}").context["page"].rows]


def typed(**more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "organisation": "company of the tests",
        "title_ja": "制御システムの技術者",
        "place": "帯広市",
        "capacity": "2",
        "valid_until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "token": TOKEN,
        "q_occupation": "engineer",
        "q_employment": "regular",
        "q_duties": "工場の制御システムを作る。",
        "q_remote": "some",
        "q_salary_from": "260,000",
        "q_housing": "yes",
        "save": "1",
    }
    return told | more


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


# --- entering and changing ----------------------------------------------------------------------


def test_desk_enters_a_posting_of_a_firm(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)

    assert client.get(NEW)["Location"] == f"{NEW}jobs/"
    answer = client.post(f"{NEW}jobs/", typed())

    made = Posting.objects.get()
    assert answer["Location"] == page_of(made)
    assert made.organisation_id == cast.organisations["company"].key
    assert (made.region, made.capacity, made.state) == ("016306", 2, "draft")
    assert made.answers["salary_from"] == 260_000
    assert "下書きに残しました" in said(client.get(page_of(made)))


def test_form_sent_twice_makes_one_posting(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)

    for _ in range(2):
        client.post(f"{NEW}jobs/", typed())

    assert Posting.objects.count() == 1


def test_firm_enters_its_own_and_is_told_what_happens(cast: Cast) -> None:
    client = signed_in(Client(), cast.representative)

    form = said(client.get(f"{NEW}jobs/"))
    client.post(f"{NEW}jobs/", typed(organisation="university of the tests"))

    made = Posting.objects.get()
    assert 'name="organisation"' not in form
    assert made.organisation_id == cast.organisations["company"].key
    assert "3開庁日以内に確かめ" in said(client.get(page_of(made)))


def test_what_is_wrong_is_said_in_both_halves_and_nothing_is_lost(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)
    wrong = typed(organisation="どこにもない会社", q_salary_from="たくさん", q_remote="")

    answer = client.post(f"{NEW}jobs/", wrong)

    assert answer.status_code == 422
    assert [one["id"] for one in answer.context["problems"]] == [
        "id_organisation",
        "q_remote",
        "q_salary_from",
    ]
    assert 'value="たくさん"' in said(answer)
    assert "工場の制御システムを作る。" in said(answer)
    assert not Posting.objects.exists()


def test_half_written_posting_is_kept_but_not_checked(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)
    half = typed(q_remote="", q_duties="", later="1")
    del half["save"]

    client.post(f"{NEW}jobs/", half)

    made = Posting.objects.get()
    page = client.get(page_of(made))
    assert page.context["missing"] == ["仕事の内容", "在宅勤務"]
    assert "check/" not in said(page)
    assert client.get(DESK).context["page"].rows[0].waits == "書きかけ"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"place": "どこにもない町"}, "id_place"),
        ({"capacity": "0"}, "id_capacity"),
        ({"last_day": "2027-01-05"}, "id_last_day"),
        ({"valid_until": "2020-01-01"}, "posting-form"),
    ],
)
def test_impossible_postings_are_refused_at_the_form(
    cast: Cast, told: dict[str, object], field: str
) -> None:
    answer = signed_in(Client(), cast.counsellor).post(f"{NEW}jobs/", typed(**told))

    assert [one["id"] for one in answer.context["problems"]] == [field]


def test_posting_is_changed(cast: Cast) -> None:
    posting = entered(cast)
    client = signed_in(Client(), cast.counsellor)
    form = client.get(f"{page_of(posting)}change/")

    answer = client.post(
        f"{page_of(posting)}change/",
        typed(title_ja="新しい題名", revision=form.context["revision"]),
    )

    assert 'value="帯広市"' in said(form)
    assert answer["Location"] == page_of(posting)
    posting.refresh_from_db()
    assert (posting.title_ja, posting.revision) == ("新しい題名", 2)


def test_change_of_somebody_faster_is_not_lost(cast: Cast) -> None:
    posting = entered(cast)
    change_posting(
        posting, offered(cast, title_ja="先に直した題名"), by=cast.asker("counsellor"), on=TODAY
    )

    answer = signed_in(Client(), cast.counsellor).post(
        f"{page_of(posting)}change/", typed(title_ja="あとの題名", revision="1")
    )

    assert "ほかの人が先に直しました" in said(answer)
    assert "あとの題名" in said(answer)
    posting.refresh_from_db()
    assert posting.title_ja == "先に直した題名"


def test_firm_is_told_that_a_change_hides_it_again(cast: Cast) -> None:
    posting = published(cast)
    client = signed_in(Client(), cast.representative)

    assert "公開を休みます" in said(client.get(f"{page_of(posting)}change/"))

    Posting.objects.filter(pk=posting.pk).update(taken=1)
    assert client.get(f"{page_of(posting)}change/")["Location"] == page_of(posting)


@pytest.mark.parametrize("who", ["outsider", "citizen", "city_administrator"])
def test_outsiders_enter_and_change_nothing(cast: Cast, who: str) -> None:
    posting = published(cast)
    client = signed_in(Client(), cast.people[who])

    for address in (NEW, f"{NEW}jobs/", DESK, f"{page_of(posting)}change/"):
        assert client.get(address).status_code == 404
        assert client.post(address, typed()).status_code in (404, 405)
    assert Posting.objects.count() == 1


# --- the steps ----------------------------------------------------------------------------------


def test_posting_goes_through_its_life(cast: Cast) -> None:
    posting = entered(cast)
    client = signed_in(Client(), cast.counsellor)
    later = timezone.localdate() + timedelta(days=100)
    states = []

    for step, told in (
        ("check", {}),
        ("return", {"reason": "月給の上限を書いてください。"}),
        ("check", {}),
        ("publish", {}),
        ("renew", {"valid_until": later.isoformat()}),
        ("close", {"reason": "filled"}),
        ("renew", {"valid_until": later.isoformat()}),
    ):
        answer = client.post(f"{page_of(posting)}{step}/", told)
        assert answer["Location"] == page_of(posting)
        posting.refresh_from_db()
        states.append(posting.state)

    assert states == ["checked", "draft", "checked", "open", "open", "closed", "open"]
    assert posting.valid_until == later
    page = client.get(page_of(posting))
    assert [line.what for line in page.context["history"]] == [
        "公開した",
        "更新した",
        "終えた（決まった）",
        "更新した",
    ]


def test_firm_reads_why_it_was_given_back(cast: Cast) -> None:
    posting = check_posting(entered(cast), by=cast.asker("counsellor"), on=TODAY)
    reason = "月給の上限を書いてください。"
    signed_in(Client(), cast.counsellor).post(f"{page_of(posting)}return/", {"reason": reason})

    page = signed_in(Client(), cast.representative).get(page_of(posting))

    assert page.context["returned"] == reason
    assert reason in said(page)


def test_refusal_stands_at_the_form(cast: Cast) -> None:
    posting = published(cast)
    client = signed_in(Client(), cast.counsellor)

    answer = client.post(f"{page_of(posting)}renew/", {"valid_until": "2020-01-01"})

    assert answer.status_code == 422
    assert "掲載の期限が過ぎています" in said(answer)


def test_posting_is_copied_once(cast: Cast) -> None:
    posting = published(cast, capacity=3)
    client = signed_in(Client(), cast.counsellor)

    for _ in range(2):
        answer = client.post(f"{page_of(posting)}copy/", {"token": TOKEN})

    made = Posting.objects.exclude(pk=posting.pk).get()
    assert answer["Location"] == f"{page_of(made)}change/"
    assert (made.title_ja, made.capacity, made.state) == (posting.title_ja, 3, "draft")


def test_proposal_is_adopted_after_somebody_took_part(cast: Cast) -> None:
    placement = introduced(cast)
    posting = placement.posting
    client = signed_in(Client(), cast.counsellor)
    told = {"what": "工場見学の案内を作り直す。"}

    early = client.post(f"{page_of(posting)}adopt/", told)
    placed(placement, "accepted", by=cast.asker("counsellor"))
    client.post(f"{page_of(posting)}adopt/", told)

    assert "まだだれも参加していません。" in said(early)
    assert told["what"] in said(client.get(page_of(posting)))


@pytest.mark.parametrize("step", STEPS)
def test_steps_are_taken_by_a_press_of_a_button_of_those_who_may(cast: Cast, step: str) -> None:
    posting = published(cast)
    address = f"{page_of(posting)}{step}/"
    desk, firm = (signed_in(Client(), cast.people[one]) for one in ("counsellor", "representative"))

    got = desk.get(address).status_code
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = desk.cookies

    assert got == (405 if step in ("check", "publish", "copy") else 200)
    assert forged.post(address).status_code == 403
    assert signed_in(Client(), cast.outsider).post(address).status_code == 404
    if step in ("check", "return", "publish", "renew"):
        assert firm.post(address).status_code == 404
    posting.refresh_from_db()
    assert posting.state == "open"


# --- the desk's list ----------------------------------------------------------------------------


def test_desk_sees_first_what_waits(cast: Cast) -> None:
    entered(cast, title_ja="下書き")
    check_posting(entered(cast, title_ja="確認済み"), by=cast.asker("counsellor"), on=TODAY)
    published(cast, title_ja="公開中")
    client = signed_in(Client(), cast.counsellor)

    assert titles(client, page=DESK) == ["下書き", "確認済み", "公開中"]
    assert titles(client, "?state=open", DESK) == ["公開中"]
    assert titles(client, "?region=011002", DESK) == []


def test_governments_read_what_is_checked_and_no_drafts_of_the_other(cast: Cast) -> None:
    entered(cast, title_ja=SECRET)
    published(cast, title_ja="公開中")

    page = signed_in(Client(), cast.prefecture_counsellor).get(DESK)

    assert [row.title for row in page.context["page"].rows] == ["公開中"]
    assert SECRET not in said(page)


def test_firm_sees_its_own_there(cast: Cast) -> None:
    entered(cast, title_ja="自社の下書き")
    other = cast.organisations["other_company"].key
    published(cast, title_ja="ほかの会社の募集", organisation=other)

    page = signed_in(Client(), cast.representative).get(DESK)

    assert [row.title for row in page.context["page"].rows] == ["自社の下書き"]


def test_empty_desk_says_what_to_do(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)

    assert "募集を入力する" in said(client.get(DESK))
    assert "すべての募集を見る" in said(client.get(f"{DESK}?state=open"))
