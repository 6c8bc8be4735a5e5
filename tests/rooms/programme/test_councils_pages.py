"""The pages of councils: from a member named to a follow-up done, and what strangers see."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from renkei.core.rights import NOBODY
from renkei.paperwork.actions.attachments import attach
from renkei.programme.actions.council_decisions import publish_decision
from renkei.programme.models import (
    CouncilDecision,
    CouncilMember,
    FollowUp,
    Meeting,
    Minutes,
    Paper,
)
from renkei.programme.queries.councils import (
    DecisionsAsked,
    decisions,
    decisions_about,
    next_meetings,
)
from tests.cast import Cast, standing_cast
from tests.rooms.programme.councils import (
    BEFORE,
    STARTS,
    TODAY,
    a_file,
    called,
    council,
    given,
    held,
    planned,
)
from tests.rooms.programme.test_council_decisions_actions import decided, followed
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
COUNCILS = "/programme/councils"


def sitting(cast: Cast, who: str) -> Client:
    return signed_in(Client(), cast.people[who])


def sent(client: Client, address: str, **values: object) -> str:
    """A form that is taken leads on; where it leads to."""
    response = client.post(address, values)
    assert response.status_code == 302, response.content.decode()[:2000]
    return str(response.url)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_meeting_is_held_from_the_first_member_to_the_last_follow_up() -> None:
    cast = standing_cast()
    office, other = sitting(cast, "city_office"), sitting(cast, "prefecture_office")
    with time_machine.travel(BEFORE, tick=True):
        office, other = sitting(cast, "city_office"), sitting(cast, "prefecture_office")
        body = f"{COUNCILS}/bodies/council/"
        sent(
            office,
            f"{body}members/new/",
            post_ja="有識者",
            role="member",
            email=cast.outsider.email,
            valid_from="2026-04-01",
        )
        agenda = sent(
            office,
            f"{body}meetings/new/",
            title_ja="第1回協議会",
            day="2026-07-20",
            starts="14:00",
            ends="16:00",
            place_ja="道庁",
            is_public="on",
        )
        meeting = sent(
            office,
            agenda,
            **{
                "item-TOTAL_FORMS": "2",
                "item-INITIAL_FORMS": "0",
                "item-0-number": "2",
                "item-0-title_ja": "その他",
                "item-1-number": "1",
                "item-1-title_ja": "地元定着",
                "item-1-initiatives": "ii-3",
            },
        )
        unit = cast.units["city_section"].key
        paper = sent(
            office, f"{meeting}papers/new/", title_ja="資料1", unit=unit, audience="public"
        )
        officer = sitting(cast, "city_officer")
        attach(Paper.objects.get(), a_file(), by=cast.asker("city_officer"))
        sent(officer, f"{paper}give/")
        assert "第1回協議会" in text(office, f"{meeting}call/")
        sent(office, f"{meeting}call/")
        expert = sitting(cast, "outsider")
        reply = Meeting.objects.get().attendances.get()
        sent(expert, f"{COUNCILS}/attendance/{reply.key}/", reply="deputy", deputy="准教授")
        assert "准教授" in text(office, meeting)
    with time_machine.travel(STARTS + timedelta(hours=3), tick=True):
        office, other = sitting(cast, "city_office"), sitting(cast, "prefecture_office")
        sent(office, f"{meeting}hold/", present=[reply.key])
        item = Meeting.objects.get().items.get(number=1).key
        decision = sent(
            office,
            f"{meeting}decisions/new/",
            text_ja="合同説明会を開く",
            kind="agreed",
            item=item,
            carried_by="joint",
        )
        sent(
            office,
            f"{decision}follow-up/",
            text_ja="会場を決める",
            unit=cast.units["prefecture_section"].key,
            due_on="2026-08-31",
        )
        sent(office, f"{decision}publish/")
        sent(office, f"{meeting}minutes/", text_ja="開会した。\n\n合意した。", version="0")
        minutes = Minutes.objects.get().key
        sent(other, f"{COUNCILS}/minutes/{minutes}/check/")
        sent(other, f"{COUNCILS}/minutes/{minutes}/publish/")
        doer, follow_up = sitting(cast, "prefecture_officer"), FollowUp.objects.get().key
        sent(doer, f"{COUNCILS}/follow-ups/{follow_up}/done/", result="予約した")

        for_everybody = text(Client(), meeting)

    assert "<p>合意した。</p>" in for_everybody
    assert "合同説明会を開く" in for_everybody
    assert "1件完了" in for_everybody
    assert "資料1" in for_everybody
    assert for_everybody.index("地元定着") < for_everybody.index("その他")
    assert "准教授" not in for_everybody
    assert [one.text for one in decisions_about("II-3", NOBODY)] == ["合同説明会を開く"]


@pytest.mark.parametrize("who", ["", "citizen", "representative", "counsellor"])
def test_stranger_sees_nothing_of_what_is_not_public(who: str) -> None:
    of = council()
    secret = called(of, title_ja="非公開の会議", is_public=False)
    coming = planned(of, title_ja="準備中の会議")
    paper = given(of, called(of))
    decision = decided(of)
    follow_up = followed(of, decision)
    client = sitting(of.cast, who) if who else Client()

    addresses = [
        f"{COUNCILS}/meetings/{secret.key}/",
        f"{COUNCILS}/meetings/{coming.key}/",
        f"{COUNCILS}/papers/{paper.key}/",
        f"{COUNCILS}/decisions/{decision.key}/",
        f"{COUNCILS}/follow-ups/{follow_up.key}/",
    ]
    listed = "".join(
        text(client, f"{COUNCILS}/{page}")
        for page in ("", "bodies/council/", "meetings/", "decisions/")
    )

    assert {client.get(address).status_code for address in addresses} == {404}
    for hidden in ("非公開の会議", "準備中の会議", "合同説明会を開く", "資料1"):
        assert hidden not in listed
    assert "委員は2名です" in listed


@pytest.mark.parametrize("who", ["city_officer", "outsider", "municipality_officer"])
def test_members_and_officials_do_not_write(who: str) -> None:
    of = council()
    meeting = called(of)
    client = sitting(of.cast, who)

    for page in ("change", "agenda", "call", "hold", "cancel", "papers/new", "decisions/new"):
        assert client.get(f"{COUNCILS}/meetings/{meeting.key}/{page}/").status_code == 404
    assert client.get(f"{COUNCILS}/bodies/council/members/new/").status_code == 404
    assert client.get(f"{COUNCILS}/bodies/council/meetings/new/").status_code == 404
    assert client.get(f"{COUNCILS}/bodies/nowhere/").status_code == 404


def test_member_answers_on_the_page_of_the_meeting() -> None:
    of = council()
    with time_machine.travel(BEFORE, tick=True):
        meeting = called(of)
        client = sitting(of.cast, "outsider")

        page = text(client, f"{COUNCILS}/meetings/{meeting.key}/")

    assert 'value="attends"' in page
    assert page.count('class="reply"') == 1


def test_reply_without_a_deputy_is_refused_in_words() -> None:
    of = council()
    meeting = called(of)
    reply = meeting.attendances.get(member=of.expert)
    client = sitting(of.cast, "outsider")

    response = client.post(f"{COUNCILS}/attendance/{reply.key}/", {"reply": "deputy"})

    assert "代理の人の役職と名前" in response.content.decode()
    reply.refresh_from_db()
    assert reply.reply == ""


def test_secretary_enters_what_a_member_said() -> None:
    of = council()
    meeting = called(of)
    reply = meeting.attendances.get(member=of.town)
    office = sitting(of.cast, "city_office")

    page = text(office, f"{COUNCILS}/attendance/{reply.key}/")
    sent(office, f"{COUNCILS}/attendance/{reply.key}/", reply="absent")

    assert "代わりに入れます" in page
    assert text(office, f"{COUNCILS}/meetings/{meeting.key}/").count("欠席") >= 1


def test_member_is_named_by_one_thing_that_exists() -> None:
    of = council()
    office, new = sitting(of.cast, "city_office"), f"{COUNCILS}/bodies/council/members/new/"
    common = {"post_ja": "委員", "role": "member", "valid_from": "2026-07-01"}

    for more, words in (
        ({"email": "nobody@example.org"}, "登録した人はいません"),
        ({"organisation": "どこにもない会社"}, "一つに決まりません"),
        ({"email": of.cast.citizen.email, "organisation": "x"}, "一つだけ"),
    ):
        response = office.post(new, {**common, **more})
        assert words in response.content.decode()
    assert CouncilMember.objects.count() == 2


def test_term_is_ended_on_its_page() -> None:
    of = council()
    office = sitting(of.cast, "city_office")

    sent(office, f"{COUNCILS}/members/{of.expert.key}/end/", last_day="2026-12-31")

    of.expert.refresh_from_db()
    assert of.expert.valid_to is not None


def test_agenda_with_an_unknown_initiative_is_refused() -> None:
    of = council()
    meeting = planned(of)
    office = sitting(of.cast, "city_office")

    response = office.post(
        f"{COUNCILS}/meetings/{meeting.key}/agenda/",
        {
            "item-TOTAL_FORMS": "1",
            "item-INITIAL_FORMS": "0",
            "item-0-number": "1",
            "item-0-title_ja": "議題",
            "item-0-initiatives": "II-99",
        },
    )

    assert "II-99" in response.content.decode()
    assert meeting.items.count() == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 1),
        ("initiative=II-3", 1),
        ("initiative=I-1", 0),
        ("body=council&ruling=agreed", 1),
        ("ruling=noted", 0),
        ("stand=open", 1),
        ("stand=late", 0),
        ("stand=done", 0),
        ("stand=nonsense&body=nowhere", 1),
    ],
)
def test_list_of_decisions_is_filtered(query: str, expected: int) -> None:
    of = council()
    with time_machine.travel(BEFORE, tick=True):
        decision = publish_decision(decided(of), by=of.office, on=TODAY)
        followed(of, decision)

        page = text(Client(), f"{COUNCILS}/decisions/?{query}")
        file = Client().get(f"{COUNCILS}/decisions.csv?{query}").content.decode("utf-8-sig")

    assert page.count("data-row>") == expected
    assert file.count("合同説明会を開く") == expected


def test_follow_ups_are_counted_as_done_late_and_open() -> None:
    of = council()
    followed(of, decided(of))

    late = decisions(
        of.office, DecisionsAsked(), on=FollowUp.objects.get().due_on.replace(month=10)
    )
    on_time = decisions(of.office, DecisionsAsked(), on=TODAY)

    assert [(one.n_late, one.n_open) for one in late] == [(1, 1)]  # type: ignore[attr-defined]
    assert [(one.n_late, one.n_open) for one in on_time] == [(0, 1)]  # type: ignore[attr-defined]


def test_next_meetings_are_those_one_may_see() -> None:
    of = council()
    with time_machine.travel(BEFORE, tick=False):
        called(of), called(of, is_public=False), planned(of)

        seen = [len(next_meetings(asker)) for asker in (NOBODY, of.asker("outsider"), of.office)]

    assert seen == [1, 2, 3]


def test_published_list_of_members_names_those_who_agreed() -> None:
    of = council()
    CouncilMember.objects.filter(pk=of.expert.pk).update(is_public=True, name="公開 太郎")

    page = text(Client(), f"{COUNCILS}/bodies/council/")

    assert "公開 太郎" in page
    assert "町" not in page.split('id="members"')[1].split("</section>")[0]


def test_return_and_cancel_ask_for_a_reason() -> None:
    of = council()
    office, meeting = sitting(of.cast, "city_office"), called(of)

    response = office.post(f"{COUNCILS}/meetings/{meeting.key}/cancel/", {"reason": ""})
    sent(office, f"{COUNCILS}/meetings/{meeting.key}/cancel/", reason="大雪")

    assert response.status_code == 200
    assert "大雪" in text(Client(), f"{COUNCILS}/meetings/{meeting.key}/")


def test_unknown_step_is_no_page() -> None:
    of = council()
    office, paper = sitting(of.cast, "city_office"), given(of, held(of))

    assert office.post(f"{COUNCILS}/papers/{paper.key}/eat/").status_code == 404
    assert office.post(f"{COUNCILS}/minutes/{paper.key}/eat/").status_code == 404
    assert CouncilDecision.objects.count() == 0
