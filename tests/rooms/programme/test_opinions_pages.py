"""The pages of calls for opinions: from the question to what became of the answers."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from renkei.paperwork.models import Answers
from renkei.programme.actions import opinions
from renkei.programme.models import OpinionCall
from tests.cast import Cast, standing_cast
from tests.rooms.programme.test_councils_pages import sent, sitting, text
from tests.rooms.programme.test_opinions_actions import NOON, NOTED, closed, given, opened

pytestmark = pytest.mark.django_db
OPINIONS = "/programme/opinions"
AFTER = "2026-08-01T03:00Z"


def drafted(cast: Cast, client: Client, **more: object) -> str:
    values = {
        "title_ja": "合同説明会のあり方",
        "text_ja": "どのような説明会がよいですか。",
        "unit": cast.units["city_section"].key,
        "initiatives": "II-3",
        "voices": ["citizen", "municipality"],
        "first_day": "2026-07-01",
        "last_day": "2026-07-31",
        **more,
    }
    return sent(client, f"{OPINIONS}/new/", **values)


def test_opinion_is_asked_for_given_answered_and_published() -> None:
    cast = standing_cast()
    with time_machine.travel(NOON, tick=True):
        officer = sitting(cast, "city_officer")
        call = drafted(cast, officer)
        hidden = Client().get(call).status_code
        sent(officer, f"{call}open/")
        resident = Client()
        asked = text(resident, f"{OPINIONS}/")
        fill = sent(resident, f"{call}begin/")
        given_by_link = resident.get(fill).content.decode()
        answers = Answers.objects.get()
        Answers.objects.update(
            state="submitted",
            submitted_at=answers.made_at,
            values={"voice": "citizen", "opinion": "夜に開いてほしい"},
        )
    with time_machine.travel(AFTER, tick=True):
        officer, office = sitting(cast, "city_officer"), sitting(cast, "city_office")
        sent(officer, f"{call}close/")
        assert "夜に開いてほしい" in text(officer, f"{call}answers/")
        sent(
            officer,
            f"{call}answers/",
            opinion=[answers.key],
            summary_ja="夜の開催",
            fate="adopted",
            reason_ja="10月に夜の回を設ける",
        )
        sent(office, f"{call}publish/")
        results = text(Client(), call)

    assert hidden == 404
    assert "合同説明会のあり方" in asked
    assert "どの立場からの意見ですか" in given_by_link
    assert "夜の開催" in results
    assert "10月に夜の回を設ける" in results
    assert "夜に開いてほしい" not in results
    assert "×" in results


@pytest.mark.parametrize("who", ["", "citizen", "prefecture_officer", "representative"])
def test_stranger_reads_what_is_asked_and_no_opinion(who: str) -> None:
    cast = standing_cast()
    with time_machine.travel(NOON, tick=True):
        call = opened(cast)
        given(cast, call)
        client = sitting(cast, who) if who else Client()
        address = f"{OPINIONS}/{call.key}/"

        page = text(client, address)

        assert "提出された意見" not in page
        assert client.get(f"{address}answers/").status_code == 404
        assert client.get(f"{address}change/").status_code == 404
        assert client.post(f"{address}close/").status_code == 404
        assert client.post(f"{address}municipalities/").status_code == 404
        assert client.get(f"{OPINIONS}/new/").status_code == (
            200 if who == "prefecture_officer" else 404
        )


def test_calls_of_an_initiative_are_listed_alone() -> None:
    cast = standing_cast()
    with time_machine.travel(NOON, tick=True):
        opened(cast)
        resident = Client()

        led_there = text(resident, "/programme/II-3/")
        its_own = text(resident, f"{OPINIONS}/?initiative=II-3")
        another = text(resident, f"{OPINIONS}/?initiative=II-4")
        unknown = text(resident, f"{OPINIONS}/?initiative=IX-9")

    assert f'href="{OPINIONS}/?initiative=II-3"' in led_there
    assert "合同説明会のあり方" in its_own
    assert "取組 II-3" in its_own
    assert "合同説明会のあり方" not in another
    assert "この取組についての意見募集は、まだありません。" in another
    assert "合同説明会のあり方" in unknown
    assert "取組 IX-9" not in unknown


def test_town_begins_from_its_seat() -> None:
    cast = standing_cast()
    with time_machine.travel(NOON, tick=True):
        call = opened(cast)
        client = sitting(cast, "municipality_officer")
        address = f"{OPINIONS}/{call.key}/"
        town = cast.organisations["municipality"].key

        page = text(client, address)
        fill = sent(client, f"{address}begin-as/", organisation=town)
        opened_sheet = client.get(fill).status_code
        as_another = client.post(f"{address}begin-as/", {"organisation": "x"}).status_code

    assert f'value="{town}"' in page
    assert opened_sheet == 200
    assert as_another == 403


def test_all_municipalities_are_asked_at_once() -> None:
    cast = standing_cast()
    with time_machine.travel(NOON, tick=True):
        call = opened(cast)
        officer = sitting(cast, "city_officer")
        for _ in range(2):
            sent(officer, f"{OPINIONS}/{call.key}/municipalities/")
        waiting = text(sitting(cast, "municipality_officer"), "/tasks/")

    assert Answers.objects.count() == 1
    assert "意見募集の回答" in waiting


def test_call_that_is_not_open_takes_no_opinion() -> None:
    cast = standing_cast()
    with time_machine.travel(NOON, tick=True):
        call = opened(cast)
    with time_machine.travel(AFTER, tick=True):
        client, begin = Client(), f"{OPINIONS}/{call.key}/begin/"

        page, answer = text(client, begin), client.post(begin)

    assert "受け付けていません" in page
    assert "受け付けていません" in answer.content.decode()
    assert Answers.objects.count() == 0


def test_answer_that_is_there_takes_more_opinions() -> None:
    cast = standing_cast()
    call = opened(cast)
    keys = given(cast, call, 2)
    by = cast.asker("city_officer")
    answer = opinions.answer_opinions(call, keys[:1], NOTED, by=by, on=date(2026, 7, 2))
    officer, address = sitting(cast, "city_officer"), f"{OPINIONS}/{call.key}/answers/"

    empty = officer.post(address, {"opinion": keys[1:], "answer": ""}).content.decode()
    nothing = officer.post(address, {"answer": answer.key}).content.decode()
    sent(officer, address, opinion=keys[1:], answer=answer.key)

    assert "新しい答えには" in empty
    assert "答える意見を選んでください" in nothing
    assert answer.opinions.count() == 2
    assert "すべての意見に答えました" in text(officer, address)


def test_results_wait_for_every_answer() -> None:
    cast = standing_cast()
    call = opened(cast)
    given(cast, call)
    closed(cast, call)
    office = sitting(cast, "city_office")

    sent(office, f"{OPINIONS}/{call.key}/publish/")

    assert "まだ答えていない意見が1件" in text(office, f"{OPINIONS}/{call.key}/")
    assert OpinionCall.objects.get().state == "closed"
    assert office.post(f"{OPINIONS}/{call.key}/nonsense/").status_code == 404


def test_call_is_written_anew_before_it_is_open() -> None:
    cast = standing_cast()
    with time_machine.travel(NOON, tick=True):
        officer = sitting(cast, "city_officer")
        call = drafted(cast, officer)
        values = {
            "title_ja": "新しい名前",
            "text_ja": "問い",
            "unit": cast.units["city_section"].key,
            "voices": ["company"],
            "first_day": "2026-07-01",
            "last_day": "2026-07-31",
        }
        sent(officer, f"{call}change/", **values)

    assert OpinionCall.objects.get().title_ja == "新しい名前"
