"""Papers of a meeting: asked for, given, and shown from their moment on to those they are for."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Asker, Verb, may
from renkei.core.search import search
from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.queries.attachments import attachments_of
from renkei.programme.actions.council_members import Named, name_member
from renkei.programme.actions.meetings import call_meeting, plan_meeting
from renkei.programme.actions.papers import (
    Wanted,
    ask_for_paper,
    change_paper,
    give_paper,
    take_back_paper,
    withdraw_paper,
)
from renkei.programme.models import Paper
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.councils import (
    BEFORE,
    STARTS,
    TODAY,
    Council,
    a_file,
    asked_for,
    called,
    council,
    given,
    held,
    plan,
    planned,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
EMBARGO = BEFORE + timedelta(days=5)
WHO = ("city_office", "prefecture_office", "city_officer", "prefecture_officer", "outsider")


def readers(of: Council, paper: Paper) -> set[str]:
    """Who reads it; page and list are asked alike."""
    askers: dict[str, Asker] = {who: of.asker(who) for who in WHO} | {"nobody": NOBODY}
    alone = {who for who, asker in askers.items() if may(asker, Verb.READ, paper)}
    listed = {who for who, one in askers.items() if paper in Paper.objects.visible_to(one)}
    assert alone == listed
    return alone


def status_of_file(client: Client, key: str) -> int:
    response = client.get(f"/paperwork/attachments/{key}/")
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, so that the file is closed
    return response.status_code


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("public", {*WHO, "nobody"}),
        ("members", {*WHO}),
        # The section that gave it is the city's.
        ("city", {"city_office", "city_officer"}),
    ],
)
def test_paper_is_read_by_those_it_is_for(audience: str, expected: set[str]) -> None:
    of = council()
    with time_machine.travel(BEFORE, tick=False):
        paper = given(of, called(of), audience)

        assert readers(of, paper) == expected


def test_paper_under_embargo_is_with_secretaries_and_its_unit() -> None:
    of = council()
    with time_machine.travel(BEFORE, tick=False):
        paper = given(of, called(of), "public", embargo_until=EMBARGO)

        assert readers(of, paper) == {"city_office", "prefecture_office", "city_officer"}
    with time_machine.travel(EMBARGO, tick=False):
        assert readers(of, paper) == {*WHO, "nobody"}


def test_embargo_holds_for_page_file_and_search_alike(client: Client) -> None:
    of = council()
    signed_in(client, of.cast.outsider)

    def seen() -> tuple[int, int, int]:
        file = attachments_of(paper).get()
        return (
            client.get(f"/programme/councils/papers/{paper.key}/").status_code,
            status_of_file(client, file.key),
            len(search(of.asker("outsider"), "資料1")),
        )

    with time_machine.travel(BEFORE, tick=False):
        paper = given(of, called(of), embargo_until=EMBARGO)
        assert seen() == (404, 404, 0)
    with time_machine.travel(EMBARGO, tick=False):
        assert seen() == (200, 200, 1)


def test_file_of_a_public_paper_is_public(client: Client) -> None:
    of = council()
    public, inner = given(of, called(of), "public"), given(of, called(of), "members")

    found = [status_of_file(client, attachments_of(paper).get().key) for paper in (public, inner)]

    assert found == [200, 404]


def test_paper_of_a_meeting_in_preparation_waits_for_the_call() -> None:
    of = council()
    with time_machine.travel(BEFORE, tick=False):
        paper = given(of, planned(of), "public")
        before = readers(of, paper)
        call_meeting(paper.meeting, by=of.office, on=TODAY)
        paper.refresh_from_db()

        assert before == {"city_office", "prefecture_office", "city_officer"}
        assert readers(of, paper) == {*WHO, "nobody"}


def test_awaited_paper_is_given_with_a_file_by_its_unit() -> None:
    of = council()
    paper = asked_for(of, called(of))

    with pytest.raises(Refused, match="ファイル"):
        give_paper(paper, by=of.asker("city_officer"), on=TODAY)
    with pytest.raises(NotPermitted):
        attach(paper, a_file(), by=of.asker("prefecture_officer"))
    attach(paper, a_file(), by=of.asker("city_officer"))

    assert give_paper(paper, by=of.asker("city_officer"), on=TODAY).state == "given"


def test_given_paper_keeps_its_files() -> None:
    of = council()
    paper = given(of, called(of))

    with pytest.raises(WrongState):
        attach(paper, a_file("others"), by=of.asker("city_officer"))
    take_back_paper(paper, by=of.asker("city_officer"), on=TODAY)

    assert attach(paper, a_file("others"), by=of.asker("city_officer"))


def test_paper_taken_back_is_shown_to_nobody_else() -> None:
    of = council()
    paper = given(of, called(of), "public")

    paper = take_back_paper(paper, by=of.office, on=TODAY)

    assert readers(of, paper) == {"city_office", "prefecture_office", "city_officer"}


def test_paper_that_a_meeting_had_stays() -> None:
    of = council()
    meeting = held(of)
    paper = given(of, meeting)

    with pytest.raises(WrongState):
        take_back_paper(paper, by=of.office, on=TODAY)


def test_paper_is_asked_for_by_the_side_that_alone_reads_it() -> None:
    of = council()
    meeting = called(of)

    of_prefecture = Wanted(title_ja="資料", audience="prefecture")
    with pytest.raises(Refused, match="その側"):
        asked_for(of, meeting, "prefecture")
    with pytest.raises(NotPermitted):
        ask_for_paper(
            meeting, of.cast.units["prefecture_section"], of_prefecture, by=of.office, on=TODAY
        )
    with pytest.raises(NotPermitted):
        ask_for_paper(
            meeting,
            of.cast.units["city_section"],
            Wanted(title_ja="資料", audience="members"),
            by=of.asker("city_officer"),
            on=TODAY,
        )


def test_closed_meeting_has_no_public_paper() -> None:
    of = council()

    with pytest.raises(Refused, match="公開"):
        asked_for(of, called(of, is_public=False), "public")


def test_longer_embargo_hides_what_was_shown() -> None:
    of = council()
    with time_machine.travel(BEFORE, tick=False):
        paper = given(of, called(of))
        longer = Wanted(title_ja="資料1", audience="members", embargo_until=STARTS)

        paper = change_paper(paper, longer, by=of.office, on=TODAY)

        assert readers(of, paper) == {"city_office", "prefecture_office", "city_officer"}
        with pytest.raises(NotPermitted):
            change_paper(paper, longer, by=of.asker("city_officer"), on=TODAY)


def test_paper_that_is_not_needed_is_withdrawn() -> None:
    of = council()
    paper = withdraw_paper(asked_for(of, called(of)), by=of.office, on=TODAY)

    with pytest.raises(WrongState):
        give_paper(paper, by=of.asker("city_officer"), on=TODAY)
    with pytest.raises(WrongState):
        withdraw_paper(given(of, called(of)), by=of.office, on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_paper_is_given_once() -> None:
    with shared_database():
        of = council()
        officer, paper = of.asker("city_officer"), asked_for(of, called(of))
        attach(paper, a_file(), by=officer)

        outcomes = at_once(
            lambda: give_paper(paper, by=officer, on=TODAY),
            lambda: withdraw_paper(paper, by=of.office, on=TODAY),
        )

        assert refusals(outcomes) == 1


def test_council_of_one_side_has_no_paper_of_the_other() -> None:
    of = council()
    named = Named(role="member", post_ja="専門家", valid_from=date(2026, 4, 1))
    name_member("city_panel", named, by=of.office, on=TODAY)
    meeting = plan_meeting("city_panel", plan(), by=of.office, on=TODAY)

    with pytest.raises(Refused, match="側"):
        asked_for(of, meeting, "prefecture")
