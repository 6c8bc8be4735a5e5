"""What an organisation has here: who it is, what waits, its openings, the people it met."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from renkei.charter.market_reader import markets
from renkei.core.errors import NotPermitted
from renkei.core.rights import Role
from renkei.directory.actions.charges import Work, take_charge
from renkei.opportunities.actions.placements import introduce
from renkei.opportunities.actions.postings import (
    check_posting,
    close_posting,
    renew_posting,
    return_posting,
)
from renkei.opportunities.facts import answers_from
from renkei.opportunities.models import Posting
from tests.cast import Cast, person, seat
from tests.listing import made, opened
from tests.rooms.opportunities.doing import (
    OBIHIRO,
    SPRING,
    TODAY,
    desk_cast,
    entered,
    filled,
    introduced,
    placed,
    published,
    registered,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
SECRET = "だれにも見えない題名"
OURS = "/opportunities/ours/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast()


def page_of(cast: Cast, who: str = "representative", of: str = "company"):
    key = cast.organisations[of].key
    return signed_in(Client(), cast.people[who]).get(f"/opportunities/organisations/{key}/")


def said(response) -> str:
    return response.content.decode()


def waits(response) -> list[tuple[str, str]]:
    return [(one.what, one.step) for one in response.context["waits"]]


# --- who comes there ----------------------------------------------------------------------------


def test_own_people_come_from_the_bar(cast: Cast) -> None:
    client = signed_in(Client(), cast.people["representative"])

    page = client.get("/start/", follow=True)

    assert page.redirect_chain[-1][0] == OURS
    assert "うちの募集と出会い" in said(page)
    assert f'<a href="{OURS}" aria-current="page">' in said(page)
    assert page.context["organisation"] == cast.organisations["company"]


def test_entry_and_posting_lead_there(cast: Cast) -> None:
    posting, key = published(cast), cast.organisations["company"].key
    there = f'href="{reverse("opportunities:organisation", args=[key])}"'

    for who, leads in (("counsellor", True), ("representative", True), ("citizen", False)):
        client = signed_in(Client(), cast.people[who])
        for page in (f"/organisations/{key}/", f"/opportunities/{posting.key}/"):
            assert (there in client.get(page).content.decode()) == leads


@pytest.mark.parametrize("who", ["counsellor", "desk_manager", "prefecture_counsellor", "auditor"])
def test_desks_see_the_page_of_an_organisation_that_they_know(cast: Cast, who: str) -> None:
    assert page_of(cast, who).status_code == 200


@pytest.mark.parametrize("who", ["citizen", "outsider", "other_representative"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    published(cast, title_ja=SECRET)

    page = page_of(cast, who)

    assert page.status_code == 404
    assert SECRET not in said(page)


def test_nobody_without_an_organisation_has_a_page_of_her_own(cast: Cast) -> None:
    assert Client().get(OURS).status_code == 404
    assert signed_in(Client(), cast.counsellor).get(OURS).status_code == 404


# --- what stands there --------------------------------------------------------------------------


def test_empty_page_says_what_to_do_first_and_offers_every_market(cast: Cast) -> None:
    page = page_of(cast)

    assert "まだ募集がありません。下から種類を選ぶと" in said(page)
    assert [title for _address, title, _purpose in page.context["markets"]] == [
        one.title.ja for one in markets().values()
    ]


def test_openings_are_counted_by_market_and_state_with_the_people(cast: Cast) -> None:
    by = cast.asker("counsellor")
    placed(introduced(cast, title_ja="一つめ"), "met", "offered", "accepted", "started", by=by)
    introduced(cast, title_ja="二つめ", capacity=2)
    entered(cast, title_ja="三つめ")

    page = page_of(cast)

    [jobs] = page.context["tallies"]
    assert dict(jobs.states) == {
        "下書き": "1",
        "確認済み": "",
        "公開中": "1",
        "満員": "1",
        "終了": "",
    }
    assert (jobs.introduced, jobs.met, jobs.started) == ("2", "1", "1")
    rows = {row.title: (row.introduced, row.met, row.started) for row in page.context["page"].rows}
    assert rows == {
        "一つめ": ("1", "1", "1"),
        "二つめ": ("1", "", ""),
        "三つめ": ("", "", ""),
    }
    assert "これまでに2件の紹介があり、1件が始まりました。" in said(page)


def test_many_openings_are_counted_alike(cast: Cast) -> None:
    by = cast.asker("counsellor")
    placed(introduced(cast, title_ja="一つめ"), "met", "accepted", by=by)
    introduced(cast, title_ja="二つめ", capacity=2)
    for n in range(18):
        entered(cast, title_ja=f"下書き{n}")
    [few] = page_of(cast).context["tallies"]

    entered(cast, title_ja="二十一件め")
    page = page_of(cast)

    assert page.context["page"].has_next
    [many] = page.context["tallies"]
    assert (dict(few.states)["下書き"], dict(many.states)["下書き"]) == ("18", "19")
    assert (many.introduced, many.met, many.started) == (few.introduced, few.met, few.started)
    assert (many.introduced, many.met) == ("2", "1")


def test_people_are_named_only_where_they_agreed(cast: Cast) -> None:
    placement = introduced(cast)

    page = page_of(cast)

    assert placement.seeker.number in said(page)
    assert "試験 花子" not in said(page)
    assert "試験 花子" in said(page_of(cast, "counsellor"))


def test_other_desk_sees_what_is_checked_and_none_of_the_people(cast: Cast) -> None:
    introduced(cast, title_ja="公開中の募集")
    entered(cast, title_ja=SECRET)

    page = page_of(cast, "prefecture_counsellor")

    assert [row.title for row in page.context["page"].rows] == ["公開中の募集"]
    assert page.context["people"] == []
    assert [row.introduced for row in page.context["page"].rows] == [""]


def test_town_has_the_same_page(cast: Cast) -> None:
    page = page_of(cast, "municipality_officer", "municipality")

    assert "うちの募集と出会い" in said(page)
    assert len(page.context["markets"]) == len(markets())


def test_page_speaks_english(cast: Cast) -> None:
    published(cast, title_en="Control engineer", valid_until=TODAY + timedelta(days=3))
    key = cast.organisations["company"].key

    page = signed_in(Client(), cast.people["representative"]).get(
        f"/en/opportunities/organisations/{key}/"
    )

    assert "Our openings and people" in said(page)
    assert "Keep it open for 90 days" in said(page)
    assert "募集" not in said(page).replace("日本語", "")


# --- what waits ---------------------------------------------------------------------------------


def test_returned_draft_waits_with_the_reason(cast: Cast) -> None:
    by = cast.asker("counsellor")
    posting = entered(cast, title_ja="直す募集")
    check_posting(posting, by=by, on=TODAY)
    return_posting(posting, by=by, on=TODAY, reason="勤務地を詳しく")

    page = page_of(cast)

    assert waits(page) == [("直す募集", "直す")]
    assert "窓口から：勤務地を詳しく" in said(page)


def test_half_written_draft_waits_for_the_firm_and_a_whole_one_for_the_desk(cast: Cast) -> None:
    entered(cast, title_ja="書きかけの募集", answers={})
    entered(cast, title_ja="書き終えた募集")

    assert waits(page_of(cast)) == [("書きかけの募集", "続きを書く")]
    assert waits(page_of(cast, "counsellor")) == [
        ("書き終えた募集", "確かめる"),
        ("書きかけの募集", "続きを書く"),
    ]


def test_introduction_waits_for_an_answer_and_a_question_for_the_desk(cast: Cast) -> None:
    by = cast.asker("counsellor")
    first = introduced(cast, title_ja="一つめ")
    started = placed(introduced(cast, title_ja="二つめ"), "accepted", "started", by=by)
    type(started).objects.filter(pk=started.pk).update(ask_on=TODAY)

    assert waits(page_of(cast)) == [("一つめ", "紹介を見る")]
    assert waits(page_of(cast, "counsellor")) == [
        ("一つめ", "紹介を見る"),
        ("二つめ", "その後の様子を伺う"),
    ]
    [waiting] = page_of(cast).context["waits"]
    assert first.seeker.number in waiting.about
    assert "窓口に知らせてください" in waiting.about
    assert "返事を聞いて記録してください" in page_of(cast, "counsellor").context["waits"][0].about


def test_firm_that_is_introduced_itself_meets_the_town(cast: Cast) -> None:
    """In the market in which towns offer and firms look."""
    cast.people["runner"] = person("runner")
    seat(cast.people["runner"], cast.units["city_desk"], Role.OFFICER)
    office, desk, own = cast.asker("city_office"), cast.units["city_desk"], cast.organisations
    take_charge(desk, Work(initiative="III-1", valid_from=SPRING), by=office, on=TODAY)
    answers = filled("projects", "posting")
    posting = published(
        cast,
        "runner",
        market="projects",
        organisation=own["municipality"].key,
        title_ja="まちの課題",
        answers=answers,
    )
    firm = {"answers": filled("projects", "seeker"), "organisation": own["company"].key}
    seeker = registered(cast, "runner", market="projects", **firm)
    placement = introduce(seeker, posting, by=cast.asker("runner"), on=TODAY)

    page = page_of(cast)

    [met] = page.context["people"]
    assert (met.who, met.title) == (own["municipality"].name, "まちの課題")
    asks = "applied" in seeker.asked_by.steps
    assert waits(page) == ([("まちの課題", "返事する")] if asks else [])
    type(placement).objects.filter(pk=placement.pk).update(answer_by=TODAY)
    assert waits(page_of(cast)) == [("まちの課題", "返事する")]


def test_several_of_one_opening_are_told_together(cast: Cast) -> None:
    by = cast.asker("counsellor")
    posting = published(cast, capacity=3)
    for _person in range(3):
        introduce(registered(cast), posting, by=by, on=TODAY)

    [waiting] = page_of(cast).context["waits"]

    assert waiting.about.startswith("3件の紹介が届いています")
    assert waiting.address == "#people"


def test_place_of_a_round_waits_for_the_yes_of_the_organisation(cast: Cast) -> None:
    placement = introduced(cast)
    asked = type(placement).objects.filter(pk=placement.pk)
    asked.update(answer_by=TODAY + timedelta(days=3))

    assert waits(page_of(cast)) == [(placement.posting.title_ja, "返事する")]
    assert waits(page_of(cast, "counsellor")) == []
    asked.update(posting_yes_on=TODAY)
    assert waits(page_of(cast)) == []


def test_what_is_soon_over_is_kept_open_by_one_press(cast: Cast) -> None:
    posting = published(cast, valid_until=TODAY + timedelta(days=30))
    published(cast, title_ja="まだ先", valid_until=TODAY + timedelta(days=31))
    client = signed_in(Client(), cast.people["representative"])
    assert waits(page_of(cast)) == [(posting.title_ja, "このまま90日延ばす")]

    page = client.post(f"/opportunities/{posting.key}/keep/", follow=True)

    posting.refresh_from_db()
    assert posting.valid_until == TODAY + timedelta(days=90)
    assert posting.is_public
    assert "まで公開します。" in said(page)
    assert waits(page) == []


def test_firm_renews_nothing_else(cast: Cast) -> None:
    by, on = cast.asker("representative"), TODAY
    far = published(cast, valid_until=TODAY + timedelta(days=31))
    soon = published(cast, valid_until=TODAY)
    over = published(cast, valid_until=TODAY)
    close_posting(over, reason="done", by=cast.asker("counsellor"), on=TODAY)

    usual, longer = TODAY + timedelta(days=90), TODAY + timedelta(days=91)
    for posting, until in ((far, usual), (soon, longer), (over, usual)):
        with pytest.raises(NotPermitted):
            renew_posting(posting, valid_until=until, by=by, on=on)
    client = signed_in(Client(), cast.people["other_representative"])
    assert client.post(f"/opportunities/{soon.key}/keep/").status_code == 404


# --- a firm enters itself once ------------------------------------------------------------------


def test_form_begins_with_what_the_directory_knows(cast: Cast) -> None:
    company = cast.organisations["company"]
    company.place, company.industry, company.industry_edition = OBIHIRO, "E09", "14"
    company.save()
    client = signed_in(Client(), cast.people["representative"])

    page = said(client.get("/opportunities/new/internships/"))

    assert 'value="帯広市"' in page
    assert '<option value="making" selected' in page or 'value="making" checked' in page


def test_desk_begins_with_the_organisation_from_whose_page_it_comes(cast: Cast) -> None:
    company = cast.organisations["company"]
    client = signed_in(Client(), cast.counsellor)
    offer = page_of(cast, "counsellor").context["offer"]

    page = client.get(offer, follow=True)

    assert f'value="{company.corporate_number or company.name_ja}"' in said(page)


def test_industry_without_a_choice_of_its_own_is_left_to_the_form(cast: Cast) -> None:
    version = markets()["experts"].versions[-1]
    company = cast.organisations["company"]

    for code, answers in (("G", {"industry": "digital"}), ("C", {}), ("", {})):
        company.industry = code
        assert answers_from(company, version) == answers
    assert answers_from(None, version) == {}


# --- how much it costs --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["representative", "city_office"])
def test_page_asks_no_more_for_three_than_for_one(who: str, django_assert_max_num_queries) -> None:
    office = opened()
    client = signed_in(Client(), office.world.cast.people[who])
    key = office.world.organisation("company").key
    for _row in range(3):
        made("posting")(office)
        made("placement")(office)
        client.get(f"/opportunities/organisations/{key}/")
        with django_assert_max_num_queries(8):
            assert client.get(f"/opportunities/organisations/{key}/").status_code == 200


def test_registrations_of_others_are_not_shown(cast: Cast) -> None:
    registered(cast)

    assert "試験 花子" not in said(page_of(cast))
    assert Posting.objects.count() == 0
