"""Rates of small places drawn towards those of their wider areas."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import renkei
from renkei.engines.demography.arrays import FertilityArray, PopulationArray, RateArray
from renkei.engines.demography.axes import AgeGrid, AxisMismatch, FloatArray
from renkei.engines.demography.fertility import total_fertility_rate
from renkei.engines.demography.shrinkage import local_death_rates, local_fertility, shrink
from tests.engines.demography import slow_estimates
from tests.engines.demography.examples import FEW, FIVE

FIGURES = Path(renkei.__file__).parent / "observatory/reference"
BUREAUS = ("A", "A", "A", "B", "B", "C")
PREFECTURES = ("x", "x", "x", "x", "x", "y")


def counts(most: int) -> st.SearchStrategy[FloatArray]:
    return arrays(np.float64, 6, elements=st.integers(0, most).map(float))


def test_shrink_by_hand() -> None:
    events, expected = np.array([18.0, 2, 40]), np.array([10.0, 10, 40])

    found = shrink(events, expected)

    # All together 60 of 60: ratio 1. Squared differences over expected: 6.4 + 6.4 + 0 = 12.8,
    # by chance 2; weight 60 - (100 + 100 + 1600) / 60 = 30. Variance 10.8 / 30 = 0.36.
    # Own shares 3.6 / 4.6 and 14.4 / 15.4.
    assert found.spreads == pytest.approx([0.6])
    assert found.own_shares == pytest.approx([3.6 / 4.6, 3.6 / 4.6, 14.4 / 15.4])
    assert found.ratios == pytest.approx([1 + 3.6 / 4.6 * 0.8, 1 - 3.6 / 4.6 * 0.8, 1])


def test_shrink_draws_all_the_way_where_chance_explains_the_differences() -> None:
    found = shrink(np.array([11.0, 9, 10]), np.array([10.0, 10, 10]))

    assert found.spreads.tolist() == [0.0]
    assert found.ratios.tolist() == [1.0, 1.0, 1.0]


@FEW
@given(events=counts(200), expected=counts(100))
def test_shrink_equals_the_slow_reference(events: FloatArray, expected: FloatArray) -> None:
    events = np.where(expected > 0, events, 0)

    found = shrink(events, expected, (BUREAUS, PREFECTURES))

    slow = slow_estimates.shrunk(events.tolist(), expected.tolist(), (BUREAUS, PREFECTURES))
    assert found.ratios == pytest.approx(slow[0])
    assert found.spreads == pytest.approx(slow[1])


@FEW
@given(events=counts(200), expected=counts(100))
def test_shrink_lies_between_own_ratio_and_prior(events, expected: FloatArray) -> None:
    expected = expected + 0.5

    found = shrink(events, expected, (BUREAUS, PREFECTURES))

    own = events / expected
    assert (found.ratios >= np.minimum(own, found.priors) - 1e-12).all()
    assert (found.ratios <= np.maximum(own, found.priors) + 1e-12).all()
    mixed = found.own_shares * own + (1 - found.own_shares) * found.priors
    assert found.ratios == pytest.approx(mixed)


@FEW
@given(events=counts(200), times=st.floats(0.1, 10.0))
def test_shrink_measures_relative_to_whatever_is_expected(events, times: float) -> None:
    expected = np.array([40.0, 50, 60, 70, 80, 90])

    once, other = shrink(events, expected, (BUREAUS,)), shrink(events, expected * times, (BUREAUS,))

    assert other.ratios * times == pytest.approx(once.ratios)
    assert other.spreads == pytest.approx(once.spreads)


def test_shrink_trusts_large_areas_more() -> None:
    expected = np.array([10.0, 10_000, 10, 10_000])

    shares = shrink(expected * [1.5, 1.2, 0.5, 0.8], expected).own_shares

    assert shares[0] == shares[2] < 0.5
    assert shares[1] > 0.99


def test_shrink_of_an_area_where_nothing_is_expected_is_its_prior() -> None:
    events, expected = np.array([30.0, 0, 12, 7]), np.array([20.0, 0, 20, 10])

    found = shrink(events, expected, (("A", "A", "B", "B"),))

    assert found.own_shares[1] == 0
    assert found.ratios[1] == found.priors[1]


def test_shrink_without_events_is_zero_and_without_anything_expected_is_one() -> None:
    nothing = np.zeros(3)

    assert shrink(nothing, np.ones(3)).ratios.tolist() == [0.0, 0.0, 0.0]
    assert shrink(nothing, nothing).ratios.tolist() == [1.0, 1.0, 1.0]


def test_shrink_of_an_only_child_keeps_its_own_ratio() -> None:
    found = shrink(np.array([3.0]), np.array([2.0]), (("A",), ("x",)))

    assert found.ratios.tolist() == [1.5]
    assert np.isinf(found.spreads).all()


def test_shrink_estimates_one_spread_for_all_leading_axes() -> None:
    expected = np.full((2, 3), 100.0)
    events = np.array([[150.0, 100, 50], [110.0, 100, 90]])

    found = shrink(events, expected)

    # (50 + 2 - 4) of squares beyond chance over a weight of 2 x 200.
    assert found.spreads == pytest.approx([(48 / 400) ** 0.5])
    assert found.own_shares == pytest.approx(np.full((2, 3), 12 / 13))


def test_shrink_comes_closer_to_the_truth_than_either_end() -> None:
    random = np.random.default_rng(2020)
    expected = random.uniform(1, 60, 400)
    truth = random.gamma(20, 1 / 20, 400)
    events = random.poisson(truth * expected).astype(float)

    found = shrink(events, expected)

    def wrong(ratios: FloatArray) -> float:
        return float(np.square(ratios - truth).mean())

    assert found.spreads[0] == pytest.approx(20**-0.5, abs=0.05)
    assert wrong(found.ratios) < 0.75 * min(wrong(events / expected), wrong(found.priors))


def test_shrink_refuses_events_where_nobody_is_at_risk() -> None:
    with pytest.raises(ValueError, match="area 1 has events where none are expected"):
        shrink(np.array([1.0, 1.0]), np.array([1.0, 0.0]))


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_shrink_refuses_what_is_no_count(wrong: float) -> None:
    with pytest.raises(ValueError, match=r"^events must be numbers of at least zero"):
        shrink(np.array([wrong, 1.0]), np.ones(2))
    with pytest.raises(ValueError, match=r"^expected events must be numbers"):
        shrink(np.ones(2), np.array([wrong, 1.0]))


def test_shrink_refuses_an_area_that_lies_in_two_wider_ones() -> None:
    with pytest.raises(ValueError, match="area 0 lies in x, others of its wider area do not"):
        shrink(np.ones(3), np.ones(3), (("A", "A", "B"), ("x", "y", "y")))


def test_shrink_refuses_parents_of_other_areas() -> None:
    with pytest.raises(AxisMismatch, match="2 parents"):
        shrink(np.ones(3), np.ones(3), (("A", "A"),))


def schedule() -> FertilityArray:
    rates = np.zeros((1, 1, 19))
    rates[..., 3:10] = [0.005, 0.03, 0.08, 0.09, 0.05, 0.01, 0.001]
    return FertilityArray(rates, (2020,), ("010006",), FIVE)


def towns(persons: FloatArray) -> PopulationArray:
    areas = tuple(f"{code:06}" for code in range(persons.shape[1]))
    return PopulationArray(persons, (2020,), areas, FIVE)


def test_local_fertility_has_the_ages_of_the_schedule_and_the_level_of_the_births() -> None:
    women = towns(np.full((1, 2, 2, 19), 1000.0))
    expected = 1000 * schedule().rates.sum()

    found = local_fertility(schedule(), women, np.array([[1.5, 0.5]]) * expected)

    level = total_fertility_rate(found)[0] / total_fertility_rate(schedule())[0]
    assert found.areas == women.areas
    assert 1.4 < level[0] < 1.5
    assert level[0] + level[1] == pytest.approx(2.0)
    assert found.rates[0, 0] == pytest.approx(schedule().rates[0, 0] * level[0])


def test_local_fertility_refuses_a_schedule_of_several_areas() -> None:
    two = FertilityArray(np.zeros((1, 2, 19)), (2020,), ("a", "b"), FIVE)

    with pytest.raises(AxisMismatch, match="“area” differs: 2 labels"):
        local_fertility(two, towns(np.ones((1, 2, 2, 19))), np.ones((1, 2)))


def death_rates_of_five_years() -> RateArray:
    by_age = 0.0005 * np.exp(0.09 * np.arange(19) * 5.0)
    return RateArray(np.stack([by_age, 1.5 * by_age])[None, None], (2020,), ("010006",), FIVE)


def test_local_death_rates_by_sex_and_of_both_sexes_together() -> None:
    people = towns(np.full((1, 2, 2, 19), 500.0))
    prefecture = death_rates_of_five_years()
    expected = (prefecture.rates * people.persons).sum(axis=-1)
    by_sex = expected * np.array([[[1.2, 1.2], [0.8, 0.8]]])

    apart = local_death_rates(prefecture, people, by_sex)
    together = local_death_rates(prefecture, people, by_sex.sum(axis=-1))

    level = apart.rates / prefecture.rates
    assert level[0, 0] == pytest.approx(np.full((2, 19), level[0, 0, 0, 0]), rel=0.02)
    assert 1.1 < level[0, 0].min() < level[0, 0].max() < 1.2
    assert together.rates[0, 0] == pytest.approx(apart.rates[0, 0], rel=0.02)
    assert together.areas == people.areas


def test_local_death_rates_refuse_a_population_of_other_ages() -> None:
    people = towns(np.ones((1, 2, 2, 19)))
    narrow = AgeGrid.five_years(80)
    other = RateArray(np.ones((1, 1, 2, 17)), (2020,), ("010006",), narrow)

    with pytest.raises(AxisMismatch, match="“age” differs"):
        local_death_rates(other, people, np.ones((1, 2)))


def hokkaido_births(years: list[int]) -> dict[str, float]:
    frame = pl.read_parquet(FIGURES / "vital_municipal.parquet")
    frame = frame.filter(pl.col("year").is_in(years)).group_by("area").agg(pl.col("births").sum())
    return dict(frame.iter_rows())


def test_shrunken_birth_rates_of_hokkaido_foresee_the_next_years_best() -> None:
    known, later = hokkaido_births([2016]), hokkaido_births([2017, 2018, 2019])
    women = pl.read_parquet(FIGURES / "census.parquet").filter(
        (pl.col("year") == 2015)
        & (pl.col("sex") == "female")
        & pl.col("age").is_in(["20-24", "25-29", "30-34", "35-39"])
    )
    at_risk = dict(women.group_by("area").agg(pl.col("persons").sum()).iter_rows())
    areas = sorted(known.keys() & later.keys() & at_risk.keys() - {"010006"})
    births, ahead, mothers = (np.array([d[a] for a in areas]) for d in (known, later, at_risk))
    mothers = mothers.astype(float)

    found = shrink(births.astype(float), mothers)

    def wrong(rates: FloatArray) -> float:
        # Later years have fewer births everywhere; what counts is who has more and who less.
        expected = rates * mothers * ahead.sum() / (rates * mothers).sum()
        return float((np.square(ahead - expected) / expected).sum())

    assert len(areas) == 179
    # Measured: 467, against 765 by own rates and 1,195 by the rate of Hokkaido.
    assert wrong(found.ratios) < 0.7 * wrong(births / mothers)
    assert wrong(found.ratios) < 0.5 * wrong(found.priors)
