"""Pages of reviews: what waits for whom, what would change, and what the public reads."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from renkei.charter.amending import Change
from renkei.core.sides import Side
from renkei.programme.actions.decisions import return_decision
from renkei.programme.models import Decision, Review
from renkei.programme.queries.reviews import fates
from tests.cast import Cast, standing_cast
from tests.rooms.programme.reviewing import OFFICES, ON, found, in_force, proposed, signed
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SECRET = "参加企業の数は横ばい"


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def form_of(page: Any) -> dict[str, Any]:
    """What the form would send as it stands."""
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in given.items()}


def test_review_says_first_what_it_waits_for_and_since_when(cast: Cast) -> None:
    decision = signed(proposed(cast), cast, *OFFICES[0])

    shown = text_of(signed_in(Client(), cast.prefecture_office), decision.get_absolute_url())

    assert "道の署名を待っています" in shown
    assert "きょうから" in shown
    assert "道として署名する" in shown
    assert "市として署名する" not in shown


def test_review_not_decided_yet_is_hidden_from_the_public(client: Client, cast: Cast) -> None:
    decision = proposed(cast)

    assert client.get(decision.get_absolute_url()).status_code == 404
    assert SECRET not in text_of(client, "/programme/reviews/")
    assert SECRET not in text_of(client, "/programme/reviews/years/2025/")
    assert "Another title" not in text_of(client, "/programme/I-3/versions/")


def test_public_reads_what_both_have_decided(client: Client, cast: Cast) -> None:
    decision = in_force(cast)

    shown = text_of(client, decision.get_absolute_url())
    history = text_of(client, "/programme/I-3/versions/")

    assert SECRET in shown
    assert "発効しました" in shown
    assert "追加：</span>Another" in history
    assert decision.review_id in history
    assert "として署名する" not in shown


def test_finding_is_written_on_its_page(cast: Cast) -> None:
    client = signed_in(Client(), cast.city_officer)

    given = {"initiative": "II-3", "year": "2025", "ja": "進んだ。", "en": "It went on."}
    answer = client.post("/programme/reviews/new/", given)

    review = Review.objects.get()
    assert answer["Location"] == review.get_absolute_url()
    assert (review.initiative, review.finding_en) == ("II-3", "It went on.")


def test_outsider_writes_no_finding(cast: Cast) -> None:
    assert signed_in(Client(), cast.outsider).get("/programme/reviews/new/").status_code == 403


def test_proposal_is_looked_at_before_it_is_made(cast: Cast) -> None:
    review, client = found(cast), signed_in(Client(), cast.city_office)
    address = f"/programme/reviews/{review.key}/propose/"
    given = form_of(client.get(address)) | {
        "outcome": "change",
        "effective_on": "2099-04-01",
        "reason_ja": "偏り",
        "reason_en": "Uneven",
        "title.ja": "改めた名称",
        "title.en": "Another title",
        "I-3.1.value": "300",
        "I-3.1.year": "2099",
    }

    preview = client.post(address, given | {"step": "preview"})
    n_after_preview = Decision.objects.count()
    client.post(address, given | {"step": "propose"})

    decision = Decision.objects.get()
    shown = preview.content.decode()
    assert n_after_preview == 0
    assert "追加：</span>改" in shown
    assert "<del>" in shown
    assert [(one.path, one.after) for one in decision.amendments.all()] == [
        ("title", {"ja": "改めた名称", "en": "Another title"}),
        ("indicators[I-3.1].target", {"value": 300, "year": 2099, "fiscal": True}),
    ]


def test_untouched_proposal_changes_nothing(cast: Cast) -> None:
    review, client = found(cast), signed_in(Client(), cast.city_office)
    address = f"/programme/reviews/{review.key}/propose/"
    given = form_of(client.get(address)) | {
        "outcome": "continue",
        "effective_on": "2099-04-01",
        "reason_ja": "よい",
        "reason_en": "Good",
    }

    client.post(address, given | {"step": "propose"})

    assert Decision.objects.get().amendments.count() == 0


def test_proposal_that_does_not_fit_says_so_in_the_form(cast: Cast) -> None:
    review, client = found(cast), signed_in(Client(), cast.city_office)
    address = f"/programme/reviews/{review.key}/propose/"
    given = form_of(client.get(address)) | {
        "outcome": "merge",
        "effective_on": "2020-04-01",
        "reason_ja": "偏り",
        "reason_en": "Uneven",
    }

    answer = client.post(address, given | {"step": "propose"})

    assert answer.status_code == 422
    assert "過ぎています" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_signing_twice_on_the_page_puts_it_in_force(cast: Cast) -> None:
    decision = proposed(cast, effective_on=date(2099, 4, 1))
    address = f"/programme/reviews/{decision.review_id}/sign/"

    for who, side in OFFICES:
        signed_in(Client(), getattr(cast, who)).post(address, {"side": side, "revision": "1"})

    assert Decision.objects.get().state == "in_force"


def test_other_side_is_not_signed_for_on_the_page(cast: Cast) -> None:
    decision = proposed(cast, effective_on=date(2099, 4, 1))
    address = f"/programme/reviews/{decision.review_id}/sign/"

    answer = signed_in(Client(), cast.city_office).post(
        address, {"side": "prefecture", "revision": "1"}
    )

    assert answer.status_code == 403
    assert Decision.objects.get().state == "proposed"


def test_decision_is_returned_with_a_reason(cast: Cast) -> None:
    decision = proposed(cast)
    address = f"/programme/reviews/{decision.review_id}/return/"

    signed_in(Client(), cast.prefecture_office).post(address, {"reason": "早すぎる"})

    shown = text_of(signed_in(Client(), cast.city_office), decision.get_absolute_url())
    assert Decision.objects.get().state == "returned"
    assert "差戻しの理由：早すぎる" in shown
    assert "提案を書き直す" in shown


def test_year_says_how_many_wait(cast: Cast) -> None:
    in_force(cast)
    found(cast, initiative="II-1")

    shown = text_of(signed_in(Client(), cast.city_office), "/programme/reviews/years/2025/")

    assert "22の取組のうち、1が決まり、1が途中、20がまだです" in shown


def test_ended_initiative_keeps_its_history(cast: Cast) -> None:
    decision = in_force(cast, outcome="merge", into="I-2", changes=())

    fate = fates(decision.effective_on)["I-3"]

    assert (fate.outcome, fate.into, fate.review) == ("merge", "I-2", decision.review_id)
    assert fates(ON) == {}
    assert "I-3" in text_of(Client(), "/programme/reviews/")


def test_rebased_target_is_shown_with_the_earlier_one(client: Client, cast: Cast) -> None:
    goal = {"value": 60, "year": 2030, "fiscal": True}
    path = "indicators[II-5.1].target"
    in_force(
        cast,
        found(cast, initiative="II-5"),
        effective_on=max(ON, timezone.localdate()),
        changes=(Change("II-5", path, None, goal),),
    )

    shown = text_of(client, "/programme/II-5/versions/")

    assert "置き直した目標値" in shown
    assert "60（2030年度" in shown


def test_logic_page_answers_and_unknown_initiative_does_not(client: Client) -> None:
    assert client.get("/programme/I-3/logic/").status_code == 200
    assert client.get("/programme/IX-3/logic/").status_code == 404
    assert client.get("/programme/IX-3/versions/").status_code == 404


def test_decision_waits_for_the_side_that_has_not_signed(cast: Cast) -> None:
    from renkei.programme.queries.waiting import waiting_for

    decision = signed(proposed(cast), cast, *OFFICES[0])

    def steps(who: str) -> list[tuple[str, bool]]:
        return [(one.step, one.is_elsewhere) for one in waiting_for(cast.asker(who))]

    assert ("結論に署名する", False) in steps("prefecture_office")
    assert ("相手側の署名を待つ", True) in steps("city_office")
    by = cast.asker("prefecture_office")
    return_decision(decision, side=Side.PREFECTURE, reason="早すぎる", by=by, on=ON)
    assert ("結論を書き直す", False) in steps("city_office")
    assert steps("outsider") == []


def test_ended_initiative_says_so_on_its_page_and_in_lists(client: Client, cast: Cast) -> None:
    decision = in_force(cast, outcome="merge", into="I-2", changes=())

    page, theme = text_of(client, "/programme/I-3/"), text_of(client, "/programme/I/")

    assert "2026年10月1日（木）にI-2へ統合" in page
    assert f"/programme/reviews/{decision.review_id}/#decision" in page
    assert "2026年10月1日（木）にI-2へ統合" in theme
