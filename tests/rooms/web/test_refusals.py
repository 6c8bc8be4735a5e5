"""An action that refuses: a page with its reason, and with what was written."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from renkei.core.errors import NotPermitted, WrongState
from renkei.web.urls import urlpatterns as house
from tests.cast import standing_cast
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.rooms.web.test_refusals")]


def too_late(_request: HttpRequest) -> HttpResponse:
    raise WrongState("ほかの人が先に処理しました。")


def not_yours(_request: HttpRequest) -> HttpResponse:
    raise NotPermitted("nobody may not write secret_kind")


urlpatterns = [path("late/", too_late), path("not-yours/", not_yours), *house]


def test_wrong_state_is_said_with_its_reason_and_a_way_back(client: Client) -> None:
    response = client.post("/late/", headers={"referer": "http://testserver/tasks/?page=2"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "<strong>ほかの人が先に処理しました。</strong>" in page
    assert 'href="/tasks/?page=2"' in page


def test_wrong_state_leads_back_to_no_other_house(client: Client) -> None:
    response = client.post("/late/", headers={"referer": "http://testserver.example.org/x"})

    assert "example.org" not in response.content.decode()


def test_what_was_written_is_shown_again_but_no_secret(client: Client) -> None:
    written = {"reason": "引き継ぎのため <急ぎ>", "state": "signed", "password": "合い言葉 です"}

    page = client.post("/late/", written).content.decode()

    assert "引き継ぎのため &lt;急ぎ&gt;" in page
    assert "合い言葉" not in page


def test_part_of_a_page_gets_a_part(client: Client) -> None:
    response = client.post("/late/", headers={"hx-request": "true"})

    assert response.status_code == 409
    assert "<html" not in response.content.decode()


def test_refusal_tells_nothing_of_the_record(client: Client) -> None:
    response = signed_in(client, standing_cast().outsider).get("/not-yours/")

    assert response.status_code == 403
    assert "secret_kind" not in response.content.decode()


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    response = client.get("/not-yours/?page=2")

    assert response.status_code == 302
    assert response["Location"].endswith("?next=/not-yours/%3Fpage%3D2")


def test_form_sent_by_nobody_is_refused(client: Client) -> None:
    assert client.post("/not-yours/").status_code == 403
