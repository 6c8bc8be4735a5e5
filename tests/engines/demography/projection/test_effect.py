"""Effects of outcomes: exact sums, frozen controls, moves inside, those who stay."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import FEMALE
from renkei.engines.demography.projection.accounts import AgeSpan
from renkei.engines.demography.projection.changes import AddPersons
from renkei.engines.demography.projection.controls import Totals, control, project_under
from renkei.engines.demography.projection.draws import Draws, Spread, Uncertainty
from renkei.engines.demography.projection.effect import (
    Baseline,
    Effect,
    effect_of,
    report,
)
from renkei.engines.demography.projection.forms import Pools
from renkei.engines.demography.projection.impulse import Target, impulse_responses
from renkei.engines.demography.projection.operator import Options, project, project_draws
from renkei.engines.demography.projection.outcomes import (
    Additionality,
    Beta,
    Evidence,
    Fixed,
    Outcome,
    OutcomeArray,
    Retention,
)
from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.engines.demography.projection.stepping import of_step, take_step
from renkei.engines.demography.projection.terms import Assumptions
from renkei.engines.demography.projection.timing import Conventions
from tests.engines.demography.examples import FEW
from tests.engines.demography.projection.worlds import FORMS, TIMINGS, World

WORLD = World(n_steps=5)
KNOWN = WORLD.assumptions(WORLD.migration("pools"))
START = WORLD.start()
SPREAD = Spread(country=0.02, region=0.02, area=0.1)
WIDE = Uncertainty(SPREAD, SPREAD, SPREAD)
FEW_DRAWS = Draws(n_draws=23, run=3, seed=7, n_per_shard=10)
TARGETS = (
    Target(2030),
    Target(2045),
    Target(2045, AgeSpan(20, 40, FEMALE), ("000002",), "women 20-39"),
)
OUTCOMES = (
    Outcome("II-1", "placement", 0, "000002", FEMALE, 27, 12.0),
    Outcome("II-1", "placement", 2, "000001", 1, 33, 5.0, origin="000000"),
    Outcome("I-6", "return", 1, "000003", FEMALE, 41, 7.0),
    Outcome("II-2", "student", 0, "000002", 1, 19, 30.0, origin="000001"),
)
SURVEY = Evidence(
    Additionality("survey 2026", deadweight=Beta.seen(30, of=100), displacement=Beta(2, 18)),
    Retention("follow-up 2027", (5, 10), (Beta.seen(70, of=100), Fixed(0.9))),
)
EVIDENCE = {"II-1": SURVEY, "I-6": Evidence(Additionality("assumption", Fixed(0.25)))}
WIDELY = Baseline(KNOWN, WIDE, FEW_DRAWS)


def effect(outcomes=OUTCOMES, baseline=WIDELY, evidence=EVIDENCE, targets=TARGETS) -> Effect:
    return effect_of(outcomes, baseline, targets, evidence)


# --- sums -------------------------------------------------------------------------------------


@FEW
@given(st.integers(0, 10_000), st.sampled_from(FORMS), st.sampled_from(TIMINGS))
def test_effects_of_initiatives_add_up_exactly(seed: int, form, timing) -> None:
    world = World(n_steps=5, seed=seed)
    known = world.assumptions(world.migration(form), conventions=Conventions(timing))
    baseline = Baseline(known, WIDE, replace(FEW_DRAWS, seed=seed))

    together = effect(baseline=baseline)

    apart = [
        effect([o for o in OUTCOMES if o.initiative == name], baseline).total
        for name in ("II-1", "I-6", "II-2")
    ]
    assert np.abs(together.total - sum(apart)).max() < 1e-9
    for alone, of_one in zip(apart, together.by_initiative().values(), strict=True):
        assert np.array_equal(alone, of_one)


def test_every_effect_is_the_sum_of_its_records() -> None:
    found = effect()

    assert list(found.by_initiative()) == ["II-1", "I-6", "II-2"]
    assert np.array_equal(found.by_initiative()["II-1"], found.records[0] + found.records[1])
    for record, outcome in enumerate(OUTCOMES):
        single = effect([outcome]).total
        assert np.abs(single - found.records[record]).max() < 1e-9


def test_no_outcomes_leave_the_baseline_bit_for_bit() -> None:
    people = project_draws(
        START, KNOWN, uncertainty=WIDE, draws=FEW_DRAWS, options=Options(fast=False)
    ).persons["everyone"]
    baseline = np.stack([people[1].sum(axis=0), people[4].sum(axis=0), people[4, 2]])

    found = effect([])

    assert found.total.shape == (3, 23)
    assert not found.total.any()
    assert found.on(baseline).tobytes() == baseline.tobytes()
    assert found.by_initiative() == {}


def test_effect_is_the_difference_between_two_projections() -> None:
    plain = Baseline(KNOWN)

    found = effect(baseline=plain, evidence={})

    added = OutcomeArray.of(OUTCOMES, KNOWN).added()
    terms = apply(KNOWN.terms(), Scenario("outcomes", (AddPersons(added),)), KNOWN)
    persons, stocks = START.persons[0], []
    for time in range(5):
        persons = take_step(of_step(terms, time), persons).persons
        stocks.append(persons)
    without = project(START, KNOWN).persons[1:]
    difference = np.stack(stocks) - without
    expected = [
        difference[1].sum(),
        difference[4].sum(),
        difference[4, 2, FEMALE, 4:8].sum(),
    ]
    assert found.total[:, 0] == pytest.approx(expected, abs=1e-8)


def test_effect_in_draws_is_the_difference_between_drawn_projections() -> None:
    # People added to a scenario vary with the other arrivals and departures: certain here.
    uncertainty = Uncertainty(SPREAD, SPREAD)
    came = [outcome for outcome in OUTCOMES if outcome.origin is None]

    found = effect(came, Baseline(KNOWN, uncertainty, FEW_DRAWS), evidence={})

    supply = KNOWN.migration.pools[1].supply
    added = OutcomeArray.of(came, KNOWN).added()
    # The same people as a pool of their own that hands them out where they came.
    out = KNOWN.migration.pools[1]
    together = out.in_shares.values * supply[:, np.newaxis] + added
    total = together.sum(axis=1)
    shares = replace(out.in_shares, values=together / total[:, np.newaxis])
    more = replace(
        KNOWN,
        migration=Pools((KNOWN.migration.pools[0], replace(out, in_shares=shares, supply=total))),
    )
    with_them, without = (
        project_draws(
            START, known, uncertainty=uncertainty, draws=FEW_DRAWS, options=Options(fast=False)
        ).persons["everyone"]
        for known in (more, KNOWN)
    )
    assert found.total[1] == pytest.approx((with_them - without)[4].sum(axis=0), abs=1e-7)


def test_effects_are_the_same_in_whatever_shards_order_and_company() -> None:
    both = effect()

    first = effect(baseline=Baseline(KNOWN, WIDE, replace(FEW_DRAWS, n_draws=10)))
    assert np.array_equal(both.total[:, :10], first.total)
    assert np.array_equal(effect().records, both.records)
    other = effect(baseline=Baseline(KNOWN, WIDE, replace(FEW_DRAWS, seed=8)))
    assert (other.by_initiative()["II-1"] != both.by_initiative()["II-1"]).all()


def test_additionality_varies_where_the_rates_are_certain() -> None:
    certain = effect(baseline=Baseline(KNOWN, draws=FEW_DRAWS))

    by_name = certain.by_initiative()
    assert by_name["II-1"][0].std() > 0
    assert by_name["I-6"][0].std() == pytest.approx(0, abs=1e-12)
    gross = effect(baseline=Baseline(KNOWN, draws=FEW_DRAWS), evidence={}).by_initiative()
    assert by_name["I-6"] == pytest.approx(0.75 * gross["I-6"])


def test_taking_back_an_outcome_takes_back_its_effect() -> None:
    back = replace(OUTCOMES[0], persons=-12.0)

    found = effect([OUTCOMES[0], back])

    assert np.abs(found.total).max() < 1e-9


# --- moves inside -----------------------------------------------------------------------------


def moved(known: Assumptions, targets, evidence=None) -> np.ndarray:
    move = Outcome("II-2", "student", 1, "000002", FEMALE, 19, 100.0, origin="000001")
    return effect_of([move], Baseline(known), targets, evidence).total[:, 0]


def test_move_inside_is_zero_for_the_prefecture_where_rates_are_equal() -> None:
    alone = World(n_steps=5, n_areas=1)
    one = alone.assumptions(alone.migration("pools"))
    shape = WORLD.shape
    lent = WORLD.cohorts(one.migration.pools[0].out_rates.values)
    known = WORLD.assumptions(
        Pools((replace(WORLD.inside(), out_rates=lent),)),
        births=replace(
            one.births, rates=np.repeat(one.births.rates, shape[1], 1), areas=WORLD.areas
        ),
        survival=one.survival.lent_to(WORLD.areas),
    )

    found = moved(known, [Target(2030), Target(2045), Target(2045, areas=("000001",))])

    assert found[:2] == pytest.approx([0, 0], abs=1e-9)
    assert found[2] < -1


def test_move_inside_is_zero_for_the_prefecture_at_the_step_itself() -> None:
    # Whatever local rates are: everyone moves at the end; children of the step are left out.
    known = WORLD.assumptions(WORLD.migration("pools"), conventions=Conventions("end"))
    here, there = ("000002",), ("000001",)
    grown = AgeSpan(5)

    found = moved(
        known,
        [
            Target(2030, grown),
            Target(2030, grown, here),
            Target(2030, grown, there),
            Target(2045, grown),
        ],
    )

    assert found[0] == pytest.approx(0, abs=1e-9)
    assert found[1:3] == pytest.approx([100, -100])
    # Later the places differ in who dies, leaves and is born.
    assert abs(found[3]) > 0.1


def test_those_who_do_not_stay_return_to_their_origin() -> None:
    known = WORLD.assumptions(WORLD.migration("pools"), conventions=Conventions("end"))
    gone = Evidence(Additionality("assumption"), Retention("follow-up", (5,), (Fixed(0.0),)))
    grown = AgeSpan(5)

    found = moved(known, [Target(2030, grown), Target(2035, grown)], {"II-2": gone})

    kept = moved(known, [Target(2030, grown), Target(2035, grown)])
    assert found[0] == pytest.approx(0, abs=1e-9)
    # None was made or lost by returning: what is left is what the first step's places differ by.
    assert found[1] == pytest.approx(kept[1], abs=1e-9)


# --- retention --------------------------------------------------------------------------------


@pytest.mark.parametrize("timing", TIMINGS)
def test_as_many_stay_as_the_follow_up_says(timing) -> None:
    lives = WORLD.survival()
    rates = WORLD.migration("rates")
    known = WORLD.assumptions(rates, survival=lives, conventions=Conventions(timing))
    stay = Retention("follow-up", (5, 10), (Fixed(0.6), Fixed(0.5)))
    evidence = {"II-1": Evidence(Additionality("assumption"), stay)}
    ages = [AgeSpan(25, 30, FEMALE), AgeSpan(30, 35, FEMALE), AgeSpan(35, 40, FEMALE)]
    years = (2025, 2030, 2035)
    targets = [Target(year, span) for year, span in zip(years, ages, strict=True)]

    found = effect_of([OUTCOMES[0]], Baseline(known), targets, evidence).total[:, 0]

    living = lives.ratios[:, 2, FEMALE]
    assert found[1] == pytest.approx(found[0] * 0.6 * living[1, 5])
    assert found[2] == pytest.approx(found[1] * 0.5 * living[2, 6])


def test_without_follow_up_people_leave_like_everyone() -> None:
    kept = effect([OUTCOMES[0]], Baseline(KNOWN), {}).total
    worth = impulse_responses(KNOWN, TARGETS)[:, 0, 2, FEMALE, 5]

    assert kept[:, 0] == pytest.approx(12 * worth)


def test_follow_ups_in_the_open_group_and_past_the_end_are_borne() -> None:
    old = replace(OUTCOMES[0], age=97, time=3)

    found = effect([old], evidence={"II-1": SURVEY})

    assert np.isfinite(found.total).all()
    assert found.total[1].min() > 0


# --- controls ---------------------------------------------------------------------------------


def test_effect_keeps_the_controls_of_its_baseline() -> None:
    totals = Totals(population=0.9 * project(START, KNOWN).persons[1:].sum(axis=1)[:, np.newaxis])
    baseline = control(START, KNOWN, totals)

    found = effect(baseline=Baseline(KNOWN, controls=baseline.controls), evidence={})

    added = OutcomeArray.of(OUTCOMES, KNOWN).added()
    terms = apply(KNOWN.terms(), Scenario("outcomes", (AddPersons(added),)), KNOWN)
    kept = project_under(START, KNOWN, baseline.controls, terms)
    difference = (kept.persons - baseline.projection.persons).sum(axis=(1, 2, 3))
    assert found.total[:2, 0] == pytest.approx(difference[[2, 5]], abs=1e-8)
    # Controlled again to the same totals, nothing of it would have been left.
    assert difference[5] > 5
    raked = kept.persons[5] * (totals.population[4, 0] / kept.persons[5].sum(axis=0))
    assert raked.sum() - baseline.projection.persons[5].sum() == pytest.approx(0, abs=1e-9)


# --- report -----------------------------------------------------------------------------------


def test_report_says_median_interval_and_probability() -> None:
    persons = np.stack([np.arange(-2.0, 9.0), np.full(11, 5.0), np.zeros(11)])
    found = Effect(persons[np.newaxis], OUTCOMES[:1], TARGETS)

    first, second, third = report(found)

    assert (first.initiative, first.target) == ("II-1", TARGETS[0])
    assert (first.low, first.median, first.high) == (-1, 3, 7)
    assert first.above_zero == pytest.approx(8 / 11)
    assert (second.low, second.median, second.high, second.above_zero) == (5, 5, 5, 1)
    assert third.above_zero == 0


def test_report_is_about_the_years_asked_for() -> None:
    rows = report(effect(), years=(2045,))

    assert [(row.initiative, row.target.name) for row in rows] == [
        (name, target) for name in ("II-1", "I-6", "II-2") for target in ("everyone", "women 20-39")
    ]
