"""Calls for opinions: open, answered, closed, and what became of each opinion."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.rights import NOBODY, Verb, may
from renkei.journal.models import Entry
from renkei.paperwork.models import AnswerLink, Answers
from renkei.paperwork.queries.answers import link_with
from renkei.programme.actions import opinions
from renkei.programme.actions.opinions import Answered, Question
from renkei.programme.models import Opinion, OpinionAnswer, OpinionCall
from renkei.programme.queries.opinions import (
    opinion_calls,
    published_counts,
    results,
    unfiled,
)
from tests.cast import Cast, standing_cast
from tests.concurrency import at_once, refusals, shared_database

pytestmark = pytest.mark.django_db
TODAY, LAST = date(2026, 7, 1), date(2026, 7, 31)
AFTER = LAST + timedelta(days=1)
NOON = "2026-07-01T03:00Z"
NOTED = Answered(summary_ja="夜の説明会がほしい", fate="noted", reason_ja="来年度に検討する")


def question(**more: Any) -> Question:
    values: dict[str, Any] = {
        "title_ja": "合同説明会のあり方",
        "text_ja": "どのような説明会がよいですか。",
        "initiatives": ("II-3",),
        "voices": ("municipality", "company", "citizen"),
        "first_day": TODAY,
        "last_day": LAST,
    }
    return Question(**{**values, **more})


def drafted(cast: Cast, **more: Any) -> OpinionCall:
    officer = cast.asker("city_officer")
    return opinions.draft_call(cast.units["city_section"], question(**more), by=officer, on=TODAY)


def opened(cast: Cast, **more: Any) -> OpinionCall:
    return opinions.open_call(drafted(cast, **more), by=cast.asker("city_officer"), on=TODAY)


def given(cast: Cast, call: OpinionCall, n: int = 1, voice: str = "citizen") -> list[str]:
    """Opinions as they come in by the link."""
    keys = []
    for _ in range(n):
        with time_machine.travel(NOON, tick=False):
            secret = opinions.begin_opinion(call, by=NOBODY, on=TODAY)
        link = link_with(secret)
        assert link is not None
        Answers.objects.filter(pk=link.answers_id).update(
            state="submitted", submitted_at=call.made_at, values={"voice": voice, "opinion": "夜に"}
        )
        keys.append(link.answers_id)
    return keys


def closed(cast: Cast, call: OpinionCall) -> OpinionCall:
    return opinions.close_call(call, by=cast.asker("city_officer"), on=AFTER)


def test_call_is_public_from_its_opening_on() -> None:
    cast = standing_cast()
    call = drafted(cast)
    before = may(NOBODY, Verb.READ, call)

    call = opinions.open_call(call, by=cast.asker("city_officer"), on=TODAY)

    assert (before, may(NOBODY, Verb.READ, call)) == (False, True)
    assert Entry.objects.get(kind="opinions.called").initiatives == " II-3 "
    with pytest.raises(WrongState):
        opinions.change_call(call, question(), by=cast.asker("city_officer"), on=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_ja": " "},
        {"text_ja": ""},
        {"voices": ()},
        {"last_day": TODAY - timedelta(days=1)},
    ],
)
def test_faulty_call_is_refused(wrong: dict[str, Any]) -> None:
    cast = standing_cast()

    with pytest.raises(Refused):
        drafted(cast, **wrong)


def test_call_belongs_to_its_unit() -> None:
    cast = standing_cast()
    call = drafted(cast)

    for who in ("prefecture_officer", "citizen", "counsellor"):
        with pytest.raises(NotPermitted):
            opinions.change_call(call, question(), by=cast.asker(who), on=TODAY)
    with pytest.raises(Refused, match="担当職員"):
        # The programme office may write it, and does not handle the answers.
        opinions.open_call(call, by=cast.asker("city_office"), on=TODAY)
    with pytest.raises(Refused, match="過ぎて"):
        opinions.open_call(call, by=cast.asker("city_officer"), on=AFTER)


def test_resident_writes_by_a_link_that_ends_with_the_call() -> None:
    cast = standing_cast()
    call = opened(cast)

    with time_machine.travel(NOON, tick=False):
        secret = opinions.begin_opinion(call, by=NOBODY, on=TODAY)

    link = link_with(secret)
    assert link is not None
    answers = link.answers
    assert (answers.about_kind, answers.about_key, answers.unit) == (
        "opinion_call",
        call.key,
        cast.units["city_section"].key,
    )
    assert (answers.person, answers.organisation) == ("", "")
    assert link.expires_at.isoformat() == "2026-07-31T15:00:00+00:00"  # midnight in Japan


def test_opinion_is_taken_while_the_call_is_open() -> None:
    cast = standing_cast()
    call = drafted(cast)

    with pytest.raises(NotPermitted):
        opinions.begin_opinion(call, by=NOBODY, on=TODAY)
    call = opinions.open_call(call, by=cast.asker("city_officer"), on=TODAY)
    with pytest.raises(WrongState):
        opinions.begin_opinion(call, by=NOBODY, on=AFTER)
    of_towns = opened(cast, voices=("municipality",))
    with pytest.raises(Refused):
        opinions.begin_opinion(of_towns, by=NOBODY, on=TODAY)

    assert AnswerLink.objects.count() == 0


def test_drafts_of_a_day_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = standing_cast()
    call = opened(cast)
    monkeypatch.setattr(opinions, "MOST_A_DAY", 2)
    given(cast, call, 2)

    with time_machine.travel(NOON, tick=False), pytest.raises(Refused, match="受付数"):
        opinions.begin_opinion(call, by=NOBODY, on=TODAY)


def test_town_answers_from_its_seat() -> None:
    cast = standing_cast()
    call = opened(cast)
    town, officer = cast.organisations["municipality"].key, cast.asker("municipality_officer")

    asked = opinions.ask_organisations(call, [town, town], by=cast.asker("city_officer"), on=TODAY)
    key = opinions.begin_opinion_of(call, town, by=officer, on=TODAY)

    answers = Answers.objects.get()
    assert (asked, answers.key, answers.organisation) == (1, key, town)
    assert may(officer, Verb.WRITE, answers)
    assert not may(cast.asker("representative"), Verb.READ, answers)
    with pytest.raises(NotPermitted):
        opinions.begin_opinion_of(call, town, by=cast.asker("representative"), on=TODAY)


def test_company_answers_unasked() -> None:
    cast = standing_cast()
    call, firm = opened(cast), cast.organisations["company"].key

    keys = {
        opinions.begin_opinion_of(call, firm, by=cast.asker("representative"), on=TODAY)
        for _ in range(2)
    }

    assert {Answers.objects.get().key} == keys


def test_call_is_closed_after_its_last_day() -> None:
    cast = standing_cast()
    call = opened(cast)
    given(cast, call, 3)

    with pytest.raises(Refused):
        opinions.close_call(call, by=cast.asker("city_officer"), on=LAST)
    call = closed(cast, call)

    assert call.state == "closed"
    assert Entry.objects.get(kind="opinions.closed").facts == '{"opinions":3}'


def test_answer_stands_for_several_opinions_and_accepts_them() -> None:
    cast = standing_cast()
    call = opened(cast)
    officer, keys = cast.asker("city_officer"), given(cast, call, 3)

    answer = opinions.answer_opinions(call, keys[:2], NOTED, by=officer, on=TODAY)
    opinions.add_opinions(answer, keys[2:], by=officer, on=TODAY)

    assert Opinion.objects.filter(answer=answer).count() == 3
    assert set(Answers.objects.values_list("state", flat=True)) == {"accepted"}
    assert unfiled(call).count() == 0


def test_opinion_is_answered_once() -> None:
    cast = standing_cast()
    call = opened(cast)
    officer, keys = cast.asker("city_officer"), given(cast, call, 2)
    opinions.answer_opinions(call, keys[:1], NOTED, by=officer, on=TODAY)

    for again in (keys, [], ["nowhere"]):
        with pytest.raises(Refused):
            opinions.answer_opinions(call, again, NOTED, by=officer, on=TODAY)
    with pytest.raises(NotPermitted):
        opinions.answer_opinions(
            call, keys[1:], NOTED, by=cast.asker("prefecture_officer"), on=TODAY
        )
    nothing = Answered(summary_ja="", fate="noted", reason_ja="")
    with pytest.raises(Refused):
        opinions.answer_opinions(call, keys[1:], nothing, by=officer, on=TODAY)


def test_results_are_published_when_every_opinion_is_answered() -> None:
    cast = standing_cast()
    call = opened(cast)
    officer, office, keys = cast.asker("city_officer"), cast.asker("city_office"), given(cast, call)
    call = closed(cast, call)

    with pytest.raises(Refused, match="1件"):
        opinions.publish_answers(call, by=office, on=AFTER)
    opinions.answer_opinions(call, keys, NOTED, by=officer, on=AFTER)
    with pytest.raises(NotPermitted):
        opinions.publish_answers(call, by=officer, on=AFTER)
    call = opinions.publish_answers(call, by=office, on=AFTER)

    assert (call.state, call.answered_on) == ("answered", AFTER)
    with pytest.raises(WrongState):
        opinions.answer_opinions(call, keys, NOTED, by=officer, on=AFTER)


def test_results_show_counts_and_no_small_ones() -> None:
    cast = standing_cast()
    call = opened(cast)
    officer = cast.asker("city_officer")
    many, few = given(cast, call, 12), given(cast, call, 2, "company")
    opinions.answer_opinions(call, many, NOTED, by=officer, on=TODAY)
    adopted = Answered(summary_ja="日曜に開く", fate="adopted", reason_ja="この秋から開く")
    opinions.answer_opinions(call, few, adopted, by=officer, on=TODAY)

    found = results(call, NOBODY)

    assert [(one.n, one.fate) for one in found.answers] == [
        ("×", "今後の参考にする"),
        ("×", "反映する"),
    ]
    assert (found.total, found.is_withheld) == ("14", True)
    assert "夜に" not in str(found)


def test_no_withheld_count_can_be_worked_out() -> None:
    counted = Counter({("citizen", "noted"): 40, ("company", "noted"): 3, ("citizen", "not"): 20})

    shown = published_counts(counted, [("a", "noted", 43), ("b", "not", 20)])

    assert shown["company", "noted"] is None
    for fate, total in (("noted", shown["", "noted"]), ("", shown["", ""])):
        parts = [shown[voice, fate] for voice in ("citizen", "company", "municipality")]
        assert total is None or parts.count(None) != 1


def test_calls_about_an_initiative_are_found() -> None:
    cast = standing_cast()
    opened(cast)
    drafted(cast)

    found = opinion_calls(NOBODY, "II-3")

    assert [(one.title, one.references) for one in found] == [("合同説明会のあり方", ("II-3",))]
    assert not opinion_calls(NOBODY, "II-4")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_an_opinion_the_second_is_told() -> None:
    with shared_database():
        cast = standing_cast()
        call = opened(cast)
        officer, keys = cast.asker("city_officer"), given(cast, call)

        outcomes = at_once(
            lambda: opinions.answer_opinions(call, keys, NOTED, by=officer, on=TODAY),
            lambda: opinions.answer_opinions(call, keys, NOTED, by=officer, on=TODAY),
        )

        assert refusals(outcomes) == 1
        assert OpinionAnswer.objects.count() == 1
