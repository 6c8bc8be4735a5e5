"""A project and the companies that fit it: the desk introduces, each company replies by itself."""

import pytest
import time_machine
from django.test import Client

from renkei.core.errors import NotPermitted, WrongState
from renkei.core.waiting import told
from renkei.journal.queries import standing_entries
from renkei.opportunities.actions.placements import introduce
from renkei.opportunities.actions.replying import reply
from renkei.opportunities.models import Placement, Posting, Seeker
from renkei.opportunities.queries.waiting import OPPORTUNITIES
from tests.cast import Cast
from tests.rooms.opportunities.doing import TODAY, desk_cast, filled, published, registered
from tests.signing_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
OFFICER = "prefecture_officer"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def cast() -> Cast:
    return desk_cast("II-1", "III-1")


def project(cast: Cast, **more: object) -> Posting:
    told = {"organisation": cast.organisations["municipality"].key, "capacity": 2}
    answers = filled("projects", "posting", theme="goal_11", helps=["know_how"], months=12)
    return published(cast, OFFICER, "projects", answers=answers, **told, **more)


def firm(cast: Cast, name: str = "company", **answers: object) -> Seeker:
    told = filled("projects", "seeker", **{"offers": ["know_how"], **answers})
    return registered(
        cast,
        OFFICER,
        "projects",
        answers=told,
        name="",
        organisation=cast.organisations[name].key,
    )


def page(cast: Cast, posting: Posting, who: str = OFFICER):
    return signed_in(Client(), cast.people[who]).get(f"/opportunities/fitting/{posting.key}/")


def test_desk_sees_which_companies_fit_the_best_first(cast: Cast) -> None:
    posting = project(cast)
    fits = firm(cast, themes=["goal_11"])
    firm(cast, "contractor", themes=["goal_01"])
    firm(cast, "university", offers=["money"])

    found = page(cast, posting)

    assert found.context["sentence"] == "登録のある3件のうち、2件に条件が合います。"
    assert found.context["cards"][0].key == fits.key
    points = [one.points for one in found.context["cards"]]
    assert points == sorted(points, reverse=True)
    assert found.context["cards"][0].says


def test_one_after_the_other_is_introduced_without_leaving_the_page(cast: Cast) -> None:
    posting, seeker = project(cast), firm(cast)
    officer = signed_in(Client(), cast.people[OFFICER])

    sent = officer.post(
        f"/opportunities/seekers/{seeker.key}/introduce/",
        {"posting": posting.key, "from_posting": "1"},
    )

    assert sent.url == f"/opportunities/fitting/{posting.key}/"
    shown = officer.get(sent.url)
    assert [one.step for one in shown.context["lines"]] == ["紹介した"]
    assert shown.context["cards"] == []


def test_only_a_desk_that_introduces_in_the_market_is_shown_who_fits(cast: Cast) -> None:
    posting = project(cast)
    firm(cast)

    assert page(cast, posting, "representative").status_code == 404
    assert page(cast, posting, "citizen").status_code == 404
    assert page(cast, posting, "counsellor").status_code == 404  # does not run this market


def test_other_side_of_the_desk_does_not_see_its_companies(cast: Cast) -> None:
    posting = project(cast)
    firm(cast)

    assert page(cast, posting, "city_officer").context["cards"] == []


def test_what_is_not_open_leads_back_to_it(cast: Cast) -> None:
    posting = project(cast)
    Posting.objects.filter(pk=posting.pk).update(state="filled")

    assert page(cast, posting).url == f"/opportunities/{posting.key}/"


def test_company_sees_its_introduction_and_asks_for_a_talk(cast: Cast) -> None:
    made = introduce(firm(cast), project(cast), by=cast.asker(OFFICER), on=TODAY)
    company = signed_in(Client(), cast.people["representative"])
    where = f"/opportunities/placements/{made.key}/"

    shown = company.get(where).content.decode()
    company.post(f"{where}reply/", {"reply": "yes"})

    assert "話を聞きたい" in shown
    assert "紹介したときの理由" in shown
    made.refresh_from_db()
    assert made.state == "applied"
    assert standing_entries().get(kind="placement.applied").subject_key == made.key
    assert "話を聞きたい" not in company.get(where).content.decode()


def test_company_that_lets_it_pass_gives_no_reason(cast: Cast) -> None:
    made = introduce(firm(cast), project(cast), by=cast.asker(OFFICER), on=TODAY)

    reply(made, is_yes=False, by=cast.asker("representative"), on=TODAY)

    made.refresh_from_db()
    assert (made.state, made.end_reason) == ("ended", "seeker_declined")


def test_introduction_waits_for_the_company_until_it_replies(cast: Cast) -> None:
    made = introduce(firm(cast), project(cast), by=cast.asker(OFFICER), on=TODAY)
    by = cast.asker("representative")

    before = [one.step for one in told(by, OPPORTUNITIES)]
    reply(made, is_yes=True, by=by, on=TODAY)

    assert before == ["紹介に返事をする"]
    assert told(by, OPPORTUNITIES) == []


def test_nobody_else_replies_and_nobody_twice(cast: Cast) -> None:
    made = introduce(firm(cast), project(cast), by=cast.asker(OFFICER), on=TODAY)

    for who in ("citizen", "municipality_officer", OFFICER):
        with pytest.raises(NotPermitted):
            reply(made, is_yes=True, by=cast.asker(who), on=TODAY)
    reply(made, is_yes=True, by=cast.asker("representative"), on=TODAY)
    with pytest.raises(WrongState):
        reply(made, is_yes=False, by=cast.asker("representative"), on=TODAY)


def test_neither_yes_nor_no_is_no_reply(cast: Cast) -> None:
    made = introduce(firm(cast), project(cast), by=cast.asker(OFFICER), on=TODAY)
    company = signed_in(Client(), cast.people["representative"])

    sent = company.post(f"/opportunities/placements/{made.key}/reply/", {"reply": "perhaps"})
    company.post(f"/opportunities/placements/{made.key}/reply/", {"reply": "yes"})
    late = company.post(
        f"/opportunities/placements/{made.key}/reply/", {"reply": "no"}, follow=True
    )

    assert sent.status_code == 404
    assert "返事は済んでいます" in late.content.decode()
    assert Placement.objects.get().state == "applied"
