"""Every market of the charter runs from the form to the end of its steps, and is counted."""

import json
from datetime import timedelta

import pytest
import time_machine

from renkei.charter.market_reader import markets
from renkei.charter.reader import programme
from renkei.core.rights import Role
from renkei.core.sides import Side
from renkei.journal.queries import standing_entries
from renkei.opportunities.actions.placements import advance, introduce
from renkei.opportunities.actions.postings import adopt_proposal
from renkei.opportunities.arrays import columns_of, market_of
from renkei.programme.figures import figure
from renkei.programme.periods import Period
from tests.cast import person, seat
from tests.rooms.opportunities.doing import (
    TODAY,
    desk_cast,
    filled,
    placed,
    published,
    registered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
EVERY = list(markets())
YEAR = Period.year(2026)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


def run(market: str, **more):
    """Somebody goes all the way through a market at the city's desk."""
    cast = desk_cast(*markets()[market].initiatives)
    cast.people["runner"] = person("runner")
    seat(cast.people["runner"], cast.units["city_desk"], Role(markets()[market].runs[0]))
    runner = cast.asker("runner")
    posting = published(
        cast,
        "runner",
        market=market,
        answers=filled(market, "posting"),
        capacity=4,
        first_day=TODAY,
        last_day=TODAY + timedelta(days=3),
        **more,
    )
    seeker = registered(
        cast,
        "runner",
        market=market,
        answers=filled(market, "seeker"),
        organisation=cast.organisations["company"].key,
    )
    placement = introduce(seeker, posting, by=runner, on=TODAY)
    steps = [step for step in seeker.asked_by.steps[1:] if step != "ended"]
    for step in steps:
        placement = advance(placement, to=step, by=runner, on=TODAY, days=1)
    return cast, posting, placement


def counted(indicator: str) -> tuple[int, int, int]:
    found = figure(programme().indicator(indicator), YEAR)
    return tuple(int(value or 0) for value in (found.total, found.prefecture, found.city))


@pytest.mark.parametrize("market", EVERY)
def test_market_runs_from_form_to_last_step(market):
    _, posting, placement = run(market)

    steps = markets()[market].versions[-1].steps
    found = standing_entries().filter(subject_key=placement.key).order_by("pk")
    assert [one.kind.partition(".")[2] for one in found] == list(steps[:-1])
    assert {json.loads(one.facts)["market"] for one in found} == {market}
    served = " ".join(posting.references)
    assert {one.initiatives.strip() for one in found} == {served}


@pytest.mark.parametrize("market", EVERY)
def test_market_is_bound_to_the_engine(market):
    """Which refuses columns that say age, sex or nationality."""
    version = markets()[market].versions[-1]

    bound = market_of(columns_of(version, []), [])

    assert [one.name for one in bound.conditions] == [one.name for one in version.conditions]
    assert [one.name for one in bound.criteria] == [one.name for one in version.criteria]


@pytest.mark.parametrize(
    ("market", "indicator"),
    [
        ("jobs", "II-1.3"),
        ("jobs", "II-1.4"),
        ("mothers", "I-7.3"),
        ("internships", "II-5.1"),
        ("internships", "II-5.2"),
        ("internships", "II-5.4"),
        ("internships", "II-4.2"),
        ("projects", "III-1.1"),
        ("projects", "III-1.3"),
        ("volunteers", "III-4.1"),
        ("volunteers", "III-4.2"),
        ("experts", "I-1.1"),
        ("experts", "I-1.2"),
    ],
)
def test_indicator_is_counted_from_what_was_done_for_the_side_of_the_desk(market, indicator):
    before = counted(indicator)

    run(market)

    assert (before, counted(indicator)) == ((0, 0, 0), (1, 0, 1))


def test_company_is_found_where_it_is():
    cast, _, placement = run("projects")

    company = cast.organisations["company"]
    assert counted("III-1.2") == ((1, 0, 1) if company.place == "011002" else (0, 0, 0))
    assert placement.seeker.organisation == company


def test_days_from_introduction_to_agreement_are_told():
    run("projects")

    assert figure(programme().indicator("III-1.4"), YEAR).total == 0


def test_members_of_a_team_are_counted_and_what_the_town_adopts():
    cast, posting, placement = run("fieldwork")

    adopt_proposal(posting, what="空き家の活用", by=cast.asker("runner"), on=TODAY)

    assert counted("III-2.1") == (placement.seeker.n_people, 0, placement.seeker.n_people)
    assert counted("III-2.2") == (1, 0, 1)


def test_fill_rate_and_share_from_the_capital_area_are_told():
    run("internships")

    assert figure(programme().indicator("II-5.3"), YEAR).total == 25
    assert figure(programme().indicator("II-5.5"), YEAR).total == 100


def test_whoever_helps_in_the_same_town_again_is_counted_as_that():
    cast, posting, placement = run("volunteers")
    runner = cast.asker("runner")

    again = introduce(placement.seeker, posting, by=runner, on=TODAY)
    placed(again, "accepted", "started", by=runner)
    advance(again, to="completed", by=runner, on=TODAY, days=1)

    assert counted("III-4.2")[0] == 2
    assert figure(programme().indicator("III-4.3"), YEAR).total == 100


def test_both_sides_are_told_their_own_and_the_total_counts_once():
    run("jobs")

    assert figure(programme().indicator("II-1.3"), YEAR).prefecture == 0
    sides = set(standing_entries().filter(kind="placement.started").values_list("side", flat=True))
    assert sides == {Side.CITY}
