"""Pages of who looks for something: the form, the list, one registration, the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from renkei.directory.actions.access import open_record
from renkei.directory.actions.charges import Work, take_charge
from renkei.directory.models import Look
from renkei.opportunities.actions.seekers import keep_seeker, leave, register_seeker
from renkei.opportunities.models import Seeker, SeekerProfile
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    SPRING,
    TODAY,
    desk_cast,
    desk_of,
    introduced,
    published,
    registered,
    sought,
)
from tests.rooms.opportunities.seeker_pages import LIST, NEW, TOKEN, page_of, typed
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast("II-1", "III-1")


# --- the form -----------------------------------------------------------------------------------


def test_desk_registers_somebody_and_comes_to_what_fits(cast: Cast) -> None:
    sent = signed_in(Client(), cast.counsellor).post(NEW, typed())

    seeker = Seeker.objects.get()
    assert sent.url == page_of(seeker, "introductions/")
    assert (seeker.state, seeker.unit, seeker.person) == ("active", cast.units["city_desk"], "")
    assert seeker.answers == {"occupations": ["engineer"], "licences": ["car"], "years": 6}


def test_what_differs_from_the_usual_is_kept_and_what_is_counted_stands_apart(cast: Cast) -> None:
    signed_in(Client(), cast.counsellor).post(NEW, typed())

    seeker, profile = Seeker.objects.get(), SeekerProfile.objects.get()
    assert (seeker.strengths, seeker.weights) == ({"employment": "no_matter"}, {"pay": 9})
    assert (profile.birth_year, profile.sex, profile.home) == (1994, "female", "130001")


def test_form_says_that_nothing_of_the_last_part_is_scored(cast: Cast) -> None:
    page = signed_in(Client(), cast.counsellor).get(NEW)

    text = page.content.decode()
    assert "紹介の計算には使いません" in text
    assert text.index("紹介の計算には使いません") < text.index('name="birth_year"')
    assert text.count('type="range"') == 3


def test_form_left_half_way_is_a_draft_and_goes_on(cast: Cast) -> None:
    desk = signed_in(Client(), cast.counsellor)
    unfinished = typed(q_occupations=[], draft="1")
    del unfinished["register"]

    desk.post(NEW, unfinished)
    seeker = Seeker.objects.get()
    sent = desk.post(page_of(seeker, "change/"), typed(revision=seeker.revision))

    assert seeker.state == "draft"
    seeker.refresh_from_db()
    assert (seeker.state, sent.url) == ("active", page_of(seeker, "introductions/"))


def test_same_form_sent_twice_registers_once(cast: Cast) -> None:
    desk = signed_in(Client(), cast.counsellor)

    desk.post(NEW, typed())
    again = desk.post(NEW, typed())

    assert Seeker.objects.count() == 1
    assert again.url == page_of(Seeker.objects.get(), "introductions/")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("q_occupations", [], "選んでください"),
        ("birth_year", "1894", "西暦で書いてください"),
        ("home", "どこか遠く", "市区町村はありません"),
        ("weight_pay", "11", "10"),
    ],
)
def test_what_is_wrong_is_said_at_the_form_and_nothing_is_kept(
    cast: Cast, field: str, value: object, told: str
) -> None:
    page = signed_in(Client(), cast.counsellor).post(NEW, typed(**{field: value}))

    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Seeker.objects.exists()


def test_whoever_changes_after_somebody_else_is_told_so(cast: Cast) -> None:
    seeker = registered(cast)
    desk = signed_in(Client(), cast.counsellor)
    desk.post(page_of(seeker, "change/"), typed(revision=seeker.revision))

    late = desk.post(page_of(seeker, "change/"), typed(revision=seeker.revision, name="別人"))

    assert late.status_code == 422
    assert "ほかの人が先に直しました" in late.content.decode()


def test_changing_keeps_whose_registration_it_is(cast: Cast) -> None:
    signed_in(Client(), cast.citizen).post(NEW, typed())
    seeker = Seeker.objects.get()

    desk = signed_in(Client(), cast.counsellor)
    desk.post(page_of(seeker, "change/"), typed(revision=seeker.revision, name="別の名"))

    seeker.refresh_from_db()
    assert (seeker.name, seeker.person) == ("別の名", cast.citizen.key)


def test_whoever_has_no_seat_registers_herself_at_the_desk_of_sapporo(cast: Cast) -> None:
    citizen = signed_in(Client(), cast.citizen)

    begun = citizen.get(NEW)
    citizen.post(NEW, typed(name=""))

    seeker = Seeker.objects.get()
    assert begun.context["form"]["name"].value() == cast.citizen.name
    assert (seeker.person, seeker.unit) == (cast.citizen.key, cast.units["city_desk"])


def test_second_registration_of_the_same_person_is_refused_at_the_form(cast: Cast) -> None:
    citizen = signed_in(Client(), cast.citizen)
    citizen.post(NEW, typed())

    again = citizen.post(NEW, typed(token="e" * 32))

    assert again.status_code == 422
    assert "すでに登録があります" in again.content.decode()


def test_firm_registers_itself_for_projects(cast: Cast) -> None:
    firm = signed_in(Client(), cast.representative)

    page = firm.get(f"{LIST}new/projects/")
    firm.post(f"{LIST}new/projects/", {"language": "ja", "token": TOKEN, "draft": "1"})

    seeker = Seeker.objects.get()
    assert 'name="q_' in page.content.decode()
    assert "birth_year" not in page.context["form"].fields
    assert (seeker.organisation, seeker.person) == (cast.organisations["company"], "")


@pytest.mark.parametrize("who", ["representative", "auditor", "city_administrator"])
def test_form_of_a_market_opens_only_for_its_desk_and_whoever_looks(cast: Cast, who: str) -> None:
    assert signed_in(Client(), cast.people[who]).get(NEW).status_code == 404


def test_form_opens_for_nobody_and_in_no_unknown_market(cast: Cast) -> None:
    assert Client().get(NEW).status_code == 404
    assert signed_in(Client(), cast.counsellor).get(f"{LIST}new/gold/").status_code == 404


def test_desk_registers_a_firm_by_its_name_in_the_list(cast: Cast) -> None:
    take_charge(
        cast.units["city_section"],
        Work(initiative="III-1", valid_from=SPRING, role="support"),
        by=cast.asker("city_office"),
        on=TODAY,
    )
    officer = signed_in(Client(), cast.city_officer)
    sent = {"language": "ja", "token": TOKEN, "draft": "1"}

    unknown = officer.post(f"{LIST}new/projects/", {**sent, "organisation": "どこにもない会社"})
    officer.post(f"{LIST}new/projects/", {**sent, "organisation": "company of the tests"})

    assert "組織の一覧にない名称です" in unknown.content.decode()
    seeker = Seeker.objects.get()
    assert (seeker.organisation, seeker.shown_name) == (
        cast.organisations["company"],
        "company of the tests",
    )


# --- the list -----------------------------------------------------------------------------------


def test_list_shows_what_is_on_the_way_and_keeps_its_filters(cast: Cast) -> None:
    looking = introduced(cast).seeker
    left = leave(registered(cast, name="退いた人"), by=cast.asker("counsellor"), on=TODAY)
    desk = signed_in(Client(), cast.counsellor)

    every, active = desk.get(LIST), desk.get(LIST, {"state": "active", "market": "jobs"})

    assert {row.name for row in every.context["page"].rows} == {looking.name, left.name}
    (row,) = active.context["page"].rows
    assert (row.name, row.on_the_way) == (looking.name, "1件")
    assert [key for key, _title in every.context["offered"]] == ["jobs"]


@pytest.mark.parametrize("who", ["outsider", "prefecture_counsellor", "representative"])
def test_list_shows_nobody_else_anything(cast: Cast, who: str) -> None:
    registered(cast)

    page = signed_in(Client(), cast.people[who]).get(LIST)

    assert page.context["page"].rows == []
    assert "試験 花子" not in page.content.decode()


def test_list_of_somebody_without_a_seat_is_her_own(cast: Cast) -> None:
    registered(cast)
    citizen = signed_in(Client(), cast.citizen)
    citizen.post(NEW, typed(name="本人"))

    page = citizen.get(LIST)

    assert [row.name for row in page.context["page"].rows] == ["本人"]
    assert [key for key, _title in page.context["offered"]] == ["jobs"]


def test_empty_list_says_what_to_do(cast: Cast) -> None:
    assert "まだ登録がありません" in signed_in(Client(), cast.counsellor).get(LIST).content.decode()
    assert "ログインすると" in Client().get(LIST).content.decode()


# --- one registration -----------------------------------------------------------------------------


def test_page_tells_state_answers_and_what_is_on_its_way(cast: Cast) -> None:
    placement = introduced(cast)

    page = signed_in(Client(), cast.counsellor).get(page_of(placement.seeker))

    text = page.content.decode()
    assert "いま1件の紹介が進んでいます" in text
    assert "IT・技術" in text
    assert [one.title for one in page.context["placements"]] == [placement.posting.title]
    assert page.context["may_introduce"]


@pytest.mark.parametrize("who", ["outsider", "prefecture_counsellor", "representative"])
@pytest.mark.parametrize("step", ["", "change/", "introductions/"])
def test_nobody_else_reads_a_registration(cast: Cast, who: str, step: str) -> None:
    seeker = registered(cast)

    assert signed_in(Client(), cast.people[who]).get(page_of(seeker, step)).status_code == 404


def test_officer_of_the_side_learns_only_how_it_can_be_opened(cast: Cast) -> None:
    seeker = registered(cast)

    text = signed_in(Client(), cast.city_officer).get(page_of(seeker)).content.decode()

    assert "理由を書いて開く" in text
    assert seeker.name not in text
    assert "IT・技術" not in text


def test_desk_and_person_read_without_a_look_and_who_opened_it_leaves_one(cast: Cast) -> None:
    seeker = registered(cast)
    signed_in(Client(), cast.counsellor).get(page_of(seeker))
    assert not Look.objects.exists()

    officer = cast.asker("city_officer")
    open_record(seeker, reason="本人からの苦情の内容を確かめるため", by=officer, hours=1)
    signed_in(Client(), cast.city_officer).get(page_of(seeker))

    assert Look.objects.get().record_key == seeker.key


def test_desk_registers_a_draft_and_ends_a_registration(cast: Cast) -> None:
    by = cast.asker("counsellor")
    seeker = keep_seeker("jobs", desk_of(by), sought(), by=by, on=TODAY)
    desk = signed_in(Client(), cast.counsellor)

    desk.post(page_of(seeker, "register/"))
    seeker.refresh_from_db()
    assert seeker.state == "active"

    desk.post(page_of(seeker, "leave/"))
    seeker.refresh_from_db()
    assert seeker.state == "left"
    assert "もう一度探し始める" in desk.get(page_of(seeker)).content.decode()


def test_refusals_of_the_steps_are_told_on_the_page(cast: Cast) -> None:
    seeker = introduced(cast).seeker
    desk = signed_in(Client(), cast.counsellor)

    leaving = desk.post(page_of(seeker, "leave/"), follow=True)
    registering = desk.post(page_of(seeker, "register/"), follow=True)

    assert "進行中の紹介があります" in leaving.content.decode()
    assert any(one.level_tag == "warning" for one in registering.context["messages"])
    seeker.refresh_from_db()
    assert seeker.state == "active"


@pytest.mark.parametrize("step", ["register/", "leave/", "introduce/", "wish/"])
def test_outsider_steps_nowhere(cast: Cast, step: str) -> None:
    seeker, posting = registered(cast), published(cast)
    outsider = signed_in(Client(), cast.outsider)

    sent = outsider.post(page_of(seeker, step), {"posting": posting.key})

    assert sent.status_code == 404
    assert outsider.get(page_of(seeker, step)).status_code == 405


def test_list_says_the_day_of_the_registration_not_of_the_typing(cast: Cast) -> None:
    by = cast.asker("counsellor")
    kept = keep_seeker("jobs", desk_of(by), sought(), by=by, on=TODAY)
    register_seeker(kept, by=by, on=TODAY - timedelta(days=20))

    listed = signed_in(Client(), cast.counsellor).get(LIST)

    assert listed.context["page"].rows[0].since == "2026年11月5日（木）"
