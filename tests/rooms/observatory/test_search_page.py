"""Finding one's town."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.mark.parametrize(
    "q",
    [
        "帯広市",
        "帯広",
        "おびひろ",
        "オビヒロ",
        "obihiro",
        "OBIHIRO-SHI",
        "ｏｂｉｈｉｒｏ",
        "obihiro city",
    ],
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_one_place_of_a_name_is_opened_at_once(client, q, language):
    response = client.get(f"{language}/observatory/search/", {"q": q})

    assert response.status_code == 302
    assert response.headers["Location"] == f"{language}/observatory/areas/012076/"


def test_several_places_of_a_name_are_offered(page):
    opened = page("search/?q=札幌").one("ul", "links")

    links = [a.attributes["href"] for a in opened.all("a")]
    assert links[0] == "/observatory/areas/011002/"
    assert "/observatory/areas/sapporo-area/" in links


@pytest.mark.parametrize("q", ["風連町", "ふうれん", "furen"])
def test_former_municipality_leads_to_what_it_became(page, q):
    opened = page(f"search/?q={q}")

    former = opened.all("li", "former")[0]
    assert "以前の名前" in former.text
    assert former.one("a").attributes["href"] == "/observatory/areas/012211/"


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "「大阪」という名前のまちは、北海道に見つかりません。"), ("en", "大阪")],
)
def test_nothing_found_says_so_and_how_to_go_on(page, language, said):
    opened = page("search/?q=大阪", language)

    empty = opened.one("div", "empty")
    assert said in empty.text
    assert empty.one("a").attributes["href"].endswith("/observatory/")
    assert opened.one("input", id="search-place").attributes["value"] == "大阪"


@pytest.mark.parametrize("q", ["", "%20", "%E3%80%80"])
def test_search_for_nothing_asks_for_a_name(page, q):
    opened = page(f"search/?q={q}")

    assert opened.one("h1").text == "まちを探す"
    assert opened.all("div", "empty") == []
    assert opened.all("ul", "links") == []


def test_what_was_asked_is_shown_as_text(page):
    opened = page("search/?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert(1)</script>" in opened.one("h1").text


@pytest.mark.parametrize("q", ["%00", "%25", "_", "'", "x" * 3000])
def test_search_for_anything_is_answered(page, q):
    assert page(f"search/?q={q}").one("div", "empty")
