"""Pages of placements: the list, one with its steps, what is recorded of it and by whom."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from renkei.opportunities.actions.placements import end, introduce
from renkei.opportunities.models import Placement
from tests.cast import Cast
from tests.rooms.opportunities.doing import (
    TODAY,
    desk_cast,
    filled,
    introduced,
    placed,
    published,
    registered,
)
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
LIST = "/opportunities/placements/"
HALF_A_YEAR_LATER = date(2027, 5, 26)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast("II-1")


def page_of(placement: Placement, step: str = "") -> str:
    return f"{LIST}{placement.key}/{step}"


def is_at(placement: Placement) -> str:
    placement.refresh_from_db()
    return placement.state


def standings(page) -> dict[str, str]:
    return {one.step: one.standing for one in page.context["steps"]}


# --- the list -----------------------------------------------------------------------------------


def test_list_of_the_desk_names_people_and_keeps_its_filters(cast: Cast) -> None:
    placement = introduced(cast)
    desk = signed_in(Client(), cast.counsellor)

    (row,) = desk.get(LIST, {"state": "introduced", "market": "jobs"}).context["page"].rows
    none = desk.get(LIST, {"state": "started"})

    assert (row.who, row.title, row.step) == (
        "試験 花子",
        placement.posting.title,
        "紹介した",
    )
    assert "この条件に当てはまるものはありません" in none.content.decode()


@pytest.mark.parametrize("who", ["outsider", "prefecture_counsellor", "other_representative"])
def test_list_shows_nobody_else_anything(cast: Cast, who: str) -> None:
    introduced(cast)

    page = signed_in(Client(), cast.people[who]).get(LIST)

    assert page.context["page"].rows == []
    assert "試験 花子" not in page.content.decode()


def test_empty_list_says_what_to_do(cast: Cast) -> None:
    told = {
        "counsellor": "「条件に合う募集」から紹介できます",
        "representative": "あなたの組織への紹介が、ここに並びます",
    }

    for who, sentence in told.items():
        assert sentence in signed_in(Client(), cast.people[who]).get(LIST).content.decode()
    assert "ログインすると" in Client().get(LIST).content.decode()


@pytest.mark.parametrize("may_tell", [False, True])
def test_firm_sees_who_was_introduced_to_it_by_name_only_where_that_was_agreed(
    cast: Cast, may_tell: bool
) -> None:
    placement = introduced(cast)
    placement.seeker.may_tell = may_tell
    placement.seeker.save()
    firm = signed_in(Client(), cast.representative)

    (row,) = firm.get(LIST).context["page"].rows
    text = firm.get(page_of(placement)).content.decode()

    assert row.who == ("試験 花子" if may_tell else placement.seeker.number)
    assert ("試験 花子" in text, "hanako@example.org" in text) == (may_tell, may_tell)


def test_firm_never_reads_what_somebody_wishes(cast: Cast) -> None:
    placement = introduced(cast)
    placement.seeker.may_tell = True
    placement.seeker.save()
    reason = placement.reasons[0]["ja"]
    told = {
        who: signed_in(Client(), cast.people[who]).get(page_of(placement)).content.decode()
        for who in ("representative", "counsellor")
    }

    shown = {who: (reason in text, "紹介したときの点数" in text) for who, text in told.items()}
    assert shown == {"representative": (False, False), "counsellor": (True, True)}


# --- one placement --------------------------------------------------------------------------------


def test_page_shows_the_way_with_its_days_and_one_next_step(cast: Cast) -> None:
    placement = placed(introduced(cast), "applied", "offered", by=cast.asker("counsellor"))

    page = signed_in(Client(), cast.counsellor).get(page_of(placement))

    assert standings(page) == {
        "introduced": "done",
        "applied": "done",
        "met": "skipped",
        "offered": "now",
        "accepted": "ahead",
        "started": "ahead",
    }
    assert (page.context["next"].deed, page.context["others"]) == ("承諾を記録する", [])
    assert 'value="2026-11-25"' in page.content.decode()


def test_steps_further_on_are_folded(cast: Cast) -> None:
    page = signed_in(Client(), cast.counsellor).get(page_of(introduced(cast)))

    assert page.context["next"].step == "applied"
    assert [one.step for one in page.context["others"]] == ["met", "offered", "accepted"]
    assert "途中をとばして" in page.content.decode()


def test_reasons_are_those_of_the_introduction(cast: Cast) -> None:
    placement = introduced(cast)
    Placement.objects.filter(pk=placement.pk).update(
        reasons=[{"ja": f"理由{n}", "en": f"reason {n}"} for n in range(5)]
    )
    desk = signed_in(Client(), cast.counsellor)

    here, there = (desk.get(f"{where}{page_of(placement)}") for where in ("", "/en"))

    assert here.context["reasons"] == ["理由0", "理由1", "理由2"]
    assert there.context["more_reasons"] == ["reason 3", "reason 4"]


@pytest.mark.parametrize("who", ["outsider", "prefecture_counsellor", "other_representative"])
def test_nobody_else_reads_a_placement(cast: Cast, who: str) -> None:
    assert signed_in(Client(), cast.people[who]).get(page_of(introduced(cast))).status_code == 404


def test_firm_reads_and_records_nothing(cast: Cast) -> None:
    placement = introduced(cast)
    firm = signed_in(Client(), cast.representative)

    page = firm.get(page_of(placement))
    sent = firm.post(page_of(placement, "step/"), {"to": "applied", "on": "2026-11-25"})

    assert (page.context["may_write"], page.context["may_end"]) == (False, False)
    assert (sent.status_code, is_at(placement)) == (404, "introduced")


# --- what is recorded -----------------------------------------------------------------------------


def test_desk_records_a_step_on_a_day_of_any_era(cast: Cast) -> None:
    placement = introduced(cast)

    sent = signed_in(Client(), cast.counsellor).post(
        page_of(placement, "step/"), {"to": "applied", "on": "R8.11.25"}
    )

    assert (sent.url, is_at(placement)) == (page_of(placement), "applied")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"to": "applied", "on": "2026-11-24"}, "紹介した日より前"),
        ({"to": "applied", "on": "2026-11-27"}, "まだ来ていない日"),
        ({"to": "applied", "on": "いつか"}, "日"),
        ({"to": "completed", "on": "2026-11-25"}, "いまは記録できません"),
    ],
)
def test_what_is_refused_is_said_at_the_form(cast: Cast, sent: dict[str, str], told: str) -> None:
    placement = introduced(cast)

    page = signed_in(Client(), cast.counsellor).post(page_of(placement, "step/"), sent)

    assert (page.status_code, is_at(placement)) == (422, "introduced")
    assert told in page.content.decode()
    assert 'class="field__problem"' in page.content.decode()


def test_desk_ends_with_a_reason_and_without_one_it_does_not(cast: Cast) -> None:
    placement = introduced(cast)
    desk = signed_in(Client(), cast.counsellor)
    ending = {"on": "2026-11-25", "note": "ほかで決まったそうです。"}

    refused = desk.post(page_of(placement, "end/"), ending)
    assert (refused.status_code, is_at(placement)) == (422, "introduced")

    desk.post(page_of(placement, "end/"), {**ending, "reason": "elsewhere"})
    assert (is_at(placement), placement.end_reason) == ("ended", "elsewhere")
    text = desk.get(page_of(placement)).content.decode()
    assert "ほかで決まったそうです。" in text
    assert "終わりました。理由：ほかで決まった" in text


def test_note_of_the_end_is_the_desks(cast: Cast) -> None:
    placement = introduced(cast)
    end(
        placement,
        reason="terms",
        by=cast.asker("counsellor"),
        on=TODAY,
        note="内々の覚え",
    )

    text = signed_in(Client(), cast.representative).get(page_of(placement)).content.decode()

    assert "条件が合わなかった" in text
    assert "内々の覚え" not in text


def test_whoever_was_introduced_says_no_herself_and_steps_no_further(cast: Cast) -> None:
    placement = introduced(cast)
    Placement.objects.filter(pk=placement.pk).update(person=cast.citizen.key)
    citizen = signed_in(Client(), cast.citizen)

    page = citizen.get(page_of(placement))
    step = citizen.post(page_of(placement, "step/"), {"to": "applied", "on": "2026-11-25"})
    citizen.post(page_of(placement, "end/"), {"reason": "seeker_declined", "on": "2026-11-25"})

    assert (page.context["may_write"], page.context["may_end"]) == (False, True)
    assert (step.status_code, is_at(placement)) == (404, "ended")


def test_after_the_months_of_the_market_two_buttons_ask_how_it_is(cast: Cast) -> None:
    placement = placed(introduced(cast), "accepted", "started", by=cast.asker("counsellor"))
    desk = signed_in(Client(), cast.counsellor)
    early = desk.get(page_of(placement))

    with time_machine.travel(HALF_A_YEAR_LATER, tick=True):
        desk = signed_in(Client(), cast.desk_manager)
        due = desk.get(page_of(placement))
        desk.post(
            page_of(placement, "check/"), {"months": 6, "is_there": "yes", "on": "2027-05-26"}
        )
        after = desk.get(page_of(placement))

    assert not early.context["asks_now"]
    assert "次は2027年5月25日" in early.content.decode()
    assert due.context["asks_now"]
    assert "6か月たちました" in due.content.decode()
    assert not after.context["asks_now"]
    assert "いまも続いている" in after.content.decode()


def test_who_is_no_longer_there_has_ended(cast: Cast) -> None:
    placement = placed(introduced(cast), "accepted", "started", by=cast.asker("counsellor"))

    with time_machine.travel(HALF_A_YEAR_LATER, tick=True):
        signed_in(Client(), cast.desk_manager).post(
            page_of(placement, "check/"), {"months": 6, "is_there": "no", "on": "2027-05-26"}
        )

    assert (is_at(placement), placement.end_reason) == ("ended", "left")


def test_where_days_count_it_is_asked_how_many_were_taken_part_in() -> None:
    cast = desk_cast("III-4")
    placement = placed(helping(cast), "accepted", "started", by=cast.asker("desk_manager"))
    desk = signed_in(Client(), cast.desk_manager)
    completed = {"to": "completed", "on": "2026-11-25"}

    page = desk.get(page_of(placement))
    too_many = desk.post(page_of(placement, "step/"), {**completed, "days": "3"})
    desk.post(page_of(placement, "step/"), {**completed, "days": "1"})

    assert 'name="days"' in page.content.decode()
    assert "期間と合いません" in too_many.content.decode()
    assert is_at(placement) == "completed"
    assert "修了しました" in desk.get(page_of(placement)).content.decode()


def helping(cast: Cast) -> Placement:
    """Somebody who helps for a day."""
    who, market = "desk_manager", "volunteers"
    posting = published(
        cast,
        who,
        market,
        answers=filled(market, "posting"),
        first_day=TODAY,
        last_day=TODAY,
    )
    seeker = registered(cast, who, market, answers=filled(market, "seeker"))
    return introduce(seeker, posting, by=cast.asker(who), on=TODAY)


@pytest.mark.parametrize("step", ["step/", "end/", "check/"])
def test_outsider_records_nothing(cast: Cast, step: str) -> None:
    placement = introduced(cast)
    outsider = signed_in(Client(), cast.outsider)

    assert outsider.post(page_of(placement, step), {"to": "applied"}).status_code == 404
    assert outsider.get(page_of(placement, step)).status_code == 405
    assert is_at(placement) == "introduced"
