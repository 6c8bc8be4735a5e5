"""What holds on every public page, in both languages."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.test import Client

from tests.public_pages import DOORS, LANGUAGES, NOT_PAGES, PAGES, address, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
on_every_page = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in PAGES for language in LANGUAGES]
)
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")
# Japanese on purpose: the example in the help of the search, the name of a source.
PROPER = ("帯広, おびひろ", "統計メモ帳")


class Elements(HTMLParser):
    """The elements of a page, and its text outside what is marked as Japanese."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._japanese = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._japanese = dict(attrs).get("lang") == "ja"

    def handle_endtag(self, tag: str) -> None:
        self._japanese = False

    def handle_data(self, data: str) -> None:
        if not self._japanese:
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_lists_of_pages_name_routes_that_exist() -> None:
    assert (set(PAGES) | NOT_PAGES | set(DOORS)) - routes() == set()


@on_every_page
def test_page_has_one_heading_a_title_and_its_language(
    client: Client, name: str, language: str
) -> None:
    response = client.get(address(name, language))

    page = Elements(response.content.decode())
    assert response.status_code == 200
    assert page.all("html") == [{"lang": language}]
    assert len(page.all("h1")) == 1
    assert re.search(r"<title>\S.* \| (連携 )?renkei</title>", response.content.decode())


@on_every_page
def test_page_names_itself_in_both_languages(client: Client, name: str, language: str) -> None:
    page = Elements(client.get(address(name, language)).content.decode())

    alternates = {link["hreflang"]: link["href"] for link in page.all("link") if "hreflang" in link}
    assert alternates == {code: "http://testserver" + address(name, code) for code in LANGUAGES}


@on_every_page
def test_page_has_no_heading_level_left_out(client: Client, name: str, language: str) -> None:
    page = Elements(client.get(address(name, language)).content.decode())

    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@on_every_page
def test_page_keeps_to_the_policy(client: Client, name: str, language: str) -> None:
    response = client.get(address(name, language))

    page = Elements(response.content.decode())
    policy = response["Content-Security-Policy"]
    nonces = {script.get("nonce") for script in page.all("script")}
    assert nonces == {re.search("'nonce-([^']+)'", policy)[1]}
    assert "unsafe" not in policy
    assert page.all("style") == []
    assert [tag for tag, attributes in page.found if "style" in attributes] == []
    assert [
        tag for tag, attributes in page.found if any(a.startswith("on") for a in attributes)
    ] == []


@on_every_page
def test_page_is_sent_with_safe_headers(client: Client, name: str, language: str) -> None:
    response = client.get(address(name, language))

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response.cookies == {}


@pytest.mark.parametrize("name", PAGES)
def test_english_page_has_no_japanese_left(client: Client, name: str) -> None:
    page = Elements(client.get(address(name, "en")).content.decode())

    left = [
        text.strip()
        for text in page.texts
        if JAPANESE.search(text) and not any(name in text for name in PROPER)
    ]

    assert left == []


@on_every_page
def test_page_is_sent_once_and_confirmed_afterwards(
    client: Client, name: str, language: str
) -> None:
    first = client.get(address(name, language))

    second = client.get(address(name, language), headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    # The copy in the browser keeps the policy whose nonce it holds.
    assert "Content-Security-Policy" not in second


def test_head_of_a_page_says_what_the_page_says(client: Client) -> None:
    page, head = client.get("/programme/"), client.head("/programme/")

    assert head.content == b""
    assert [head[name] for name in ("ETag", "Cache-Control")] == [
        page[name] for name in ("ETag", "Cache-Control")
    ]
