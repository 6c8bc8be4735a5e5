"""Postings that nobody wants, fairness and spread: numbers of small cases, and who reads them."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renkei.charter.market_reader import markets
from renkei.opportunities import unwanted
from renkei.opportunities.actions.placements import introduce
from renkei.opportunities.actions.seekers import Profile
from renkei.opportunities.fairness import fairness_of, spread_of
from renkei.opportunities.models import Seeker
from renkei.opportunities.unwanted import nobodys_postings
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    ENGINEER,
    JOB,
    SAPPORO,
    TODAY,
    desk_cast,
    placed,
    published,
    registered,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
UNWANTED, FAIRNESS = "/opportunities/unwanted/", "/opportunities/fairness/"
CARE = {**JOB, "occupation": "care"}
TOKACHI = "016306"
YEAR = 2026


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast()


def many(cast: Cast, n: int, **more: object) -> list[Seeker]:
    return [registered(cast, **more) for _ in range(n)]


def who(sex: str, home: str = "130001", birth_year: int | None = 1994) -> Profile:
    return Profile(birth_year=birth_year, sex=sex, home=home)


def table(page, name: str) -> dict[str, tuple[str, ...]]:
    """Of one attribute: each group with its people and what is told of the stages."""
    (found,) = (one for one in page.context["tables"] if one.name == name)
    return {row.label: (row.of, *(cell.counted for cell in row.cells)) for row in found.rows}


# --- postings that nobody wants -------------------------------------------------------------------


def test_postings_on_no_list_are_grouped_with_what_keeps_people_away(cast: Cast) -> None:
    many(cast, 12)
    published(cast)
    published(cast, title_ja="札幌の介護の仕事", place=SAPPORO, answers=CARE)
    published(cast, title_ja="帯広の介護の仕事", answers=CARE)

    page = signed_in(Client(), cast.counsellor).get(UNWANTED)

    assert page.context["says"] == (
        "3件のうち2件は、だれの一覧にもありません。うち1件は札幌市の外です。"
    )
    told = {one.code: (one.found, one.unlisted) for one in page.context["regions"]}
    assert told == {SAPPORO: ("1", "1"), TOKACHI: ("2", "1")}
    (row,) = page.context["regions"][1].rows
    assert (row.title, row.place) == ("帯広の介護の仕事", "帯広市")
    assert row.why == "「職種」を緩めれば12人が候補になります。"
    assert "探している12人すべてと比べました。" in page.context["compared"]


def test_few_people_are_not_counted_out(cast: Cast) -> None:
    many(cast, 3)
    published(cast, answers=CARE)

    page = signed_in(Client(), cast.counsellor).get(UNWANTED)

    (row,) = page.context["regions"][0].rows
    assert row.why == "「職種」を緩めれば候補になる方がいます（10人未満）。"
    assert "探している方すべて（10人未満）と比べました。" in page.context["compared"]


def test_registrations_of_both_governments_are_compared_and_nobody_is_named(cast: Cast) -> None:
    registered(cast, who="prefecture_counsellor", answers={**ENGINEER, "occupations": ["care"]})
    many(cast, 2)
    published(cast)
    published(cast, answers=CARE)

    page = signed_in(Client(), cast.city_officer).get(UNWANTED)

    assert page.context["says"] == "2件の募集は、どれもだれかの一覧に入っています。"
    assert "試験 花子" not in page.content.decode()


def test_whoever_left_is_not_compared(cast: Cast) -> None:
    Seeker.objects.filter(pk=registered(cast).pk).update(state="left")
    published(cast)

    page = signed_in(Client(), cast.counsellor).get(UNWANTED)

    assert page.context["says"] == "1件の募集がありますが、いま探している方がいません。"
    assert page.context["regions"] == []
    assert "探している方が登録すると" in page.content.decode()


def test_market_without_postings_says_so(cast: Cast) -> None:
    published(cast)

    page = signed_in(Client(), cast.counsellor).get(f"{UNWANTED}?market=volunteers")

    assert page.context["market"] == "volunteers"
    assert page.context["says"] == "この種類で、いま公開している募集はありません。"


def test_only_the_latest_registrations_are_compared_where_there_are_too_many(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unwanted, "MOST_SEEKERS", 2)
    registered(cast, answers={**ENGINEER, "occupations": ["care"]})
    many(cast, 2)
    published(cast, answers=CARE)

    found = nobodys_postings(markets()["jobs"], TODAY)

    assert (found.n_seekers, found.n_compared, found.is_cut) == (3, 2, True)
    assert found.n_unlisted == 1


# --- fairness and spread --------------------------------------------------------------------------


@pytest.fixture
def some_introduced(cast: Cast) -> Cast:
    """Of 24 women from Tokyo 12 are introduced, of 24 men from Sapporo 12."""
    by, posting = cast.asker("counsellor"), published(cast, capacity=30)
    women, men = many(cast, 24, profile=who("female")), many(cast, 24, profile=who("male", SAPPORO))
    for one in (*women[:12], *men[:12]):
        introduce(one, posting, by=by, on=TODAY)
    return cast


def test_shares_are_counted_by_sex_and_home_with_their_intervals(some_introduced: Cast) -> None:
    page = signed_in(Client(), some_introduced.counsellor).get(FAIRNESS)

    assert page.context["says"] == (
        "2026年度（令和8年度）に登録した48人を比べました。偶然を超える差は見つかりません。"
    )
    assert table(page, "sex") == {
        # Wilson's interval of 12 of 24.
        "女性": ("24", "12人（31～69%）", "", "", ""),
        "男性": ("24", "12人（31～69%）", "", "", ""),
    }
    assert list(table(page, "home")) == ["北海道", "東京圏"]
    assert table(page, "age")["25～34歳"][:2] == ("48", "24人（36～64%）")
    assert table(page, "all")["登録した方すべて"][:2] == ("48", "24人（36～64%）")
    assert page.context["tables"][0].rows[0].cells[0].share == "50%"


def test_small_group_is_withheld_and_cannot_be_subtracted(some_introduced: Cast) -> None:
    registered(some_introduced, profile=who("", "", None))

    page = signed_in(Client(), some_introduced.counsellor).get(FAIRNESS)

    sizes = {label: told[0] for label, told in table(page, "sex").items()}
    assert sizes["わからない"] == "–"
    assert table(page, "all")["登録した方すべて"][0] == "49"
    assert sorted(sizes.values()) == ["24", "–", "–"]


def test_difference_beyond_chance_is_named(cast: Cast) -> None:
    by, posting = cast.asker("counsellor"), published(cast, capacity=60)
    women, men = many(cast, 40, profile=who("female")), many(cast, 40, profile=who("male"))
    for one in (*women[:30], *men[:10]):
        introduce(one, posting, by=by, on=TODAY)

    found = fairness_of(markets()["jobs"], YEAR)

    assert [(one.name, one.apart) for one in found.apart] == [("sex", ("introduced",))]


def test_later_step_counts_for_those_before_it(cast: Cast) -> None:
    by, posting = cast.asker("counsellor"), published(cast, capacity=30)
    for n, one in enumerate(many(cast, 30)):
        placement = introduce(one, posting, by=by, on=TODAY)
        if n < 10:
            placed(placement, "accepted", "started", by=by)
        elif n < 16:
            placed(placement, "offered", by=by)

    (sex,) = (one for one in fairness_of(markets()["jobs"], YEAR).attributes if one.name == "sex")

    # All were introduced: that none was not would be told of too few.
    assert [share.n for share in sex.groups[0].shares] == [None, 16, 10, 10]


def test_few_registrations_and_none_are_said(cast: Cast) -> None:
    many(cast, 4)
    client = signed_in(Client(), cast.counsellor)

    few = client.get(f"{FAIRNESS}?market=jobs")
    none = client.get(f"{FAIRNESS}?market=volunteers&year=1800")

    assert "10人に満たないので" in few.context["says"]
    assert none.context["says"] == "2026年度（令和8年度）に登録した方はいません。"
    assert none.context["tables"] == []


def test_share_beyond_sapporo_is_counted_by_year(cast: Cast) -> None:
    by = cast.asker("counsellor")
    here, there = published(cast, capacity=9, place=SAPPORO), published(cast, capacity=9)
    for n, one in enumerate(many(cast, 30)):
        introduce(one, here if n < 12 else there, by=by, on=TODAY)

    (year,) = spread_of(markets()["jobs"])

    assert (year.year, year.introduced.n, year.introduced.of) == (YEAR, 18, 30)
    assert (year.started.n, year.started.of) == (None, None)


# --- who reads them, and in which language --------------------------------------------------------


@pytest.mark.parametrize("address", [UNWANTED, FAIRNESS])
@pytest.mark.parametrize("reader", ["counsellor", "prefecture_officer", "city_office"])
def test_desks_and_officials_of_both_governments_read_them(
    cast: Cast, address: str, reader: str
) -> None:
    assert signed_in(Client(), cast.people[reader]).get(address).status_code == 200


@pytest.mark.parametrize("address", [UNWANTED, FAIRNESS])
@pytest.mark.parametrize("reader", ["outsider", "representative", "municipality_officer"])
def test_others_do_not(cast: Cast, address: str, reader: str) -> None:
    many(cast, 2)
    published(cast, answers=CARE)

    assert signed_in(Client(), cast.people[reader]).get(address).status_code == 404


@pytest.mark.parametrize("address", [UNWANTED, FAIRNESS])
def test_nobody_reads_them_without_signing_in(cast: Cast, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_desk_leads_to_both_and_a_firm_does_not(cast: Cast) -> None:
    at_the_desk = signed_in(Client(), cast.counsellor).get("/opportunities/desk/").content.decode()
    firm = signed_in(Client(), cast.representative).get("/opportunities/desk/").content.decode()

    assert f'href="{UNWANTED}"' in at_the_desk
    assert f'href="{FAIRNESS}"' in at_the_desk
    assert UNWANTED not in firm


def test_pages_read_in_english(some_introduced: Cast) -> None:
    published(some_introduced, title_en="Carer", answers=CARE)
    client = signed_in(Client(), some_introduced.counsellor)

    postings, shares = client.get(f"/en{UNWANTED}"), client.get(f"/en{FAIRNESS}")

    assert postings.context["says"] == (
        "Postings on nobody’s list: 1 of 2. All of them outside Sapporo."
    )
    assert postings.context["regions"][0].rows[0].why == (
        "Without “Occupation”, 48 people would come into question."
    )
    assert table(shares, "sex")["Women"][:2] == ("24", "12 (31 to 69%)")
    assert "性別" not in shares.content.decode()


@pytest.mark.parametrize("address", [UNWANTED, FAIRNESS])
def test_more_rows_cost_no_more_queries(
    cast: Cast, address: str, django_assert_num_queries
) -> None:
    client = signed_in(Client(), cast.counsellor)
    _grow(cast, 5, SAPPORO)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    n = len(few)

    _grow(cast, 9, "012076", "012041")
    client.get(address)

    with django_assert_num_queries(n):
        client.get(address)


def _grow(cast: Cast, n: int, *places: str) -> None:
    """So many more who are introduced; of each place a posting that nobody wants."""
    by, posting = cast.asker("counsellor"), published(cast, capacity=20)
    for place in places:
        published(cast, place=place, answers=CARE)
    for one in many(cast, n):
        introduce(one, posting, by=by, on=TODAY)


def test_too_few_to_be_compared_is_said_and_no_finding(cast: Cast) -> None:
    published(cast)
    many(cast, 12, profile=who("female"))

    page = signed_in(Client(), cast.counsellor).get(FAIRNESS)

    assert page.context["says"] == (
        "2026年度（令和8年度）に登録した方は12人です。まだ少なく、比べることはできません。"
    )
