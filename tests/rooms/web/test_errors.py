import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/no-such-page/", "ページが見つかりません"),
        ("/en/no-such-page/", "Page not found"),
        ("/programme/IX-9/", "ページが見つかりません"),
        ("/en/programme/IV/", "Page not found"),
    ],
)
def test_unknown_address_is_met_in_its_language(client: Client, address: str, words: str) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert f"<h1>{words}</h1>" in response.content.decode()
    assert "ETag" not in response


def test_unknown_address_offers_the_front_page_in_the_other_language(client: Client) -> None:
    page = client.get("/no-such-page/").content.decode()

    assert 'href="/en/" lang="en"' in page


def test_unknown_initiative_leads_to_the_same_address_in_the_other_language(client: Client) -> None:
    page = client.get("/programme/IX-9/").content.decode()

    assert 'href="/en/programme/IX-9/" lang="en"' in page


@pytest.mark.usefixtures("places_loaded")
@pytest.mark.parametrize(
    "address", ["/observatory/", "/observatory/compare/", "/observatory/search/", "/en/programme/"]
)
@pytest.mark.parametrize(
    "text", ["%00", "%ff", "%ED%A0%80", "9" * 5000, "%F0%9F%8D%A3" * 9000, "%E2%80%AE", "%0D%0A"]
)
def test_strange_text_in_an_address_is_no_error(client: Client, address: str, text: str) -> None:
    names = ("q", "area", "measure", "year", "within", "sort")

    response = client.get(address + "?" + "&".join(f"{name}={text}" for name in names))

    assert response.status_code == 200


@pytest.mark.parametrize(("template", "number"), [("400.html", "400"), ("500.html", "500")])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_error_page_needs_nothing_but_itself(
    template: str, number: str, language: str, django_assert_num_queries
) -> None:
    with override(language), django_assert_num_queries(0):
        page = render_to_string(template)

    assert f'<html lang="{language}">' in page
    assert f'<p class="kicker">{number}</p>' in page


def test_failing_view_is_answered_with_the_error_page(client: Client, monkeypatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("renkei.programme.views.overview.finding", lambda *_: 1 / 0)

    response = client.get("/en/programme/")

    assert response.status_code == 500
    assert "The page could not be shown" in response.content.decode()


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_not_answered(client: Client, method: str) -> None:
    response = client.generic(method, "/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")
