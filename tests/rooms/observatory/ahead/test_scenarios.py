"""Questions as addresses, and what-ifs that are saved."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.observatory import actions
from renkei.observatory.actions import Said, TooManyToday, save_scenario
from renkei.observatory.ahead.levers import groups, levers
from renkei.observatory.ahead.scenarios import ReadBack, question, read_back
from renkei.observatory.forms import NameForm
from renkei.observatory.models import Scenario
from renkei.observatory.queries import UnknownScenario, scenario, scenarios
from tests.rooms.observatory.reading import Node, japanese_in, read

OBIHIRO, HOKKAIDO = "012076", "010006"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SOURCE_NAME = "統計メモ帳"  # a name that has no English one
SAID = Said("2025-0123456789ab", 129_000.4, 137_000.2)


def steps(key: str) -> st.SearchStrategy[float]:
    lever = levers()[key]
    last = round((lever.high - lever.low) / lever.step)
    return st.integers(0, last).map(lambda n: round(lever.low + n * lever.step, lever.decimals))


# --- levers and addresses -----------------------------------------------------------------------


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from([OBIHIRO, HOKKAIDO, "sapporo-area"]), min_size=1, unique=True),
    st.fixed_dictionaries({}, optional={key: steps(key) for key in levers()}),
    st.sampled_from(["", *groups()]),
)
def test_question_is_read_back_from_its_address(
    areas: list[str], values: dict[str, float], who: str
) -> None:
    asked = question(areas, values, who)

    assert read_back(asked.query) == ReadBack(asked)
    assert question(asked.areas, dict(asked.moved), asked.who) == asked


def test_address_holds_nothing_that_changes_nothing() -> None:
    asked = question([OBIHIRO], {"leaving": 0, "tfr_by": 2050, "stay": 9, "horizon": 2045})

    assert asked.query == f"area={OBIHIRO}"
    assert asked.changes_nothing


def test_year_of_the_answer_is_kept_without_a_change() -> None:
    asked = question([OBIHIRO], {"horizon": 2060, "begins": 2030})

    assert (asked.query, asked.horizon) == (f"area={OBIHIRO}&horizon=2060", 2060)


def test_who_comes_is_kept_only_with_somebody_who_comes() -> None:
    nobody = question([OBIHIRO], {"leaving": -10}, "families")
    somebody = question([OBIHIRO], {"arrivals": 10}, "families")

    assert (nobody.who, somebody.who) == ("", "families")


def test_number_of_a_lever_that_was_not_moved_is_refused() -> None:
    with pytest.raises(ValueError, match="the lever “tfr” was not moved"):
        question([OBIHIRO], {}).number("tfr")


@pytest.mark.parametrize(
    ("people", "most"), [(800, 20), (2_400, 50), (160_000, 4_000), (5_000_000, 50_000)]
)
def test_most_that_may_come_grows_with_the_place(people: float, most: float) -> None:
    assert levers()["arrivals"].most_for(people) == most


# --- saving -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_saved_scenario_is_found_by_its_key_alone() -> None:
    saved = save_scenario("地元に残る", f"area={OBIHIRO}&leaving=-30", SAID, at=NOW)

    assert scenario(saved.key).name == "地元に残る"
    assert len(saved.key) >= 22
    with pytest.raises(UnknownScenario):
        scenario("no-such-key")


@pytest.mark.django_db
def test_same_scenario_saved_twice_has_two_keys() -> None:
    first = save_scenario("一", "area=010006", SAID, at=NOW)
    second = save_scenario("一", "area=010006", SAID, at=NOW)

    assert first.key != second.key
    assert scenarios([second.key, "gone", first.key, second.key]) == [second, first]


@pytest.mark.django_db
def test_no_more_are_saved_in_a_day_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    save_scenario("きのうより前", "area=010006", SAID, at=NOW - timedelta(days=1, seconds=1))
    save_scenario("一", "area=010006", SAID, at=NOW - timedelta(hours=23))
    save_scenario("二", "area=010006", SAID, at=NOW)

    with pytest.raises(TooManyToday):
        save_scenario("三", "area=010006", SAID, at=NOW)

    assert Scenario.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("empty", ["name", "query"])
def test_scenario_without_a_name_or_a_question_is_refused(empty: str) -> None:
    values = {"name": "一", "query": "area=010006", empty: ""}

    with pytest.raises(IntegrityError), transaction.atomic():
        Scenario.objects.create(key="k", figures="f", base=1.0, people=1.0, saved_at=NOW, **values)


def test_scenario_says_the_same_in_whole_persons() -> None:
    saved = Scenario(base=100.4, people=200.0)

    assert saved.says_now(99.6, 200.3)
    assert not saved.says_now(100.4, 201.0)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("30%が地元に残る", ""),
        ("  二つの   空白 ", ""),
        ("   ", "名前が空です"),
        ("=1+1", "記号「=」で始められません"),
        ("＠誰か", "記号「＠」で始められません"),
        ("あ" * 61, "60字まで"),
        ("あ\u202eい", "表示できない文字"),
    ],
)
def test_name_is_taken_or_refused_with_a_reason(name: str, problem: str) -> None:
    form = NameForm({"name": name})

    assert problem in form.problem
    assert form.is_valid() == (not problem)


def test_name_is_one_line_without_needless_spaces() -> None:
    form = NameForm({"name": "  二つの \u3000 空白 "})

    assert form.is_valid()
    assert form.cleaned_data["name"] == "二つの 空白"


# --- pages --------------------------------------------------------------------------------------

Opened = Callable[[str], Node]
on_pages = pytest.mark.usefixtures("places_loaded")
SAVE = "/observatory/what-if/save/?"


def saved_at(client: Client, query: str, name: str) -> str:
    """Save through the form; the address of the new page."""
    response = client.post(SAVE + query, {"name": name})
    assert response.status_code == 302
    return response.headers["Location"]


@pytest.mark.django_db
@on_pages
def test_form_saves_and_leads_to_the_page_of_the_scenario(client: Client) -> None:
    address = saved_at(client, f"area={OBIHIRO}&leaving=-30", "地元に残る")

    response = client.get(address)
    found = read(response)
    assert found.one("h1").text == "地元に残る"
    assert "15～29歳で出ていく割合が2040年までに−30%" in found.text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not found.all(class_="notice--warn")


@pytest.mark.django_db
@on_pages
def test_form_shows_what_is_wrong_and_keeps_what_was_written(client: Client) -> None:
    response = client.post(f"{SAVE}area={OBIHIRO}&leaving=-30", {"name": "=SUM(A1)"})

    field = read(response).one("input", name="name")
    assert response.status_code == 422
    assert field.attributes["value"] == "=SUM(A1)"
    assert field.attributes["aria-invalid"] == "true"
    assert Scenario.objects.count() == 0


@pytest.mark.django_db
@on_pages
def test_what_changes_nothing_is_not_saved(client: Client) -> None:
    client.post(f"{SAVE}area={OBIHIRO}", {"name": "何も"})

    assert Scenario.objects.count() == 0


@pytest.mark.django_db
@on_pages
def test_form_of_another_site_saves_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(f"{SAVE}area={OBIHIRO}&leaving=-30", {"name": "よそから"})

    assert response.status_code == 403
    assert "もう一度送信" in response.content.decode()
    assert Scenario.objects.count() == 0


@pytest.mark.django_db
@on_pages
def test_full_day_is_told_on_the_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 0)

    response = client.post(f"{SAVE}area={OBIHIRO}&leaving=-30", {"name": "もう一つ"})

    assert response.status_code == 422
    assert "今は保存できません" in read(response).text


@pytest.mark.django_db
@on_pages
def test_page_says_when_the_figures_have_changed_since(client: Client) -> None:
    address = saved_at(client, f"area={OBIHIRO}&leaving=-30", "地元に残る")
    Scenario.objects.update(base=120_000, people=125_000)

    notice = read(client.get(address)).one(class_="notice--warn").text

    assert "125,000人" in notice
    assert "120,000人" in notice


@pytest.mark.django_db
@on_pages
def test_unknown_key_is_not_found(client: Client) -> None:
    assert client.get("/observatory/what-if/saved/nobody-knows/").status_code == 404


@pytest.mark.django_db
@on_pages
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_scenario_is_downloaded(client: Client, kind: str) -> None:
    address = saved_at(client, f"area={OBIHIRO}&leaving=-30", "地元に残る")

    response = client.get(f"{address.removesuffix('/')}.{kind}")

    assert response.status_code == 200
    assert f".{kind}" in response.headers["Content-Disposition"]


@pytest.mark.django_db
@on_pages
def test_comparison_offers_what_this_reader_saved_and_nobody_else() -> None:
    mine, other = Client(), Client()
    saved_at(mine, f"area={OBIHIRO}&leaving=-30", "わたしの")
    saved_at(other, f"area={OBIHIRO}&leaving=-10", "ほかの人の")

    found = read(mine.get("/observatory/what-if/compare/")).text

    assert "わたしの" in found
    assert "ほかの人の" not in found


@pytest.mark.django_db
@on_pages
def test_changed_cookie_offers_nothing(client: Client) -> None:
    saved_at(client, f"area={OBIHIRO}&leaving=-30", "わたしの")
    client.cookies["renkei_scenarios"] = client.cookies["renkei_scenarios"].value + "x"

    assert "わたしの" not in client.get("/observatory/what-if/compare/").content.decode()


def keys_of(client: Client, n: int) -> list[str]:
    names = ["一", "二", "三", "四", "五"]
    addresses = [
        saved_at(client, f"area={OBIHIRO}&leaving=-{10 * (i + 1)}", names[i]) for i in range(n)
    ]
    return [address.split("/")[-2] for address in addresses]


@pytest.mark.django_db
@on_pages
def test_comparison_puts_up_to_four_beside_each_other(client: Client) -> None:
    keys = keys_of(client, 5)

    found = read(
        client.get("/observatory/what-if/compare/", {"scenario": keys, "measure": "births"})
    )

    rows = found.one("div", **{"aria-labelledby": "side-by-side"}).all("tbody")[0].all("tr")
    assert len(rows) == 4
    assert "比べられるのは4つまで" in found.one(class_="notice--warn").text
    assert "1年間の出生" in found.one(class_="figure__measure").text


@pytest.mark.django_db
@on_pages
def test_comparison_names_what_is_not_there(client: Client) -> None:
    (key,) = keys_of(client, 1)

    found = read(client.get("/observatory/what-if/compare/", {"scenario": [key, "gone"]}))

    assert "「gone」" in found.one(class_="notice--warn").text
    assert found.one(id="scenarios-finding").text.startswith("「一」")


@pytest.mark.django_db
@on_pages
def test_comparison_can_be_seen_in_hokkaido_and_be_taken_away(client: Client) -> None:
    keys = keys_of(client, 2)

    asked = {"scenario": keys, "of": HOKKAIDO}
    found = read(client.get("/en/observatory/what-if/compare/", asked))
    file = client.get("/en/observatory/what-if/compare.csv", asked).content.decode("utf-8-sig")

    assert "Hokkaido" in found.one(class_="figure__measure").text
    assert file.splitlines()[0] == "Area,What if,Measure,Year,Unit,Value"
    assert "Hokkaido,A 一,Population,2045,persons," in file


@pytest.mark.django_db
@on_pages
def test_pages_are_all_english_but_for_names(client: Client) -> None:
    address = "/en" + saved_at(client, f"area={OBIHIRO}&leaving=-30&foreign=10", "Stay")
    key = address.split("/")[-2]

    for page in (address, f"/en/observatory/what-if/compare/?scenario={key}", "/en" + SAVE):
        left = japanese_in(read(client.get(page)).one("main"))
        assert [text for text in left if SOURCE_NAME not in text] == []


@pytest.mark.django_db
@on_pages
def test_file_of_no_comparison_is_not_found(client: Client) -> None:
    assert client.get("/observatory/what-if/compare.csv").status_code == 404
