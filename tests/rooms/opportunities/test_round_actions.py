"""What is written of rounds: set up, run, told, answered, over."""

from datetime import timedelta

import pytest

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.journal.facts import read
from renkei.journal.kinds import kind_called
from renkei.journal.queries import standing_entries
from renkei.opportunities.actions.answers import answer, end_unanswered, remind_to_answer
from renkei.opportunities.actions.rounds import (
    cancel_round,
    change_round,
    close_round,
    open_round,
    rehearse_round,
    run_round,
)
from renkei.opportunities.actions.rulings import rule, take_back
from renkei.opportunities.actions.seekers import forget_seeker, leave
from renkei.opportunities.actions.telling import publish_round
from renkei.opportunities.models import Placement, Posting, Proposal, Round, Ruling
from renkei.opportunities.rounds.bounds import Bound
from renkei.paperwork.models import Notice
from tests.rooms.opportunities.doing import SAPPORO, TODAY, desk_of
from tests.rooms.opportunities.rounds import (
    AFTER,
    ANSWER_BY,
    CLOSES,
    WHO,
    course,
    given,
    opened,
    place_of,
    quietly,
    registered,
    run,
    says,
    season_cast,
    set_up,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]


def proposed():
    """Two students, of whom one has a place; wishes have closed."""
    cast = season_cast()
    sea = course(cast, "海")
    registered(cast, "一", sea, times_before=0)
    registered(cast, "二", sea, times_before=1)
    return cast, run(cast, opened(cast))


def published():
    cast, round_ = proposed()
    return cast, told(cast, round_)


# --- set up ---------------------------------------------------------------------------------------


def test_a_desk_holds_one_round_of_a_market_at_a_time():
    cast = season_cast()
    first = opened(cast)
    with pytest.raises(Refused, match="すでに進んでいます"):
        opened(cast)
    opened(cast, "volunteers")
    cancel_round(first, reason="日程が変わった", by=cast.asker(WHO), on=TODAY)
    assert opened(cast).state == "open"


def test_the_same_form_sent_twice_begins_one_round():
    cast = season_cast()
    by = cast.asker(WHO)
    made = [
        open_round("internships", desk_of(by), set_up(), by=by, on=TODAY, token="t")
        for _ in range(2)
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize("who", ["representative", "prefecture_counsellor", "auditor"])
def test_only_a_desk_that_runs_the_market_begins_a_round(who):
    cast = season_cast()
    by = cast.asker(who)
    with pytest.raises(NotPermitted):
        open_round("internships", desk_of(by), set_up(), by=by, on=TODAY)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"answer_by": CLOSES}, "返事の期限は"),
        ({"first_from": CLOSES, "first_to": TODAY}, "範囲が逆"),
        ({"lottery": " "}, "抽選の文字列"),
        ({"bounds": (Bound("region", floor=1),)}, "下限を決められません"),
        ({"bounds": (Bound("region", cap=1), Bound("organisation", cap=1))}, "一緒には使えません"),
    ],
)
def test_what_does_not_fit_is_refused(more, said):
    with pytest.raises(Refused, match=said):
        opened(season_cast(), **more)


def test_the_lottery_stands_in_the_journal_and_is_not_changed_afterwards():
    cast = season_cast()
    round_ = opened(cast)
    assert facts_of("round.opened") == [{"lottery": "2026-11-25", "closes_on": CLOSES}]
    by = cast.asker(WHO)
    with pytest.raises(Refused, match="あとから変えられません"):
        change_round(round_, set_up(lottery="mine"), by=by, on=TODAY, revision=1)
    changed = change_round(round_, set_up(title_ja="春"), by=by, on=TODAY, revision=1)
    assert (changed.title_ja, changed.revision) == ("春", 2)
    with pytest.raises(WrongState, match="先に直しました"):
        change_round(round_, set_up(), by=by, on=TODAY, revision=1)


# --- rehearsal and run ----------------------------------------------------------------------------


def test_a_rehearsal_says_what_each_cap_does_and_who_competes_for_what():
    cast = season_cast()
    city = course(cast, "札幌", place=SAPPORO, capacity=5)
    away = course(cast, "帯広", capacity=1, minimum=1)
    small = course(cast, "少ない", capacity=4, minimum=4, answers={"month": "may"})
    for number in range(3):
        registered(cast, f"{number}", city, away, months=["apr"])
    registered(cast, "五月", small, months=["may"])
    round_ = opened(cast, bounds=(Bound("region", SAPPORO, cap=1),))
    found = rehearse_round(round_, by=cast.asker(WHO), say=quietly).rehearsal
    assert (found["n_placed"], found["n_seekers"]) == (2, 4)
    [cap] = found["caps"]
    assert (cap["ja"], cap["cap"], cap["inside"], cap["inside_without"]) == ("札幌市", 1, 1, 3)
    assert (cap["moved"], cap["unplaced"]) == (2, 1)
    rows = {row["posting"]: row for row in found["postings"]}
    assert (rows[city.key]["first"], rows[city.key]["listed"]) == (3, 3)
    assert (rows[away.key]["first"], rows[away.key]["listed"], rows[away.key]["has"]) == (0, 3, 1)
    assert rows[small.key]["is_small"]
    assert Proposal.objects.count() == 0


def test_no_proposal_while_wishes_are_taken_and_none_without_people():
    cast = season_cast()
    round_ = opened(cast)
    with pytest.raises(Refused, match="登録がまだありません"):
        run(cast, round_)
    registered(cast, "一", course(cast, "海"))
    with pytest.raises(Refused, match="希望の締切のあと"):
        run(cast, round_, on=CLOSES)
    assert run(cast, round_).state == "proposed"


def test_nothing_is_kept_of_a_run_that_breaks_off(monkeypatch):
    cast, round_ = proposed()
    before, digest = given(round_), round_.digest
    registered(cast, "三", *Posting.objects.all(), times_before=0)

    def breaks(*_arguments, **_options):
        raise RuntimeError("the machine is gone")

    monkeypatch.setattr("renkei.opportunities.actions.rounds.record", breaks)
    with pytest.raises(RuntimeError):
        run(cast, round_)
    round_.refresh_from_db()
    assert (given(round_), round_.digest) == (before, digest)


def test_a_run_gives_way_to_what_was_decided_meanwhile():
    cast, round_ = proposed()
    sea, who = Posting.objects.get(), cast.asker(WHO)
    second = Proposal.objects.get(posting=None).seeker

    def decides(done, _total=0, _message=""):
        if done == 1:
            rule(round_, (second, sea), ruled="pinned", reason="約束", by=who, on=AFTER)

    with pytest.raises(WrongState, match="作っているあいだに"):
        run_round(round_, way="improve", by=who, on=AFTER, say=decides)
    with pytest.raises(WrongState, match="案のあとに内容が変わりました"):
        told(cast, round_)


def test_a_decision_needs_a_reason_and_is_taken_back_with_a_trace():
    cast, round_ = proposed()
    one, by = Proposal.objects.exclude(posting=None).get(), cast.asker(WHO)
    with pytest.raises(Refused, match="理由"):
        rule(round_, (one.seeker, one.posting), ruled="pinned", reason=" ", by=by, on=AFTER)
    ruling = rule(
        round_, (one.seeker, one.posting), ruled="forbidden", reason="遠い", by=by, on=AFTER
    )
    take_back(ruling, by=by, on=AFTER)
    assert not Ruling.objects.exists()
    assert [
        (one["ruled"], one["reason"], one["is_taken_back"]) for one in facts_of("round.ruled")
    ] == [
        ("forbidden", "遠い", False),
        ("forbidden", "遠い", True),
    ]


# --- told -----------------------------------------------------------------------------------------


def test_everybody_is_told_with_why_and_the_place_is_held(django_capture_on_commit_callbacks):
    cast, round_ = proposed()
    with django_capture_on_commit_callbacks(execute=True):
        told(cast, round_)
    letters = {
        one.email: one for one in Notice.objects.filter(template__startswith="opportunities")
    }
    assert "1人の方をご紹介します" in letters.pop("representative@example.org").subject
    assert len(letters) == 2
    placed = place_of("一")
    assert (placed.state, placed.answer_by, placed.score) == ("introduced", ANSWER_BY, placed.score)
    assert "希望順位1位で決まりました。" in letters[placed.seeker.email].body
    assert "/take/" in letters[placed.seeker.email].body
    other = next(one for email, one in letters.items() if email != placed.seeker.email)
    assert "補欠1番" in other.body
    assert "最後に受け入れられた方は" in other.body
    assert standing_entries().filter(kind="placement.introduced").count() == 1


def test_an_organisation_is_asked_only_where_its_yes_is_needed():
    cast = season_cast()
    registered(cast, "一", course(cast, "海"))
    told(cast, run(cast, opened(cast)))
    letters = Notice.objects.filter(template="opportunities.people_proposed")
    assert "ご本人の返事を待っています" in letters.get().body
    letters.delete()
    registered(cast, "応援", course(cast, "草刈り", market="volunteers"), market="volunteers")
    told(cast, run(cast, opened(cast, "volunteers")))
    assert "お受けになるかどうかを、2026年12月16日" in letters.get().body


def test_telling_breaks_off_whole(monkeypatch):
    cast, round_ = proposed()

    def breaks(*_arguments, **_options):
        raise RuntimeError("the machine is gone")

    monkeypatch.setattr("renkei.opportunities.actions.telling.result_of_round", breaks)
    with pytest.raises(RuntimeError):
        told(cast, round_)
    assert not Placement.objects.exists()
    assert Round.objects.get().state == "proposed"
    assert not Notice.objects.filter(template="opportunities.place_given").exists()


def test_a_posting_closed_meanwhile_is_named():
    cast, round_ = proposed()
    Posting.objects.update(state="filled")
    with pytest.raises(Refused, match="「海」はもう公開中ではありません"):
        told(cast, round_)


def test_job_placement_is_for_desks_that_may():
    cast = season_cast()
    unit = cast.units["city_desk"]
    unit.may_place_jobs = False
    unit.save()
    round_ = Round.objects.create(
        market="jobs",
        version="2026-04",
        state="proposed",
        digest="x",
        unit=unit,
        side="city",
        title_ja="x",
        closes_on=CLOSES,
        answer_by=ANSWER_BY,
        lottery="x",
        entered_by="p",
    )
    with pytest.raises(NotPermitted, match="職業紹介"):
        publish_round(round_, by=cast.asker(WHO), on=AFTER, say=quietly)


# --- answered -------------------------------------------------------------------------------------


def test_where_the_seeker_confirms_her_yes_takes_the_place():
    cast, _round = published()
    says(cast, "一", is_yes=True)
    assert place_of("一").state == "accepted"
    assert Posting.objects.get().taken == 1
    kinds = set(standing_entries().values_list("kind", flat=True))
    assert {"placement.confirmed", "placement.accepted"} <= kinds


def test_where_both_confirm_one_yes_is_not_enough():
    cast = season_cast()
    sea = course(cast, "海", market="volunteers")
    registered(cast, "応援", sea, market="volunteers")
    told(cast, run(cast, opened(cast, "volunteers")))
    says(cast, "応援", is_yes=True)
    assert place_of("応援").state == "applied"
    with pytest.raises(WrongState, match="すでに"):
        says(cast, "応援", is_yes=True)
    organisation = cast.asker("representative")
    answer(place_of("応援"), whose="posting", is_yes=True, by=organisation, on=AFTER)
    assert place_of("応援").state == "accepted"


def test_nobody_answers_for_the_other_side():
    cast = season_cast()
    sea = course(cast, "海", market="volunteers")
    registered(cast, "応援", sea, market="volunteers")
    told(cast, run(cast, opened(cast, "volunteers")))
    for who, whose in (("representative", "seeker"), ("other_representative", "posting")):
        with pytest.raises(NotPermitted):
            answer(place_of("応援"), whose=whose, is_yes=True, by=cast.asker(who), on=AFTER)


def test_a_no_ends_it_with_the_side_and_the_reason():
    _cast, _round = published()
    placement = place_of("一")
    answer(placement, whose="seeker", is_yes=False, on=AFTER, note="試験と重なる")
    placement.refresh_from_db()
    assert (placement.state, placement.end_reason) == ("ended", "seeker_declined")
    assert placement.end_note == "試験と重なる"
    with pytest.raises(WrongState):
        answer(placement, whose="seeker", is_yes=True, on=AFTER)


def test_who_says_nothing_is_reminded_once_and_then_has_said_no():
    _cast, _round = published()
    before = ANSWER_BY - timedelta(days=2)
    assert remind_to_answer(before - timedelta(days=1)) == 0
    assert (remind_to_answer(before), remind_to_answer(before)) == (1, 0)
    assert end_unanswered(ANSWER_BY) == 0
    late = ANSWER_BY + timedelta(days=1)
    with pytest.raises(Refused, match="期限が過ぎました"):
        answer(place_of("一"), whose="seeker", is_yes=True, on=late)
    assert (end_unanswered(late), end_unanswered(late)) == (1, 0)
    assert place_of("一").end_reason == "too_late"


def test_a_desk_may_note_what_it_was_told_in_time():
    cast, _round = published()
    says(cast, "一", is_yes=True, on=ANSWER_BY + timedelta(days=1))
    assert place_of("一").state == "accepted"


def test_a_promised_place_is_not_proposed_again():
    cast, round_ = published()
    assert Posting.objects.get().places_left == 1
    registered(cast, "三", *Posting.objects.all())
    with pytest.raises(Refused, match="空いたところに合う方が、いまはいません"):
        run(cast, round_)


# --- over -----------------------------------------------------------------------------------------


def test_a_round_is_over_when_everybody_has_answered():
    cast, round_ = published()
    by = cast.asker(WHO)
    with pytest.raises(Refused, match="1人の返事がまだです"):
        close_round(round_, by=by, on=AFTER)
    says(cast, "一", is_yes=True)
    assert close_round(round_, by=by, on=AFTER).state == "closed"
    assert facts_of("round.closed") == [{"accepted": 1}]
    with pytest.raises(WrongState):
        run(cast, round_)


def test_what_was_told_is_not_called_off():
    cast, round_ = proposed()
    by = cast.asker(WHO)
    with pytest.raises(Refused, match="理由"):
        cancel_round(round_, reason=" ", by=by, on=AFTER)
    told(cast, round_)
    with pytest.raises(WrongState, match="発表したあと"):
        cancel_round(round_, reason="やめる", by=by, on=AFTER)


def test_forgetting_somebody_leaves_the_figures_of_a_round():
    cast, round_ = published()
    other = Proposal.objects.get(posting=None).seeker
    by = cast.asker(WHO)
    forget_seeker(leave(other, by=by, on=AFTER))
    assert not Proposal.objects.filter(seeker=other).exists()
    round_.refresh_from_db()
    assert (round_.result["n_placed"], round_.result["n_unplaced"]) == (1, 1)


def facts_of(kind):
    """What the entries of a kind say besides the market."""
    entries = standing_entries().filter(kind=kind).order_by("pk")
    told = [dict(read(kind_called(kind), entry.facts)) for entry in entries]
    return [{name: value for name, value in one.items() if name != "market"} for one in told]
