"""The right to be forgotten: by the desk or by herself, at once, when nothing is on its way."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.queries import standing_entries
from renkei.opportunities.actions.anonymising import anonymise_seeker
from renkei.opportunities.actions.asking import ask_how_it_goes
from renkei.opportunities.actions.placements import end
from renkei.opportunities.actions.seekers import keep_seeker, leave, register_seeker
from renkei.opportunities.models import Seeker, SeekerProfile
from renkei.paperwork.models import Notice
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    ENGINEER,
    TODAY,
    desk_cast,
    desk_of,
    introduced,
    placed,
    registered,
    sought,
)
from tests.rooms.opportunities.posting_pages import said
from tests.rooms.opportunities.seeker_pages import LIST, page_of
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


@pytest.fixture
def cast() -> Cast:
    return desk_cast()


def own(cast: Cast, **more: Any) -> Seeker:
    """A registration that the citizen entered from her own account."""
    by, unit = cast.asker("citizen"), desk_of(cast.asker("counsellor"))
    kept = keep_seeker("jobs", unit, sought(person=cast.citizen.key, **more), by=by, on=TODAY)
    return register_seeker(kept, by=by, on=TODAY)


def kinds_about(seeker: Seeker) -> list[str]:
    found = standing_entries().filter(subject_kind="seeker", subject_key=seeker.key)
    return list(found.order_by("at", "pk").values_list("kind", flat=True))


def test_desk_forgets_who_it_was_in_one_step_and_what_was_counted_stays(cast: Cast) -> None:
    seeker = registered(cast, answers={**ENGINEER, "details": "母の近くで働きたい"})
    client = signed_in(Client(), cast.counsellor)
    assert page_of(seeker, "anonymise/") in said(client.get(page_of(seeker)))
    assert "元に戻すことはできません" in said(client.get(page_of(seeker, "anonymise/")))

    answer = client.post(page_of(seeker, "anonymise/"), {"is_sure": "1"}, follow=True)

    page = said(answer)
    assert "匿名にした登録です" in page
    assert "試験 花子" not in page
    assert "もう一度探し始める" not in page
    seeker.refresh_from_db()
    assert (seeker.state, seeker.name, seeker.email, "details" in seeker.answers) == (
        "left",
        "",
        "",
        False,
    )
    assert not SeekerProfile.objects.filter(seeker=seeker).exists()
    assert kinds_about(seeker) == ["seeker.joined", "seeker.left", "seeker.anonymised"]


def test_nothing_goes_before_it_was_said_to_be_meant(cast: Cast) -> None:
    seeker = registered(cast)

    page = signed_in(Client(), cast.counsellor).post(page_of(seeker, "anonymise/"))

    assert page.status_code == 422
    assert "元に戻せません。" in said(page)
    seeker.refresh_from_db()
    assert seeker.name == "試験 花子"


def test_what_is_on_its_way_must_end_first_and_the_page_says_which(cast: Cast) -> None:
    placement = introduced(cast)
    seeker, by = placement.seeker, cast.asker("counsellor")
    client = signed_in(Client(), cast.counsellor)

    page = said(client.get(page_of(seeker, "anonymise/")))

    assert "先にそれを終えると" in page
    assert f"/opportunities/placements/{placement.key}/" in page
    assert "すぐに消す" not in page
    refused = client.post(page_of(seeker, "anonymise/"), {"is_sure": "1"})
    assert refused.status_code == 422
    with pytest.raises(Refused, match="進行中"):
        anonymise_seeker(seeker, by=by, on=TODAY)
    end(placement, reason="elsewhere", note="電話で聞いた", by=by, on=TODAY)
    assert client.post(page_of(seeker, "anonymise/"), {"is_sure": "1"}).status_code == 302
    placement.refresh_from_db()
    assert (placement.person, placement.end_note) == ("", "")


def test_she_does_it_herself_from_her_own_page(cast: Cast) -> None:
    seeker = own(cast)
    client = signed_in(Client(), cast.citizen)
    assert "わたしについて書いたことを消す" in said(client.get(page_of(seeker)))

    answer = client.post(page_of(seeker, "anonymise/"), {"is_sure": "1"}, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert "だれの登録だったかは、もう分かりません" in said(answer)
    seeker.refresh_from_db()
    assert (seeker.person, seeker.entered_by, seeker.name) == ("", "", "")
    assert client.get(page_of(seeker)).status_code == 404
    entry = standing_entries().get(kind="seeker.anonymised")
    assert (entry.by, entry.side) == (cast.citizen.key, "city")


def test_draft_is_forgotten_too(cast: Cast) -> None:
    by = cast.asker("counsellor")
    kept = keep_seeker("jobs", desk_of(by), sought(), by=by, on=TODAY)

    anonymise_seeker(kept, by=by, on=TODAY)

    assert kinds_about(kept) == ["seeker.anonymised"]


def test_nobody_else_may(cast: Cast) -> None:
    seeker = own(cast)

    for who in ("outsider", "other_representative", "city_officer"):
        client = signed_in(Client(), cast.people[who])
        assert client.get(page_of(seeker, "anonymise/")).status_code in (403, 404)
        assert client.post(page_of(seeker, "anonymise/"), {"is_sure": "1"}).status_code != 302
    with pytest.raises(NotPermitted):
        anonymise_seeker(seeker, by=cast.asker("outsider"), on=TODAY)
    seeker.refresh_from_db()
    assert seeker.name == "試験 花子"


def test_twice_is_said_and_the_page_leads_back(cast: Cast) -> None:
    seeker, by = registered(cast), cast.asker("counsellor")
    anonymise_seeker(leave(seeker, by=by, on=TODAY), by=by, on=TODAY)

    with pytest.raises(WrongState):
        anonymise_seeker(seeker, by=by, on=TODAY)
    answer = signed_in(Client(), cast.counsellor).get(page_of(seeker, "anonymise/"))
    assert answer.headers["Location"] == page_of(seeker)


def test_letters_that_were_written_to_her_are_emptied(cast: Cast) -> None:
    by = cast.asker("counsellor")
    placement = placed(introduced(cast), "accepted", "started", by=by)
    with time_machine.travel(date(2027, 5, 25)):
        ask_how_it_goes(date(2027, 5, 25))
    assert Notice.objects.get(template="opportunities.how_it_goes").email == "hanako@example.org"
    end(placement, reason="left", by=by, on=TODAY)

    anonymise_seeker(placement.seeker, by=by, on=TODAY)

    letter = Notice.objects.get(template="opportunities.how_it_goes")
    assert (letter.email, letter.body) == ("", "")
