"""A finding keeps its figures; a decision is in force once both governments have signed it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from renkei.charter.amending import Change
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.sides import Side
from renkei.journal.models import Entry
from renkei.paperwork.models import Notice
from renkei.programme.actions.decisions import (
    change_proposal,
    return_decision,
    sign_decision,
    withdraw_decision,
)
from renkei.programme.actions.reviews import correct_finding, withdraw_review
from renkei.programme.charters import charter_on
from renkei.programme.models import Decision, Review
from tests.cast import Cast, seat, standing_cast
from tests.concurrency import at_once, refusals, shared_database
from tests.rooms.programme.reporting import held
from tests.rooms.programme.reviewing import (
    EFFECTIVE,
    OFFICES,
    ON,
    PROPOSAL,
    TITLE,
    YEAR,
    found,
    in_force,
    proposed,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def figure_of(review: Review, indicator: str) -> dict[str, Any]:
    return next(one for one in review.figures if one["id"] == indicator)


def kinds_told(key: str) -> list[str]:
    told = Entry.objects.filter(subject_key=key).order_by("id")
    return list(told.values_list("kind", flat=True))


# --- finding --------------------------------------------------------------------------------------


def test_finding_keeps_the_figures_as_they_were_known(cast: Cast) -> None:
    held(cast, initiatives=("I-3",), on=date(2025, 5, 20))
    review = found(cast)
    held(cast, initiatives=("I-3",), on=date(2025, 6, 20))

    kept = Review.objects.get(key=review.key)
    entry = Entry.objects.get(kind="review.found")
    assert [one["id"] for one in kept.figures] == ["I-3.1", "I-3.2", "I-3.3"]
    assert figure_of(kept, "I-3.1")["n_entries"] == 1
    assert figure_of(kept, "I-3.3")["state"] in ("waits", "computed")
    assert kept.watermark == Entry.objects.order_by("id")[0].pk
    assert (kept.charter_version, kept.is_public) == (1, False)
    assert (entry.side, entry.initiatives) == ("joint", " I-3 ")
    assert json.loads(entry.facts)["fiscal_year"] == YEAR


@pytest.mark.parametrize("who", ["auditor", "outsider", "representative", "bureau_officer"])
def test_only_officers_of_both_governments_write_findings(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        found(cast, who)

    assert Review.objects.count() == 0


def test_finding_needs_both_languages_an_initiative_and_a_year_that_began(cast: Cast) -> None:
    with pytest.raises(Refused, match="英語"):
        found(cast, en=" ")
    with pytest.raises(Refused, match="「IX-9」"):
        found(cast, initiative="IX-9")
    with pytest.raises(Refused, match="まだ始まっていない"):
        found(cast, fiscal_year=2027)


def test_initiative_is_reviewed_once_a_year(cast: Cast) -> None:
    found(cast)

    with pytest.raises(WrongState, match="すでに始まっています"):
        found(cast, "prefecture_officer")


def test_finding_is_written_anew_with_the_figures_of_then(cast: Cast) -> None:
    review = found(cast)
    held(cast, initiatives=("I-3",))

    by = cast.asker("prefecture_officer")
    correct_finding(review, ja="直した。", en="Corrected.", by=by, on=ON)

    kept = Review.objects.get(key=review.key)
    assert (kept.finding_en, figure_of(kept, "I-3.1")["n_entries"]) == ("Corrected.", 1)


def test_finding_stands_once_a_decision_is_proposed(cast: Cast) -> None:
    review = proposed(cast).review
    by = cast.asker("city_office")

    with pytest.raises(WrongState, match="書き直せません"):
        correct_finding(review, ja="直した。", en="Corrected.", by=by, on=ON)
    with pytest.raises(WrongState, match="先に取り下げて"):
        withdraw_review(review, reason="間違い", by=by, on=ON)


def test_withdrawn_review_makes_room_for_another(cast: Cast) -> None:
    review = found(cast)
    by = cast.asker("city_officer")

    with pytest.raises(Refused, match="理由"):
        withdraw_review(review, reason=" ", by=by, on=ON)
    withdraw_review(review, reason="年度を誤った", by=by, on=ON)

    assert kinds_told(review.key) == ["review.found", "review.withdrawn"]
    assert found(cast).pk != review.pk


# --- proposal -------------------------------------------------------------------------------------


def test_proposal_says_what_each_field_holds_before(cast: Cast) -> None:
    before = charter_on(ON).initiative("I-3").title

    decision = proposed(cast)

    (amendment,) = decision.amendments.all()
    assert (amendment.path, amendment.after) == ("title", TITLE)
    assert amendment.before == {"ja": before.ja, "en": before.en}
    assert kinds_told(decision.key) == ["review.proposed"]


@pytest.mark.parametrize("who", ["city_officer", "auditor", "outsider"])
def test_only_programme_offices_propose(cast: Cast, who: str) -> None:
    from renkei.programme.actions.decisions import propose_decision

    review = found(cast)

    with pytest.raises(NotPermitted):
        propose_decision(review, PROPOSAL, by=cast.asker(who), on=ON)

    assert Decision.objects.count() == 0


def test_proposal_that_breaks_the_charter_is_refused_with_the_place(cast: Cast) -> None:
    review = found(cast)
    empty = Change("I-3", "purpose", None, {"ja": "残す", "en": ""})

    with pytest.raises(Refused, match="I-3 目的の英語"):
        proposed(cast, review, changes=(empty,))
    with pytest.raises(Refused, match=r"I-3\.9"):
        proposed(cast, review, changes=(Change("I-3", "indicators[I-3.9].target", None, {}),))
    with pytest.raises(Refused, match="does not change by an amendment"):
        proposed(cast, review, changes=(Change("I-3", "reference", None, "I-9"),))

    assert Decision.objects.count() == 0


def test_proposal_needs_an_outcome_reasons_and_a_day_to_come(cast: Cast) -> None:
    review = found(cast)

    with pytest.raises(Refused, match="結論を選んで"):
        proposed(cast, review, outcome="sell")
    with pytest.raises(Refused, match="理由を日本語と英語"):
        proposed(cast, review, reason_en="")
    with pytest.raises(Refused, match="過ぎています"):
        proposed(cast, review, effective_on=ON - timedelta(days=1))
    with pytest.raises(Refused, match="どの取組に統合"):
        proposed(cast, review, outcome="merge", into="I-3")


def test_review_has_one_proposal_at_a_time(cast: Cast) -> None:
    decision = proposed(cast)

    with pytest.raises(WrongState, match="すでに結論が提案"):
        proposed(cast, decision.review)
    withdraw_decision(decision, reason="やり直す", by=cast.asker("city_office"), on=ON)

    assert proposed(cast, decision.review).state == "proposed"


# --- signatures -----------------------------------------------------------------------------------


def test_decision_is_in_force_once_both_have_signed(cast: Cast) -> None:
    decision = signed(proposed(cast), cast, *OFFICES[0])
    waiting = Review.objects.get(key=decision.review_id)
    assert (decision.state, decision.version, waiting.state) == ("signed", None, "found")

    decision = signed(decision, cast, *OFFICES[1])

    review = Review.objects.get(key=decision.review_id)
    assert (decision.state, decision.version, decision.decided_on) == ("in_force", 2, ON)
    assert (review.state, review.is_public, decision.is_public) == ("decided", True, True)
    assert kinds_told(decision.key) == [
        "review.proposed",
        "review.signed",
        "review.signed",
        "review.decided",
        "charter.amended",
    ]
    sides = Entry.objects.filter(kind="review.signed").order_by("id").values_list("side", flat=True)
    assert list(sides) == ["city", "prefecture"]


def test_decision_without_changes_makes_no_version(cast: Cast) -> None:
    decision = in_force(cast, outcome="continue", changes=())

    assert (decision.state, decision.version) == ("in_force", None)
    assert Entry.objects.filter(kind="charter.amended").count() == 0


def test_side_never_signs_or_returns_for_the_other(cast: Cast) -> None:
    decision = proposed(cast)
    by = cast.asker("city_office")

    with pytest.raises(NotPermitted, match="相手の側"):
        signed(decision, cast, "city_office", Side.PREFECTURE)
    with pytest.raises(NotPermitted, match="相手の側"):
        return_decision(decision, side=Side.PREFECTURE, reason="否", by=by, on=ON)
    with pytest.raises(NotPermitted):
        signed(decision, cast, "city_office", "joint")
    with pytest.raises(NotPermitted):
        signed(decision, cast, "city_officer", Side.CITY)

    kept = Decision.objects.get(key=decision.key)
    assert (kept.state, kept.city_by, kept.prefecture_by) == ("proposed", "", "")


def test_person_of_both_offices_signs_for_one_only(cast: Cast) -> None:
    from renkei.core.rights import Role

    seat(cast.city_office, cast.units["prefecture_bureau"], Role.PROGRAMME_OFFICE)
    decision = signed(proposed(cast), cast, "city_office", Side.CITY)

    with pytest.raises(NotPermitted, match="別の人"):
        signed(decision, cast, "city_office", Side.PREFECTURE)


def test_side_signs_once(cast: Cast) -> None:
    decision = signed(proposed(cast), cast, *OFFICES[0])

    with pytest.raises(WrongState, match="すでに署名"):
        signed(decision, cast, *OFFICES[0])


def test_changed_proposal_waits_for_both_signatures_anew(cast: Cast) -> None:
    decision = signed(proposed(cast), cast, *OFFICES[0])

    by = cast.asker("prefecture_office")
    other = replace(PROPOSAL, reason_en="Another reason.")
    changed = change_proposal(decision, other, by=by, on=ON)

    assert (changed.state, changed.revision, changed.city_by) == ("proposed", 2, "")
    with pytest.raises(WrongState, match="書き直されました"):
        signed(decision, cast, "prefecture_office", Side.PREFECTURE, revision=1)


def test_returned_decision_says_why_and_can_be_changed(cast: Cast) -> None:
    decision = signed(proposed(cast), cast, *OFFICES[0])
    by = cast.asker("prefecture_office")

    with pytest.raises(Refused, match="理由"):
        return_decision(decision, side=Side.PREFECTURE, reason="", by=by, on=ON)
    returned = return_decision(decision, side=Side.PREFECTURE, reason="早すぎる", by=by, on=ON)
    with pytest.raises(WrongState):
        signed(returned, cast, *OFFICES[1])
    again = change_proposal(returned, PROPOSAL, by=cast.asker("city_office"), on=ON)

    assert (returned.state, returned.note, returned.city_by) == ("returned", "早すぎる", "")
    assert (again.state, again.note) == ("proposed", "")


def test_decision_whose_day_is_over_is_not_signed(cast: Cast) -> None:
    decision = proposed(cast)

    with pytest.raises(Refused, match="過ぎています"):
        signed(decision, cast, *OFFICES[0], on=EFFECTIVE + timedelta(days=1))


def test_decision_that_builds_on_changed_words_is_not_put_in_force(cast: Cast) -> None:
    first, other = found(cast), found(cast, initiative="I-2")
    late = proposed(cast, first)
    in_force(cast, other, changes=(Change("I-3", "title", None, {"ja": "別", "en": "Other"}),))
    late = signed(late, cast, *OFFICES[0])

    with pytest.raises(Refused, match="I-3 名称が、この提案の後に"):
        signed(late, cast, *OFFICES[1])

    assert Decision.objects.get(key=late.key).state == "signed"


def test_decision_that_a_later_version_builds_on_is_not_put_in_force(cast: Cast) -> None:
    in_force(cast)
    before = replace(PROPOSAL, effective_on=EFFECTIVE - timedelta(days=30))
    sooner = (Change("I-3", "title", None, {"ja": "前", "en": "Sooner"}),)

    with pytest.raises(Refused, match="I-3 名称"):
        proposed(
            cast,
            found(cast, initiative="I-2"),
            changes=sooner,
            effective_on=before.effective_on,
        )


def test_decision_in_force_stays(cast: Cast) -> None:
    decision = in_force(cast)
    by = cast.asker("city_office")

    with pytest.raises(WrongState):
        change_proposal(decision, PROPOSAL, by=by, on=ON)
    with pytest.raises(WrongState):
        withdraw_decision(decision, reason="否", by=by, on=ON)


# --- letters --------------------------------------------------------------------------------------


def test_offices_hear_of_a_proposal_and_the_proposer_of_its_return(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        decision = proposed(cast)
        by = cast.asker("prefecture_office")
        return_decision(decision, side=Side.PREFECTURE, reason="早すぎる", by=by, on=ON)

    told = Notice.objects.order_by("made_at", "key").values_list("template", "person")
    assert list(told) == [
        ("programme.decision_to_sign", cast.prefecture_office.key),
        ("programme.decision_returned", cast.city_office.key),
    ]


# --- at the same moment ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_both_who_sign_at_once_neither_signature_is_lost() -> None:
    with shared_database():
        cast = standing_cast()
        decision = proposed(cast)
        acts = [
            lambda who=who, side=side: sign_decision(
                decision, side=side, revision=1, by=cast.asker(who), on=ON
            )
            for who, side in OFFICES
        ]

        outcomes = at_once(*acts)

        kept = Decision.objects.get(key=decision.key)
        assert refusals(outcomes) == 0
        assert (kept.state, kept.version) == ("in_force", 2)


@pytest.mark.django_db(transaction=True)
def test_signature_is_never_on_a_text_that_was_not_read() -> None:
    with shared_database():
        cast = standing_cast()
        decision = signed(proposed(cast), cast, *OFFICES[0])
        other = replace(PROPOSAL, reason_en="Another reason.")

        at_once(
            lambda: sign_decision(
                decision,
                side=Side.PREFECTURE,
                revision=1,
                by=cast.asker("prefecture_office"),
                on=ON,
            ),
            lambda: change_proposal(decision, other, by=cast.asker("city_office"), on=ON),
        )

        kept = Decision.objects.get(key=decision.key)
        is_new = kept.revision == 2
        assert kept.state == ("proposed" if is_new else "in_force")
        assert bool(kept.prefecture_by) is not is_new
