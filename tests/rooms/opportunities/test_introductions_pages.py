"""At the desk: what fits, why, what one condition keeps away; introducing, applying, wishing."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from renkei.charter.market_reader import markets
from renkei.core.rights import Role
from renkei.opportunities.actions.seekers import leave
from renkei.opportunities.models import Placement, Seeker
from tests.cast import Cast, person, seat
from tests.rooms.opportunities.doing import (
    OBIHIRO,
    SAPPORO,
    TODAY,
    desk_cast,
    filled,
    published,
    registered,
)
from tests.rooms.opportunities.seeker_pages import LIST, NEW, page_of, typed
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast("II-1")


def test_desk_sees_what_fits_with_reasons_and_what_lies_beyond_sapporo(cast: Cast) -> None:
    seeker = registered(cast)
    published(cast)
    published(cast, place=SAPPORO)

    page = signed_in(Client(), cast.counsellor).get(page_of(seeker, "introductions/"))

    assert page.context["sentence"] == "2件が条件に合います。うち1件は札幌市の外です。"
    assert {one.is_elsewhere for one in page.context["cards"]} == {True, False}
    assert all(len(one.first_reasons) <= 3 for one in page.context["cards"])
    assert "希望する職種です" in page.content.decode()


def test_what_one_condition_keeps_away_is_said_with_its_number(cast: Cast) -> None:
    seeker = registered(cast, answers={"occupations": ["care"], "licences": ["car"]})
    published(cast)

    page = signed_in(Client(), cast.counsellor).get(page_of(seeker, "introductions/"))

    assert page.context["sentence"] == "いまの条件すべてに合う募集は、まだありません。"
    ((sentence, nearest),) = page.context["without"]
    assert "職種" in sentence
    assert "1件" in sentence
    assert nearest == ""


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"leaves_by": 14}, "終業の時刻が15時までなら、2件（うち札幌市の外1件）"),
        ({"begins_from": 11}, "始業の時刻が10時からなら、2件（うち札幌市の外1件）"),
    ],
)
def test_nearest_hour_that_opens_more_is_said(hours: dict[str, int], said: str) -> None:
    cast = desk_cast("I-7")
    wish = {"occupations": ["office"], "weekdays": ["mon", "tue"], **hours}
    seeker = registered(cast, market="mothers", answers=wish)
    job = filled("mothers", "posting", occupation="office", weekdays=["mon"], licences=[])
    for place, starts_at, ends_at in ((SAPPORO, 10, 15), (OBIHIRO, 10, 15), (SAPPORO, 9, 17)):
        told = {**job, "starts_at": starts_at, "ends_at": ends_at}
        published(cast, market="mothers", answers=told, place=place)

    page = signed_in(Client(), cast.counsellor).get(page_of(seeker, "introductions/"))

    assert said in [nearest for _sentence, nearest in page.context["without"]]


def test_desk_introduces_and_comes_to_the_placement(cast: Cast) -> None:
    seeker, posting = registered(cast), published(cast)

    sent = signed_in(Client(), cast.counsellor).post(
        page_of(seeker, "introduce/"), {"posting": posting.key}
    )

    placement = Placement.objects.get()
    assert (placement.seeker, placement.posting, placement.state) == (seeker, posting, "introduced")
    assert sent.url == f"/opportunities/placements/{placement.key}/"


def test_whoever_looks_herself_applies(cast: Cast) -> None:
    citizen = signed_in(Client(), cast.citizen)
    citizen.post(NEW, typed())
    seeker, posting = Seeker.objects.get(), published(cast)

    page = citizen.get(page_of(seeker, "introductions/"))
    citizen.post(page_of(seeker, "introduce/"), {"posting": posting.key})

    assert page.context["deed"] == "応募する"
    assert Placement.objects.get().state == "applied"


def test_desk_that_may_not_place_people_only_informs(cast: Cast) -> None:
    desk = cast.units["city_desk"]
    desk.may_place_jobs = False
    desk.save()
    seeker, posting = registered(cast), published(cast)
    counsellor = signed_in(Client(), cast.counsellor)

    page = counsellor.get(page_of(seeker, "introductions/"))
    told = counsellor.post(page_of(seeker, "introduce/"), {"posting": posting.key}, follow=True)

    assert (page.context["may_begin"], page.context["only_informs"]) == (False, True)
    assert "職業紹介の許可" in told.content.decode()
    assert not Placement.objects.exists()


def test_stars_are_kept_in_their_order_and_taken_away_again(cast: Cast) -> None:
    seeker = registered(cast)
    first, second = published(cast), published(cast)
    desk = signed_in(Client(), cast.counsellor)

    for posting in (second, first, second):
        sent = desk.post(page_of(seeker, "wish/"), {"posting": posting.key})
        seeker.refresh_from_db()

    assert seeker.wishes == [first.key]
    assert sent.url == f"{page_of(seeker, 'introductions/')}#{second.key}"


def test_ninth_star_is_refused(cast: Cast) -> None:
    seeker = registered(cast)
    desk = signed_in(Client(), cast.counsellor)

    for _ in range(9):
        told = desk.post(page_of(seeker, "wish/"), {"posting": published(cast).key}, follow=True)

    seeker.refresh_from_db()
    assert len(seeker.wishes) == 8
    assert "8件まで" in told.content.decode()


def test_only_what_is_published_in_the_market_is_introduced(cast: Cast) -> None:
    seeker = registered(cast)

    sent = signed_in(Client(), cast.counsellor).post(
        page_of(seeker, "introduce/"), {"posting": "nothing"}
    )

    assert sent.status_code == 404


def test_who_does_not_look_is_sent_back_to_the_registration(cast: Cast) -> None:
    seeker = leave(registered(cast), by=cast.asker("counsellor"), on=TODAY)

    sent = signed_in(Client(), cast.counsellor).get(page_of(seeker, "introductions/"))

    assert sent.url == page_of(seeker)


def test_pages_read_in_english(cast: Cast) -> None:
    seeker = registered(cast)
    published(cast, valid_until=TODAY + timedelta(days=9))

    page = signed_in(Client(), cast.counsellor).get(f"/en{page_of(seeker, 'introductions/')}")

    assert page.context["sentence"] == "One posting meets the conditions. It is outside Sapporo."
    assert "outside Sapporo" in page.content.decode()


@pytest.mark.parametrize("market", list(markets()))
def test_every_market_has_its_form_and_its_desk(market: str) -> None:
    of = markets()[market]
    cast = desk_cast(*of.initiatives)
    cast.people["runner"] = person("runner")
    seat(cast.people["runner"], cast.units["city_desk"], Role(of.runs[0]))
    firm = cast.organisations["company"].key
    answers = filled(market, "seeker")
    seeker = registered(cast, "runner", market, answers=answers, organisation=firm)
    runner = signed_in(Client(), cast.people["runner"])

    form = runner.get(f"{LIST}new/{market}/").content.decode()
    desk = runner.get(page_of(seeker, "introductions/"))
    changing = runner.get(page_of(seeker, "change/"))

    version = of.version_on(TODAY)
    assert all(f'name="q_{key}"' in form for key in version.questions("seeker"))
    assert form.count('type="range"') == len(list(version.sliders))
    assert desk.context["sentence"].startswith("いまの条件")
    assert ("birth_year" in changing.context["form"].fields) != (
        version.seeker.kind in ("company", "team")
    )
