"""The programme's pages say in a sentence how the year stands, and to each what she may read."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renkei.core.sides import Side
from renkei.places.actions import load_reference
from renkei.programme.actions.activities import show_activity
from renkei.programme.periods import Period
from renkei.programme.queries.progress import progress, years_of
from tests.cast import Cast, standing_cast
from tests.rooms.programme.doing import TODAY, charged_cast, recorded
from tests.rooms.programme.measuring import FIRMS, QUARTER, approved, quarter_cast, submitted, taken
from tests.rooms.programme.reporting import held, made, published
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
THIS_YEAR = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today():  # type: ignore[no-untyped-def]
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def text(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", client.get(address).content.decode()))


def test_programme_says_the_year_in_a_sentence(cast: Cast, client: Client) -> None:
    held(cast, on=THIS_YEAR, side=Side.JOINT)
    held(cast, on=THIS_YEAR, initiatives=("I-3",))
    held(cast, on=date(2026, 3, 31))

    assert (
        "2026年度（令和8年度）は、きょうまでに22の取組のうち2の取組で、2件の活動が行われました"
        "（道1件、市2件、うち共同1件）。"
    ) in text(client, "/programme/")


def test_programme_without_activities_says_what_it_is_for(client: Client) -> None:
    page = client.get("/programme/")

    assert page.context["finding"] == ""
    assert "きょうまでに" not in page.content.decode()


def test_programme_says_of_each_initiative_what_was_done_last(cast: Cast, client: Client) -> None:
    held(cast, on=THIS_YEAR)
    held(cast, on=date(2026, 10, 3))

    assert "今年度2件、最後は2026年10月3日（土）" in text(client, "/programme/")
    assert "今年度2件、最後は2026年10月3日（土）" in text(client, "/programme/II/")
    assert "今年度の活動はまだ記録されていません" in text(client, "/programme/I/")


def test_theme_counts_what_served_two_of_its_initiatives_once(cast: Cast, client: Client) -> None:
    held(cast, on=THIS_YEAR, initiatives=("II-1", "II-2"))
    held(cast, on=THIS_YEAR, initiatives=("I-3",))

    assert "8の取組のうち2の取組で、1件の活動" in text(client, "/programme/II/")


def test_initiative_shows_years_on_both_sides(cast: Cast, client: Client) -> None:
    held(cast, on=THIS_YEAR, side=Side.JOINT)
    held(cast, on=date(2024, 4, 1))

    page = client.get("/programme/II-3/")

    assert page.context["done_years"][0] == ("2026年度（令和8年度）", "1", "1", "1", "1")
    assert page.context["done_years"][2] == ("2024年度（令和6年度）", "0", "1", "0", "1")
    assert page.context["done_before"] == 1


def test_years_of_an_initiative_hold_nothing_of_another(cast: Cast) -> None:
    held(cast, on=THIS_YEAR, initiatives=("II-1", "II-3"))
    held(cast, on=THIS_YEAR, initiatives=("I-3",))

    assert {year: one.total for year, one in years_of("II-1", [2025, 2026]).items()} == {
        2025: 0,
        2026: 1,
    }
    assert progress(Period.year(2026)).whole.total == 2
    assert progress(Period.year(2026), ["I-3"]).whole.total == 1


def test_public_reads_of_the_latest_only_what_is_published(client: Client) -> None:
    cast = charged_cast("II-3")
    shown = recorded(
        cast, initiatives=("II-3",), first_day=THIS_YEAR, title_ja="公開した説明会", place=""
    )
    kept = recorded(
        cast, initiatives=("II-3",), first_day=THIS_YEAR, title_ja="内部の説明会", place=""
    )
    show_activity(shown, is_public=True, by=cast.asker("city_officer"), on=TODAY)

    for address in ("/programme/", "/programme/II-3/"):
        page = client.get(address).content.decode()
        assert (shown.title_ja in page, kept.title_ja in page) == (True, False)
        page = signed_in(Client(), cast.prefecture_officer).get(address).content.decode()
        assert (shown.title_ja in page, kept.title_ja in page) == (True, True)


def test_initiative_leads_to_its_reports(cast: Cast, client: Client) -> None:
    report = published(cast, scope="initiative", about="II-3")
    draft = made(cast, scope="initiative", about="II-3", fiscal_year=2024)

    page = client.get("/programme/II-3/").content.decode()

    assert (report.get_absolute_url() in page, draft.get_absolute_url() in page) == (True, False)


def test_pages_of_the_programme_stand_beside_one_another(client: Client) -> None:
    section = client.get("/programme/spread/").context["section"]

    here = {item.name: item.here for item in section}
    assert here["広がり"] == "page"
    assert here["概要"] == ""
    assert client.get("/").context["section"] == []


@pytest.mark.parametrize(
    ("address", "most"), [("/programme/", 7), ("/programme/II/", 3), ("/programme/II-3/", 12)]
)
def test_page_asks_as_often_for_one_activity_as_for_three(
    cast: Cast, client: Client, address: str, most: int
) -> None:
    def n_queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    load_reference()
    held(cast, on=THIS_YEAR, place="012076")
    one = n_queries()
    held(cast, on=THIS_YEAR, place="012076")
    held(cast, on=THIS_YEAR, side=Side.JOINT, initiatives=("I-3",))

    assert one == n_queries() <= most


@pytest.mark.usefixtures("places_loaded")
def test_staff_reads_how_the_figures_of_the_newest_quarter_stand_on_both_sides() -> None:
    cast = quarter_cast()
    taken(cast)
    submitted(cast, "city_officer")
    approved(cast, "city_office")

    page = signed_in(Client(), cast.prefecture_officer).get("/programme/")

    rows = {
        row.indicator.id: row for _key, _title, some in page.context["standing"] for row in some
    }
    firms = rows[FIRMS].kept
    assert page.context["quarter"] == QUARTER.key
    assert (firms.value, firms.sides) == ("42", "道27、市35、うち共同20")
    assert firms.states == {"prefecture": "算出済み", "city": "承認済み"}
    assert firms.address.endswith(f"/programme/figures/{FIRMS}/why/?period={QUARTER.key}")
    assert rows["I-3.3"].note == "この仕事の記録が始まると数えます"


@pytest.mark.usefixtures("places_loaded")
def test_public_reads_a_figure_once_both_sides_have_approved_it(client: Client) -> None:
    cast = quarter_cast()
    taken(cast)
    submitted(cast, "city_officer")
    approved(cast, "city_office")

    assert client.get("/programme/I-3/").context["indicators"][0].kept is None
    assert "standing" not in client.get("/programme/").context
    submitted(cast, "prefecture_officer")
    approved(cast, "prefecture_office")

    kept = client.get("/programme/I-3/").context["indicators"][0].kept
    assert (kept.value, kept.is_locked, kept.states) == ("42", True, {})


@pytest.mark.usefixtures("places_loaded")
def test_staff_chooses_a_quarter_in_the_address() -> None:
    cast = quarter_cast()
    taken(cast)
    client = signed_in(Client(), cast.prefecture_officer)

    earlier = client.get("/programme/", {"quarter": "2026Q1"})
    unknown = client.get("/programme/", {"quarter": "1999Q9"})

    assert (earlier.context["quarter"], earlier.context["n_kept"]) == ("2026Q1", 0)
    assert unknown.context["quarter"] == QUARTER.key
