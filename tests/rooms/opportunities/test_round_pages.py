"""The pages of rounds: set up, one round, who gets what, one person, yes or no."""

from urllib.parse import urlparse

import pytest
from django.core import signing
from django.test import Client

from renkei.core.jobs.running import run_job
from renkei.core.models import Job
from renkei.opportunities.links import TAKING
from renkei.opportunities.models import Placement, Round
from tests.rooms.opportunities.doing import TODAY
from tests.rooms.opportunities.rounds import (
    ANSWER_BY,
    CLOSES,
    WHO,
    course,
    opened,
    place_of,
    registered,
    run,
    says,
    season_cast,
    told,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
BASE = "/opportunities/rounds/"


def desk(cast):
    return signed_in(Client(), cast.people[WHO])


def proposed():
    cast = season_cast()
    sea = course(cast, "海のコース")
    registered(cast, "一", sea, times_before=0)
    registered(cast, "二", sea, times_before=1)
    return cast, run(cast, opened(cast))


def form(**more):
    told_now = {
        "title_ja": "夏のインターンシップ",
        "closes_on": CLOSES.isoformat(),
        "answer_by": ANSWER_BY.isoformat(),
        "lottery": "2026",
        "token": "one",
    }
    return told_now | more


def test_a_desk_sets_up_a_round_with_a_cap_for_sapporo():
    cast = season_cast()
    client = desk(cast)
    page = client.get(f"{BASE}new/internships/").content.decode()
    assert "札幌市 上限" in page
    assert "下限は希望どおりの割り当てと両立しない" in page
    answer = client.post(f"{BASE}new/internships/", form(**{"cap-region-011002": "3"}))
    made = Round.objects.get()
    assert urlparse(answer["Location"]).path == f"{BASE}{made.key}/"
    assert made.bounds == [{"by": "region", "code": "011002", "cap": 3, "floor": None}]
    assert "札幌市" in client.get(f"{BASE}{made.key}/").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"answer_by": CLOSES.isoformat()}, "希望の締切より後の日"),
        ({"title_ja": ""}, "必須"),
        ({"cap-region-011002": "-1"}, "0"),
    ],
)
def test_what_is_wrong_stands_in_the_form(more, said):
    client = desk(season_cast())
    answer = client.post(f"{BASE}new/internships/", form(**more))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Round.objects.exists()


def test_others_hold_no_rounds():
    cast = season_cast()
    for who in ("representative", "prefecture_counsellor"):
        answer = signed_in(Client(), cast.people[who]).get(f"{BASE}new/internships/")
        assert answer.status_code == 404


def test_the_page_says_what_comes_next():
    cast = season_cast()
    registered(cast, "一", course(cast, "海のコース"))
    round_ = opened(cast)
    page = desk(cast).get(f"{BASE}{round_.key}/").content.decode()
    assert "まで希望を受け付けています" in page
    assert "試算する" in page
    assert "割り当ての案を作る" not in page
    made = run(cast, round_)
    page = desk(cast).get(f"{BASE}{made.key}/").content.decode()
    assert "まだだれにも知らせていません" in page
    assert "発表して、全員に知らせる" in page
    assert made.digest in page


def test_the_other_government_reads_the_figures_and_nobody_s_name():
    cast, round_ = proposed()
    other = signed_in(Client(), cast.people["prefecture_officer"])
    page = other.get(f"{BASE}{round_.key}/").content.decode()
    assert "案ができています" in page
    assert "発表して" not in page
    for part in ("proposals/", f"people/{round_.proposals.first().seeker_id}/"):
        assert other.get(f"{BASE}{round_.key}/{part}").status_code == 404


def test_long_work_goes_to_a_worker_and_comes_back_to_the_round():
    cast, round_ = proposed()
    client = desk(cast)
    client.post(f"{BASE}{round_.key}/rehearse/")
    job = Job.objects.get()
    assert job.kind == "opportunities.rehearsal"
    run_job.func(job.key)
    job.refresh_from_db()
    assert (job.state, job.result["address"]) == ("done", f"{BASE}{round_.key}/")
    page = client.get(f"{BASE}{round_.key}/").content.decode()
    assert "いま締め切ると、2人のうち1人に決まります" in page
    assert "海のコース" in page


def test_a_job_that_is_refused_says_why():
    cast = season_cast()
    registered(cast, "一", course(cast, "海のコース"))
    round_ = opened(cast)
    desk(cast).post(f"{BASE}{round_.key}/run/")
    job = Job.objects.get()
    run_job.func(job.key)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "希望の締切のあと" in job.message


def test_who_gets_what_is_a_table_that_can_be_narrowed():
    cast, round_ = proposed()
    client = desk(cast)
    page = client.get(f"{BASE}{round_.key}/proposals/").content.decode()
    assert "第1希望" in page
    assert "決まらなかった" in page
    page = client.get(f"{BASE}{round_.key}/proposals/?show=nothing").content.decode()
    assert "海のコース" not in page


def test_a_desk_reads_why_and_decides_otherwise():
    cast, round_ = proposed()
    client = desk(cast)
    nothing = round_.proposals.get(posting=None)
    address = f"{BASE}{round_.key}/people/{nothing.seeker_id}/"
    page = client.get(address).content.decode()
    assert "最後に受け入れられた方は" in page
    assert "補欠1番" in page
    sea = round_.proposals.exclude(posting=None).get()
    answer = client.post(address, {"what": f"pin:{sea.posting_id}", "reason": ""})
    assert answer.status_code == 422
    sent = {"what": f"swap:{sea.seeker_id}", "reason": "二人の申し出"}
    assert client.post(address, sent).status_code == 302
    again = run(cast, round_)
    assert again.proposals.exclude(posting=None).get().seeker_id == nothing.seeker_id
    page = client.get(f"{BASE}{round_.key}/").content.decode()
    assert "二人の申し出" in page
    ruling = again.rulings.get()
    client.post(f"{BASE}{round_.key}/rulings/{ruling.key}/drop/")
    assert not again.rulings.exists()
    assert "案を作り直してください" in client.get(f"{BASE}{round_.key}/").content.decode()


def test_a_round_is_called_off_with_a_reason():
    cast, round_ = proposed()
    client = desk(cast)
    assert client.post(f"{BASE}{round_.key}/cancel/", {"reason": ""}).status_code == 422
    client.post(f"{BASE}{round_.key}/cancel/", {"reason": "日程が変わった"})
    assert (
        "取りやめました。理由：日程が変わった"
        in client.get(f"{BASE}{round_.key}/").content.decode()
    )


def test_the_link_in_the_letter_asks_and_looking_says_nothing(client):
    cast, round_ = proposed()
    told(cast, round_)
    placement = place_of("一")
    address = f"/opportunities/take/{signing.dumps(placement.key, salt=TAKING)}/"
    page = client.get(address)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "あなたに割り当てられました" in page.content.decode()
    placement.refresh_from_db()
    assert placement.seeker_yes_on is None
    page = client.post(address, {"answer": "yes"}).content.decode()
    assert "参加が決まりました" in page
    assert Placement.objects.get(pk=placement.pk).state == "accepted"
    assert client.get("/opportunities/take/forged/").status_code == 404


def test_a_no_by_the_link_keeps_the_reason(client):
    cast, round_ = proposed()
    told(cast, round_)
    address = f"/opportunities/take/{signing.dumps(place_of('一').key, salt=TAKING)}/"
    client.post(address, {"answer": "no", "note": "試験がある"})
    assert place_of("一").end_note == "試験がある"
    assert "終わっています" in client.get(address).content.decode()


def test_the_desk_notes_the_answer_and_the_registration_tells_of_the_round():
    cast, round_ = proposed()
    told(cast, round_)
    client, placement = desk(cast), place_of("一")
    page = client.get(f"/opportunities/placements/{placement.key}/").content.decode()
    assert "までにお返事ください" in page
    assert "参加の返事を記録する" not in page  # there is one way to say yes
    client.post(
        f"/opportunities/placements/{placement.key}/answer/", {"whose": "seeker", "answer": "yes"}
    )
    assert place_of("一").state == "accepted"
    other = round_.proposals.get(posting=None).seeker
    page = client.get(f"/opportunities/seekers/{other.key}/").content.decode()
    assert "「夏のインターンシップ」の結果" in page
    assert "「海のコース」の補欠1番" in page


def test_my_tasks_tell_of_rounds():
    cast = season_cast()
    registered(cast, "一", course(cast, "海のコース"))
    round_ = opened(cast)
    Round.objects.filter(pk=round_.pk).update(closes_on=TODAY.replace(year=2025))
    assert "割り当ての案を作る" in desk(cast).get("/tasks/").content.decode()


def test_after_free_places_were_filled_everybody_is_still_in_the_table():
    cast = season_cast()
    sea, mountain = course(cast, "海"), course(cast, "山", answers={"month": "may"})
    registered(cast, "断る人", sea, times_before=0, months=["apr"])
    registered(cast, "待つ人", sea, times_before=1, months=["apr"])
    registered(cast, "山の人", mountain, months=["may"])
    round_ = told(cast, run(cast, opened(cast)))
    says(cast, "断る人", is_yes=False)
    says(cast, "山の人", is_yes=True)
    again = told(cast, run(cast, round_))
    client = desk(cast)
    page = client.get(f"{BASE}{again.key}/proposals/").content.decode()
    for name in ("断る人", "待つ人", "山の人"):
        assert name in page
    assert "本人が断った" in page
    page = client.get(f"{BASE}{again.key}/").content.decode()
    assert "空きを埋めた結果" in page
    placed = place_of("山の人")
    page = client.get(f"{BASE}{again.key}/people/{placed.seeker_id}/").content.decode()
    assert "希望順位1位で決まりました" in page
