"""Postings are entered, changed, taken through their life, and listed for whoever does it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from renkei.opportunities.actions.postings import change_posting, check_posting
from renkei.opportunities.models import Posting
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    TODAY,
    desk_cast,
    entered,
    introduced,
    offered,
    placed,
    published,
)
from tests.rooms.opportunities.posting_pages import (
    DESK,
    NEW,
    SECRET,
    TOKEN,
    page_of,
    said,
    titles,
    typed,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
STEPS = ("check", "return", "publish", "renew", "close", "copy", "adopt")


@pytest.fixture
def cast() -> Cast:
    return desk_cast()


# --- entering and changing ----------------------------------------------------------------------


def test_desk_enters_a_posting_of_a_firm(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)

    assert client.get(NEW)["Location"] == f"{NEW}jobs/"
    answer = client.post(f"{NEW}jobs/", typed())

    made = Posting.objects.get()
    assert answer["Location"] == f"{page_of(made)}?kept={TOKEN}"
    assert made.organisation_id == cast.organisations["company"].key
    assert (made.region, made.capacity, made.state) == ("016306", 2, "draft")
    assert made.answers["salary_from"] == 260_000
    assert "下書きに残しました" in said(client.get(page_of(made)))


def test_browser_lets_go_of_what_the_house_has(cast: Cast) -> None:
    client = signed_in(Client(), cast.counsellor)

    answer = client.post(f"{NEW}jobs/", typed(), headers={"X-Sent-By": "script"})

    made = Posting.objects.get()
    assert answer.status_code == 204
    assert answer["X-Arrived-At"] == f"{page_of(made)}?kept={TOKEN}"
    assert f'data-kept="{TOKEN}"' in said(client.get(answer["X-Arrived-At"]))


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
    assert answer["Location"] == f"{page_of(posting)}?kept={posting.key}"
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
