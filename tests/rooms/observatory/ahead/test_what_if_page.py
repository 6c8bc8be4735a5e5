"""The page "what if": its states, its repairs, its part for scripts."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.rooms.observatory.reading import Node, japanese_in, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
Page = Callable[..., Node]
OBIHIRO = "area=012076"
LEVERS = "tfr=1.80&tfr_by=2035&leaving=-30&arrivals=200&to_sapporo=20&foreign=50&stay=3.0"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
SOURCE_NAME = "統計メモ帳"  # a name that has no English one


def finding(page: Node) -> str:
    return page.one(id="what-if-finding").text


def problems(page: Node) -> list[str]:
    return [p.text for notice in page.all(class_="notice--warn") for p in notice.all("p")]


def field(page: Node, key: str) -> str:
    return page.one("input", id=key).attributes["value"]


def cells(page: Node) -> dict[tuple[str, str], list[str]]:
    """The figures of the table of sides by (measure, side)."""
    found = {}
    for body in page.one("table", class_="what-if__sides").all("tbody"):
        head, *rows = body.all("tr")
        for row in rows:
            name = row.one("th").text
            found[head.text.split()[0], name] = [cell.text for cell in row.all("td")]
    return found


def part(client: Client, query: str) -> HttpResponse:
    return client.get(f"/observatory/what-if/?{query}", headers=PART)


# --- states -------------------------------------------------------------------------------------


def test_page_begins_with_hokkaido_and_no_change(page: Page) -> None:
    found = page("what-if/")

    assert finding(found).startswith("何も変えなければ、北海道の人口は2045年に")
    assert not found.all("table", class_="what-if__sides")
    assert "名前をつけて保存する" not in found.text


def test_answer_tells_of_the_place_the_others_and_hokkaido(page: Page) -> None:
    found = page(f"what-if/?{OBIHIRO}&leaving=-30")

    rows = cells(found)
    here, others, all_of_it = (
        rows["人口", side][2].replace("\N{MINUS SIGN}", "-").replace(",", "")
        for side in ("帯広市", "ほかの市町村", "北海道全体")
    )
    assert int(here) > 0 > int(others)
    assert abs(int(here) + int(others) - int(all_of_it)) <= 1
    assert "ほかの市町村は合わせて" in finding(found)
    assert "少なく" in finding(found)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tfr=2.0", "ほかの市町村も合わせて"),
        ("tfr=0.7", "ほかの市町村も合わせて"),
        ("leaving=-30", "ほかの市町村は合わせて"),
        ("leaving=30", "ほかの市町村は合わせて"),
        ("foreign=50", "ほかの市町村は変わりません"),
    ],
)
def test_finding_says_whether_others_gain_and_lose_with_the_place(
    page: Page, query: str, said: str
) -> None:
    assert said in finding(page(f"what-if/?{OBIHIRO}&{query}"))


def elsewhere(page: Node, heading: str = "ほかで最も変わる市町村") -> dict[str, float]:
    """The differences of the other municipalities that are named, in their order."""
    said = {
        side: row[2].replace("\N{MINUS SIGN}", "-").replace(",", "")
        for (measure, side), row in cells(page).items()
        if measure == heading
    }
    return {side: float(change) for side, change in said.items()}


def test_municipalities_that_change_most_are_named(page: Page) -> None:
    found = elsewhere(page(f"what-if/?{OBIHIRO}&leaving=-30"))

    assert len(found) == 5
    assert next(iter(found)) == "札幌市"
    assert list(found.values()) == sorted(found.values())
    assert max(found.values()) < 0


def test_municipalities_nearby_are_named(page: Page) -> None:
    found = elsewhere(page(f"what-if/?{OBIHIRO}&leaving=-30"), "近くの市町村")

    assert {"音更町", "芽室町"} <= set(found)
    assert "帯広市" not in found


def test_other_wards_are_named_by_themselves_for_a_ward(page: Page) -> None:
    found = elsewhere(page("what-if/?area=011011&leaving=-30"))

    assert "札幌市" not in found
    assert any(side.startswith("札幌市") and side.endswith("区") for side in found)
    assert "札幌市中央区" not in found


def test_no_municipality_is_named_where_none_changes(page: Page) -> None:
    assert elsewhere(page(f"what-if/?{OBIHIRO}&foreign=50")) == {}


def test_shares_differ_by_points_that_can_be_checked(page: Page) -> None:
    rows = cells(page(f"what-if/?{OBIHIRO}&{LEVERS}"))

    of_shares = [row for (measure, _side), row in rows.items() if measure == "65歳以上の割合"]
    assert len(of_shares) == 3
    for before, after, change, _percent in of_shares:
        figure, unit = change.replace("\N{MINUS SIGN}", "-").split()
        assert unit == "ポイント"
        assert float(figure) == round(float(after) - float(before), 1)


def test_all_the_young_may_stay(page: Page) -> None:
    found = page(f"what-if/?{OBIHIRO}&leaving=-100")

    assert problems(found) == []
    assert "多くなります" in finding(found)


def test_place_that_is_all_of_hokkaido_has_no_others(page: Page) -> None:
    found = page("what-if/?area=010006&tfr=1.8")

    assert {side for _measure, side in cells(found)} == {"北海道"}


def test_form_shows_what_the_address_says(page: Page) -> None:
    found = page(f"what-if/?{OBIHIRO}&{LEVERS}&who=families&horizon=2050")

    shown = {key: field(found, key) for key in ("tfr", "tfr_by", "leaving", "stay", "horizon")}
    assert shown == {
        "tfr": "1.80",
        "tfr_by": "2035",
        "leaving": "-30",
        "stay": "3.0",
        "horizon": "2050",
    }
    assert found.one("input", id="tfr-slider").attributes["value"] == "1.80"
    chosen = [
        o for o in found.one("select", name="who").all("option") if "selected" in o.attributes
    ]
    assert [option.attributes["value"] for option in chosen] == ["families"]


def test_several_areas_are_one_place(page: Page) -> None:
    found = page(f"what-if/?{OBIHIRO}&area=016314&arrivals=100")

    assert ("人口", "帯広市、音更町") in cells(found)


@pytest.mark.parametrize("code", ["011011", "011002", "016306", "sapporo-area", "010006"])
def test_every_kind_of_place_can_be_asked_about(page: Page, code: str) -> None:
    found = page(f"what-if/?area={code}&tfr=2.0")

    assert "多くなります" in finding(found)


def test_page_is_all_english(page: Page) -> None:
    found = page(f"what-if/?{OBIHIRO}&{LEVERS}&who=sixties", language="en")

    left = japanese_in(found.one("main"))
    assert [text for text in left if SOURCE_NAME not in text] == []


# --- repairs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said", "key", "value"),
    [
        ("tfr=9", "「合計特殊出生率」は0.50から3.00まで", "tfr", "3.00"),
        ("tfr=0", "0の代わりに0.50で計算しました", "tfr", "0.50"),
        ("leaving=abc", "「abc」は数として読めません", "leaving", "0"),
        ("leaving=nan", "「nan」は数として読めません", "leaving", "0"),
        ("leaving=-10.4", "1きざみです", "leaving", "-10"),
        ("arrivals=99999999", "から4,000 人／年まで", "arrivals", "4000"),
        ("horizon=1867", "「答えを見る年」は2030から2060まで", "horizon", "2030"),
        ("tfr=1.8&tfr_by=2030&begins=2035", "変わり始めるのは2035年です", "tfr_by", "2035"),
        ("tfr=1.8&begins=2050", "答えを見る2045年より前ではありません", "begins", "2050"),
        ("arrivals=10&who=nobody", "「nobody」という選択肢はありません", "arrivals", "10"),
    ],
)
def test_what_cannot_be_is_named_and_mended(
    page: Page, query: str, said: str, key: str, value: str
) -> None:
    found = page(f"what-if/?{OBIHIRO}&{query}")

    (problem,) = problems(found)
    assert said in problem.replace("4,000人", "4,000 人")
    assert field(found, key) == value


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("１．８", "1.80"), ("\N{MINUS SIGN}20", "-20"), ("1,200", "1200"), (" 5 ", "5")],
)
def test_numbers_are_read_as_people_write_them(page: Page, written: str, read_as: str) -> None:
    key = {"1.80": "tfr", "-20": "leaving"}.get(read_as, "arrivals")

    found = page(f"what-if/?{OBIHIRO}&{key}={written}")

    assert field(found, key) == read_as
    assert problems(found) == []


@pytest.mark.parametrize("code", ["999999", "011000", "\x00", "x" * 5000])
def test_unknown_area_is_named_and_hokkaido_is_shown(page: Page, code: str) -> None:
    found = page(f"what-if/?area={code.replace(chr(0), '%00')}")

    assert "という地域はありません" in problems(found)[0]
    assert len(problems(found)[0]) < 100
    assert "北海道" in finding(found)


@pytest.mark.parametrize(
    ("query", "said", "name"),
    [
        ("area=010006&area=012076", "帯広市は北海道に含まれます", "北海道の"),
        ("area=011011&area=011002", "札幌市中央区は札幌市に含まれます", "札幌市の"),
    ],
)
def test_place_inside_another_one_is_named_and_left_out(
    page: Page, query: str, said: str, name: str
) -> None:
    found = page(f"what-if/?{query}")

    (problem,) = problems(found)
    assert said in problem
    assert name in finding(found)


def test_more_areas_than_may_be_are_named(page: Page) -> None:
    codes = "&".join(f"area={code}" for code in ("012025", "012033", "012041", "012050", "012068"))

    found = page(f"what-if/?{codes}")

    assert problems(found) == ["一度に選べるのは4つまでです。初めの4つで計算しました。"]


# --- a form without scripts ---------------------------------------------------------------------


def sent(found: Node, **moved: str) -> list[tuple[str, str]]:
    """What a browser sends of the form, with some fields changed by their id."""
    form = found.one("form", id="what-if-form")
    pairs = []
    for control in form.nodes():
        name = control.attributes.get("name")
        if control.tag == "input" and name:
            own = control.attributes.get("value", "")
            pairs.append((name, moved.get(control.attributes.get("id", ""), own)))
        elif control.tag == "select" and name:
            options = control.all("option")
            chosen = [o for o in options if "selected" in o.attributes] or options[:1]
            own = chosen[0].attributes["value"]
            pairs.append((name, moved.get(control.attributes.get("id", ""), own)))
    return pairs


def test_form_leads_to_the_short_address(client: Client, page: Page) -> None:
    pairs = sent(page(f"what-if/?{OBIHIRO}"), tfr="1.8")

    response = client.get("/observatory/what-if/", query_params=pairs)

    assert response.status_code == 302
    assert response.headers["Location"] == f"/observatory/what-if/?{OBIHIRO}&tfr=1.80"


@pytest.mark.parametrize("moved", ["leaving", "leaving-slider"])
def test_field_or_slider_counts_whichever_was_moved(client: Client, page: Page, moved: str) -> None:
    pairs = sent(page(f"what-if/?{OBIHIRO}&leaving=-10"), **{moved: "-25"})

    response = client.get("/observatory/what-if/", query_params=pairs)

    assert response.headers["Location"].endswith(f"?{OBIHIRO}&leaving=-25")


def test_fertility_of_the_place_before_is_no_change_in_another(client: Client, page: Page) -> None:
    """The form still says the rate of Obihiro when another place is chosen in it."""
    pairs = sent(page(f"what-if/?{OBIHIRO}"), **{"area-1": "011002"})

    response = client.get("/observatory/what-if/", query_params=pairs)

    assert response.headers["Location"].endswith("?area=011002")


def test_form_with_a_mistake_stays_and_says_so(client: Client, page: Page) -> None:
    pairs = sent(page(f"what-if/?{OBIHIRO}"), leaving="lots")

    response = client.get("/observatory/what-if/", query_params=pairs)

    assert response.status_code == 200
    assert len(problems(read(response))) == 1


# --- the part that scripts ask for --------------------------------------------------------------


def test_part_holds_the_answer_and_says_its_address(client: Client) -> None:
    response = part(client, f"{OBIHIRO}&leaving=-30&leaving=-30&was=area%3D012076")

    found = read(response)
    assert response.headers["HX-Push-Url"] == f"/observatory/what-if/?{OBIHIRO}&leaving=-30"
    assert "帯広市" in finding(found)
    assert not found.all("h1")
    assert not found.all("select")
    assert "帯広市" in found.one(id="gist").text


def test_part_for_a_moving_slider_leaves_the_address(client: Client) -> None:
    response = part(client, f"{OBIHIRO}&leaving=-30&live=1")

    assert "HX-Push-Url" not in response.headers


def test_part_brings_the_levers_of_another_place(client: Client) -> None:
    response = part(client, "area=011002&was=area%3D012076")

    assert read(response).one(id="levers").attributes["hx-swap-oob"] == "true"


def test_part_and_page_are_told_apart_by_caches(client: Client) -> None:
    response = part(client, OBIHIRO)

    assert "HX-Request-Type" in response.headers["Vary"]


def test_going_back_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "full"}

    response = client.get(f"/observatory/what-if/?{OBIHIRO}", headers=headers)

    assert len(read(response).all("h1")) == 1
