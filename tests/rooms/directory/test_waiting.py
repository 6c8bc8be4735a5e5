"""What waits with organisations: agreements near their end or unsigned, and possible doubles."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from renkei.core.sides import Side
from renkei.directory.actions.agreements import (
    AgreementTerms,
    activate_agreement,
    draft_agreement,
    sign_agreement,
)
from renkei.directory.actions.organisations import Particulars, register_organisation
from renkei.directory.actions.results import ask_for_results
from renkei.directory.models import Agreement
from renkei.directory.queries.agreements import last_year
from renkei.directory.queries.waiting import waiting_for
from tests.cast import Cast, standing_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
SIGNED = timezone.localdate()  # so that no fiscal year is over yet


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def drafted(cast: Cast, side: str, *, days_left: int, **more: object) -> Agreement:
    terms = AgreementTerms(
        title_ja="架空大学とのUIターン就職協定",
        side=side,
        unit=cast.units["city_section"],
        parties=[cast.organisations["university"]],
        valid_to=timezone.localdate() + timedelta(days=days_left),
        clauses=[("学生に道内の求人を知らせる。", "Tell students of openings.")],
        **more,
    )
    return draft_agreement(terms, by=cast.asker("city_officer"), on=SIGNED)


def in_force(cast: Cast, side: str = Side.CITY, **more: object) -> Agreement:
    agreement = drafted(cast, side, **more)
    sign_agreement(agreement, SIGNED, by=cast.asker("city_officer"))
    activate_agreement(agreement, by=cast.asker("city_officer"), on=SIGNED)
    return agreement


def told(cast: Cast, name: str) -> list[tuple[str, bool]]:
    return [(one.step, one.is_elsewhere) for one in waiting_for(cast.asker(name))]


def test_agreement_near_its_end_waits_for_its_unit(cast: Cast) -> None:
    agreement = in_force(cast, days_left=40)

    (waiting,) = waiting_for(cast.asker("city_officer"))

    assert waiting.step == "更新するか決める"
    assert waiting.due == agreement.valid_to
    assert waiting.unit == cast.units["city_section"].key
    assert told(cast, "prefecture_officer") == told(cast, "counsellor") == []


def test_agreement_that_goes_on_by_itself_asks_for_a_look(cast: Cast) -> None:
    in_force(cast, days_left=40, is_renewed_automatically=True)

    assert told(cast, "city_officer") == [("自動更新を確かめる", False)]


def test_agreement_far_from_its_end_waits_for_nobody(cast: Cast) -> None:
    in_force(cast, days_left=400)

    assert told(cast, "city_officer") == []


def test_joint_agreement_is_watched_by_the_other_side(cast: Cast) -> None:
    drafted(cast, Side.JOINT, days_left=400)

    assert told(cast, "city_officer") == [("締結まで進める", False)]
    assert told(cast, "prefecture_officer") == [("締結まで進める", True)]


def test_possible_doubles_wait_for_officers_of_both(cast: Cast) -> None:
    company = cast.organisations["company"]
    particulars = Particulars(name_ja=company.name_ja, kind=company.kind, place=company.place)
    register_organisation(
        particulars, by=cast.asker("city_officer"), on=SIGNED, is_known_to_differ=True
    )

    assert told(cast, "city_officer") == told(cast, "prefecture_officer")
    assert told(cast, "city_officer") == [("同じ組織か見くらべる", False)]
    assert told(cast, "counsellor") == told(cast, "company_administrator") == []


def test_results_of_the_year_that_is_over_are_asked_for_once(cast: Cast) -> None:
    agreement = in_force(cast, days_left=400)
    by = cast.asker("city_officer")
    over = last_year(SIGNED)
    Agreement.objects.filter(pk=agreement.pk).update(in_force_since=date(over, 4, 1))

    assert [one.due for one in waiting_for(by)] == [date(over + 1, 6, 30)]

    agreement.refresh_from_db()
    ask_for_results(agreement, cast.organisations["university"], over, by=by, on=SIGNED)
    assert waiting_for(by) == []


@pytest.mark.parametrize("n", [1, 3])
def test_one_query_whatever_waits(cast: Cast, django_assert_num_queries, n: int) -> None:
    for _ in range(n):
        in_force(cast, days_left=40)
    asker = cast.asker("city_officer")

    with django_assert_num_queries(1):
        waiting_for(asker)
