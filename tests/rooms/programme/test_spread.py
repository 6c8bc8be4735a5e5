"""Where the programme reaches: counted once, in the right town, and nobody pointed at."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renkei.journal.actions import record
from renkei.journal.queries import standing_entries
from renkei.places.queries import area
from renkei.programme.actions.activities import show_activity, withdraw_activity
from renkei.programme.events.activities import ActivityHeld
from renkei.programme.periods import Period
from renkei.programme.queries.spread import Cell, Spread, reach, reach_by_year, reach_of
from renkei.programme.states import Form
from tests.cast import Cast
from tests.rooms.programme.doing import TODAY, charged_cast, recorded
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
YEAR = Period.year(2026)
ASAHIKAWA, SAPPORO, CHUO_WARD, HOKKAIDO = "012041", "011002", "011011", "010006"


@pytest.fixture
def cast() -> Cast:
    return charged_cast("I-3", "II-1")


def of_people(cast: Cast, n: int, place: str = ASAHIKAWA) -> None:
    """Entries about one person each, as a room that finds people work will write them."""
    for number in range(n):
        event = ActivityHeld(
            form=Form.OTHER,
            subject_kind="activity",
            subject_key=f"somebody{number}",
            person=f"person{number}",
            place=place,
            initiatives=("II-1",),
        )
        record(event, by=cast.asker("city_officer"), on=TODAY)


def cells(spread: Spread) -> dict[str, dict[str, int]]:
    return {
        town.area.code: {reference: cell.n for reference, cell in town.cells.items()}
        for town in spread.reached
    }


def test_entry_counts_in_its_town_for_each_of_its_initiatives(cast: Cast) -> None:
    recorded(cast, initiatives=("I-3", "II-1"))

    spread = reach(YEAR)

    assert cells(spread) == {ASAHIKAWA: {"I-3": 1, "II-1": 1}}
    assert [town.all.n for town in spread.reached] == [1]
    assert (len(spread.towns), len(spread.white)) == (179, 178)


def test_ward_counts_for_its_city(cast: Cast) -> None:
    recorded(cast, place=CHUO_WARD)
    recorded(cast, place=SAPPORO)

    assert cells(reach(YEAR)) == {SAPPORO: {"I-3": 2}}


def test_what_is_of_no_town_is_told_apart(cast: Cast) -> None:
    recorded(cast, place=HOKKAIDO)
    recorded(cast, place="")

    spread = reach(YEAR)

    assert (cells(spread), spread.elsewhere.n) == ({}, 1)


def test_what_was_withdrawn_reaches_nobody(cast: Cast) -> None:
    made = recorded(cast)
    withdraw_activity(made, by=cast.asker("city_officer"), on=TODAY, reason="中止")

    assert cells(reach(YEAR)) == {}


def test_share_beyond_sapporo(cast: Cast) -> None:
    assert reach(YEAR).share_beyond is None
    recorded(cast, place=SAPPORO)
    for place in (ASAHIKAWA, ASAHIKAWA, "012025"):
        recorded(cast, place=place)

    assert reach(YEAR).share_beyond == 0.75


def test_spread_is_narrowed_by_initiative_side_and_period(cast: Cast) -> None:
    recorded(cast)
    recorded(cast, "prefecture_officer", place="012025", initiatives=("II-1",))
    recorded(cast, place="012033", is_joint=True, first_day=date(2026, 5, 1))

    assert set(cells(reach(YEAR, initiative="II-1"))) == {"012025"}
    assert set(cells(reach(YEAR, side="prefecture"))) == {"012025", "012033"}
    assert set(cells(reach(YEAR, side="city"))) == {ASAHIKAWA, "012033"}
    assert set(cells(reach(Period.quarter(2026, 1)))) == {"012033"}
    assert set(cells(reach(Period.year(2025)))) == set()


def test_years_beside_one_another(cast: Cast) -> None:
    recorded(cast)
    recorded(cast, place=SAPPORO)

    told = reach_by_year([2025, 2026])

    assert [(one.fiscal_year, one.n_towns, one.n_things) for one in told] == [
        (2025, 0, 0),
        (2026, 2, 2),
    ]
    assert [one.share_beyond for one in told] == [None, 0.5]


@pytest.mark.parametrize(
    ("cell", "public"),
    [
        (Cell(), 0),
        (Cell(n_things=3), 3),
        (Cell(n_of_people=9), None),
        (Cell(n_of_people=10), 10),
        (Cell(n_things=3, n_of_people=9), 3),
        (Cell(n_things=3, n_of_people=10), 13),
    ],
)
def test_few_people_are_not_told_to_everybody(cell: Cell, public: int | None) -> None:
    assert cell.shown(is_public=True) == public
    assert cell.shown(is_public=False) == cell.n


def test_town_learns_what_reached_it(cast: Cast) -> None:
    recorded(cast)
    recorded(cast, first_day=date(2026, 6, 1), initiatives=("II-1", "I-3"))
    recorded(cast, place="012025")

    told = reach_of(area(ASAHIKAWA))

    assert {key: (one.cell.n, one.last_on) for key, one in told.items()} == {
        "I-3": (2, date(2026, 11, 20)),
        "II-1": (1, date(2026, 6, 1)),
    }


@pytest.mark.parametrize("n", [1, 5])
def test_matrix_takes_as_many_queries_whatever_it_finds(cast: Cast, n: int) -> None:
    for place in ("012041", "012025", "012033", "012050", "012068")[:n]:
        recorded(cast, place=place)

    with CaptureQueriesContext(
        connection,
    ) as made:
        reach(YEAR)

    assert len(made) == 3


@pytest.mark.parametrize("seed", range(3))
def test_both_sides_make_the_whole_and_nothing_is_lost(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    places = (ASAHIKAWA, SAPPORO, CHUO_WARD, HOKKAIDO, "012025", "")
    for _ in range(25):
        made = recorded(
            cast,
            chance.choice(["city_officer", "prefecture_officer"]),
            place=chance.choice(places),
            initiatives=chance.choice([("I-3",), ("II-1",), ("I-3", "II-1")]),
            is_joint=chance.random() < 0.4,
        )
        if chance.random() < 0.2:
            who = cast.asker(f"{made.unit.side}_office")
            withdraw_activity(made, by=who, on=TODAY, reason="中止")

    total, prefecture, city, joint = (
        reach(YEAR, side=side) for side in ("", "prefecture", "city", "joint")
    )

    placed = standing_entries().filter(kind="activity.held", place__gt="")
    assert sum(town.all.n for town in total.towns) + total.elsewhere.n == placed.count()
    for whole, one, other, both in zip(
        total.towns, prefecture.towns, city.towns, joint.towns, strict=True
    ):
        assert whole.all.n == one.all.n + other.all.n - both.all.n
        for reference, cell in whole.cells.items():
            parts = [town.cells.get(reference, Cell()).n for town in (one, other, both)]
            assert cell.n == parts[0] + parts[1] - parts[2]


# --- pages --------------------------------------------------------------------------------------


def test_page_answers_in_a_sentence(cast: Cast) -> None:
    recorded(cast)
    recorded(cast, place=SAPPORO)

    page = Client().get("/programme/spread/").content.decode()

    assert "179市町村のうち2に届きました。札幌市以外で行ったものは50％です。" in page
    assert page.count("<td class=on>") == 2
    assert "まだ届いていない177市町村の名前" in page


def test_page_before_anything_was_done() -> None:
    page = Client().get("/en/programme/spread/").content.decode()

    assert page.count("<td class=on>") == 0
    assert "179" in page


def test_public_page_and_file_point_at_nobody(cast: Cast) -> None:
    of_people(cast, 9)
    official = signed_in(Client(), cast.prefecture_officer)
    told, few = "<td class=on>9</td>", "<td class=on>&lt;10</td>"

    for client, seen, unseen in ((Client(), few, told), (official, told, few)):
        page = client.get("/programme/spread/").content.decode()
        assert seen in page
        assert unseen not in page
    lines = Client().get("/programme/spread.csv").content.decode("utf-8-sig").splitlines()
    assert [line for line in lines if line.endswith(",1")] == [
        f"2026,{ASAHIKAWA},旭川市,上川総合振興局,II-1,,1"
    ]


def test_file_holds_every_cell(cast: Cast) -> None:
    recorded(cast)

    lines = Client().get("/programme/spread.csv").content.decode("utf-8-sig").splitlines()

    assert len(lines) == 1 + 179 * 22
    assert f"2026,{ASAHIKAWA},旭川市,上川総合振興局,I-3,1,0" in lines


def test_page_of_a_town_says_what_reached_it_and_whom_to_ask(cast: Cast) -> None:
    made = recorded(cast)
    recorded(cast, title_ja="内部の打合せ", form="meeting")
    show_activity(made, is_public=True, by=cast.asker("city_officer"), on=TODAY)

    page = Client().get(f"/programme/spread/{ASAHIKAWA}/").content.decode()

    assert "旭川市には、22の取組のうち1が届いています。" in page
    assert "旭川市の人口は" in page
    assert "働き方セミナー" in page
    assert "内部の打合せ" not in page
    assert "市 city section" in page
    assert page.count('<details class="disclosure">') == 21


def test_page_of_a_town_tells_no_small_number_of_people(cast: Cast) -> None:
    of_people(cast, 3)

    page = Client().get(f"/programme/spread/{ASAHIKAWA}/").content.decode()

    assert '<span class="whole">&lt;10</span>' in page
    assert '<span class="whole">3</span>' not in page
    assert "11月25日" not in page.partition("届いている取組</h2>")[2].partition("</table>")[0]


@pytest.mark.parametrize("code", ["010006", "011011", "000000", "nowhere"])
def test_only_municipalities_have_a_page(code: str) -> None:
    assert Client().get(f"/programme/spread/{code}/").status_code == 404


def test_years_are_counted_anew_with_every_entry(cast: Cast) -> None:
    recorded(cast)
    before = reach_by_year([2026])

    made = recorded(cast, place="012025")
    between = reach_by_year([2026])
    withdraw_activity(made, by=cast.asker("city_officer"), on=TODAY, reason="中止")

    assert [one.n_towns for one in (*before, *between, *reach_by_year([2026]))] == [1, 2, 1]


def test_years_are_not_counted_twice(cast: Cast) -> None:
    recorded(cast)
    reach_by_year([2026])

    with CaptureQueriesContext(connection) as made:
        reach_by_year([2026])

    assert not [one for one in made if "GROUP BY" in one["sql"]]
