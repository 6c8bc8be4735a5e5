"""Examples with printed answers, each with its source."""

import numpy as np
import pytest

from renkei.engines.matching import Groups, Places, StableMarket, proportional, stable
from tests.engines.matching.rounds import all_stable, keys_of, ranked, residents

BOTH = pytest.mark.parametrize("fast", [False, True], ids=["plain", "fast"])

# Gale and Shapley (1962), College admissions and the stability of marriage, American Mathematical
# Monthly 69: example 1. Men alpha, beta, gamma; women A, B, C.
MEN_1 = [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
WOMEN_1 = [[1, 2, 0], [2, 0, 1], [0, 1, 2]]

# The same, example 2, four of each: "there is only the one stable set of marriages", in which
# nobody has a first choice.
MEN_2 = [[0, 1, 2, 3], [0, 3, 2, 1], [1, 0, 2, 3], [3, 1, 2, 0]]
WOMEN_2 = [[3, 2, 0, 1], [1, 3, 0, 2], [3, 0, 1, 2], [2, 1, 0, 3]]

# Roth and Sotomayor (1990), Two-sided matching, example 2.17 (after Knuth): ten stable matchings.
MEN_KNUTH = [[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]]
WOMEN_KNUTH = [[3, 2, 1, 0], [2, 3, 0, 1], [1, 0, 3, 2], [0, 1, 2, 3]]


@BOTH
def test_gale_shapley_1_gives_each_man_his_first_choice(fast: bool) -> None:
    men = stable(residents(MEN_1, WOMEN_1, [1, 1, 1]), fast=fast)
    women = stable(residents(WOMEN_1, MEN_1, [1, 1, 1]), fast=fast)

    assert men.opening.tolist() == [0, 1, 2]
    assert women.opening.tolist() == [1, 2, 0]


def test_gale_shapley_1_has_three_stable_sets() -> None:
    found = set(all_stable(residents(MEN_1, WOMEN_1, [1, 1, 1])))

    assert found == {(0, 1, 2), (2, 0, 1), (1, 2, 0)}


@BOTH
def test_gale_shapley_2_has_one_stable_set_without_first_choices(fast: bool) -> None:
    market = residents(MEN_2, WOMEN_2, [1] * 4)

    result = tuple(stable(market, fast=fast).opening.tolist())

    assert set(all_stable(market)) == {result}
    assert result == (2, 3, 0, 1)
    assert all(result[man] != MEN_2[man][0] for man in range(4))
    assert all(result.index(woman) != WOMEN_2[woman][0] for woman in range(4))


@BOTH
def test_knuth_has_ten_stable_matchings_and_each_side_its_best(fast: bool) -> None:
    market = residents(MEN_KNUTH, WOMEN_KNUTH, [1] * 4)
    other = residents(WOMEN_KNUTH, MEN_KNUTH, [1] * 4)

    assert len(set(all_stable(market))) == 10
    assert stable(market, fast=fast).opening.tolist() == [0, 1, 2, 3]
    assert stable(other, fast=fast).opening.tolist() == [3, 2, 1, 0]


@BOTH
def test_residents_of_the_national_programme(fast: bool) -> None:
    """The example of the NRMP as the documentation of `matching` (Wilde and others, JOSS 2020)
    prints it: Mercy takes Latha and Sunny, City Darrius and Arthur, General Joseph."""
    arthur, sunny, darrius, latha, joseph = range(5)
    mercy, city, general = range(3)
    wishes = [[city], [city, mercy], [city, mercy, general], [mercy, city, general]]
    wishes += [[city, general, mercy]]
    orders = [
        [darrius, latha, sunny, joseph],
        [darrius, arthur, sunny, latha, joseph],
        [darrius, arthur, joseph, latha],
    ]

    result = stable(residents(wishes, orders, [2, 2, 2]), fast=fast).opening

    assert result.tolist() == [city, mercy, city, mercy, general]


def kamada_kojima_1() -> tuple[StableMarket, StableMarket]:
    """Example 1: two hospitals of ten places in one region of ten, three doctors who want the first
    and seven who want the second; under the rule of the programme each hospital has a hard five."""
    lists = ranked(*[[0]] * 3, *[[1]] * 7)
    keys = keys_of(lists, [list(range(10))] * 2)
    region = Groups.flat(np.zeros(2, np.int32), np.array([10]))
    flexible = StableMarket.of(lists, keys, Places.of(np.array([10, 10])), region)
    return StableMarket.of(lists, keys, Places.of(np.array([5, 5]))), flexible


@BOTH
def test_kamada_kojima_1_hard_targets_leave_two_doctors_out(fast: bool) -> None:
    hard, _ = kamada_kojima_1()

    assert stable(hard, fast=fast).opening.tolist() == [0] * 3 + [1] * 5 + [-1] * 2


@BOTH
def test_kamada_kojima_1_flexible_rule_places_everybody(fast: bool) -> None:
    """Kamada and Kojima (2015), Efficient matching under distributional constraints, American
    Economic Review 105, example 1, by the flexible rule."""
    _, flexible = kamada_kojima_1()

    assert stable(flexible, fast=fast).opening.tolist() == [0] * 3 + [1] * 7
    assert flexible.rule.target.tolist() == [5, 5]


@BOTH
def test_excess_is_handed_out_in_the_published_order(fast: bool) -> None:
    """Kamada and Kojima's rule by hand: targets of 1 and 1, a cap of 3, two who want each."""
    lists = ranked([0], [0], [1], [1])
    keys = keys_of(lists, [list(range(4))] * 2)
    region = Groups.flat(np.zeros(2, np.int32), np.array([3]))
    places = Places.of(np.array([2, 2]))
    rule = proportional(places, Groups.flat(np.zeros(2, np.int32), np.array([2])))
    second_first = type(rule)(rule.target, np.array([1, 0], np.int32))

    first = stable(StableMarket.of(lists, keys, places, region, rule), fast=fast)
    second = stable(StableMarket.of(lists, keys, places, region, second_first), fast=fast)

    assert first.opening.tolist() == [0, 0, 1, -1]
    assert second.opening.tolist() == [0, -1, 1, 1]
