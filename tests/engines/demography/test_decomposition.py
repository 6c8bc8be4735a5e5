"""Why two rates, shares or numbers of births differ."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.engines.demography.axes import AxisMismatch, FloatArray
from renkei.engines.demography.decomposition import (
    Decomposition,
    births_difference,
    decompose,
    rate_difference,
    share_difference,
)
from tests.engines.demography import reference
from tests.engines.demography.examples import FEW, headcounts, shares

GROUPS = {"people": headcounts(4, 7, least=1), "others": headcounts(4, 7, least=1)}
RATES = {"rates": shares(4, 7), "other_rates": shares(4, 7)}


def effects_of(found: Decomposition) -> dict[str, list[float]]:
    return {name: effect.tolist() for name, effect in found.effects.items()}


def test_rate_difference_by_hand() -> None:
    # Young and old: (60, 40) of 100 die at 1 and 5 per cent; (30, 70) at 2 and 4 per cent.
    # Crude rates 2.6 and 3.4 per cent. Structure: -0.3 x 1.5 + 0.3 x 4.5 = 0.9 points;
    # rates: 0.45 x 1 - 0.55 x 1 = -0.1 points.
    first = np.array([60.0, 40]), np.array([0.01, 0.05])
    second = np.array([30.0, 70]), np.array([0.02, 0.04])

    found = rate_difference(first, second)

    assert found.difference == pytest.approx(0.008)
    assert effects_of(found) == {
        "structure": pytest.approx(0.009),
        "rates": pytest.approx(-0.001),
    }


@FEW
@given(**GROUPS, **RATES)
def test_rate_difference_equals_kitagawas_formula(
    people: FloatArray, others: FloatArray, rates: FloatArray, other_rates: FloatArray
) -> None:
    found = rate_difference((people, rates), (others, other_rates))

    for place in range(4):
        structure, rate = reference.kitagawa(
            (people[place], rates[place]), (others[place], other_rates[place])
        )
        assert found.effects["structure"][place] == pytest.approx(structure, abs=1e-12)
        assert found.effects["rates"][place] == pytest.approx(rate, abs=1e-12)


@FEW
@given(**GROUPS, **RATES)
def test_births_difference_adds_up_and_turns_with_its_sides(
    people: FloatArray, others: FloatArray, rates: FloatArray, other_rates: FloatArray
) -> None:
    there = births_difference((people, rates), (others, other_rates))
    back = births_difference((others, other_rates), (people, rates))

    assert there.residual == pytest.approx(np.zeros(4), abs=1e-6)
    assert there.difference == pytest.approx(
        (others * other_rates).sum(axis=-1) - (people * rates).sum(axis=-1), abs=1e-6
    )
    for name, effect in there.effects.items():
        assert effect == pytest.approx(-back.effects[name], abs=1e-6), name


@FEW
@given(people=headcounts(4, 7, least=1), rates=shares(4, 7), times=st.integers(2, 9))
def test_births_difference_by_numbers_alone_is_an_effect_of_numbers(
    people: FloatArray, rates: FloatArray, times: int
) -> None:
    found = births_difference((people, rates), (people * times, rates))

    assert found.effects["women"] == pytest.approx(found.difference)
    assert found.effects["structure"] == pytest.approx(np.zeros(4), abs=1e-6)
    assert found.effects["fertility"].tolist() == [0.0] * 4


@FEW
@given(first=shares(3), second=shares(3))
def test_decompose_of_a_product_equals_das_guptas_formula(
    first: FloatArray, second: FloatArray
) -> None:
    names = ("a", "b", "c")

    found = decompose(
        lambda f: f["a"] * f["b"] * f["c"],
        dict(zip(names, first, strict=True)),
        dict(zip(names, second, strict=True)),
    )

    expected = reference.das_gupta(first, second)
    assert [found.effects[name] for name in names] == pytest.approx(expected, abs=1e-12)


def test_share_difference_tells_more_aged_from_fewer_others() -> None:
    # 20 aged and 80 others; the aged stay, half of the others leave: the share rises to a third,
    # and nothing of it is due to the aged.
    found = share_difference(
        (np.array([20.0]), np.array([80.0])), (np.array([20.0]), np.array([40.0]))
    )

    assert effects_of(found) == {"part": [0.0], "others": [pytest.approx(1 / 3 - 1 / 5)]}
    assert found.residual.tolist() == [0.0]


@FEW
@given(**GROUPS)
def test_share_difference_adds_up(people: FloatArray, others: FloatArray) -> None:
    found = share_difference((people, others), (others, people))

    assert found.residual == pytest.approx(np.zeros((4, 7)), abs=1e-12)


def test_differences_are_blank_where_nobody_lives() -> None:
    empty, people, rates = np.zeros((1, 2)), np.ones((1, 2)), np.full((1, 2), 0.1)

    assert np.isnan(rate_difference((empty, rates), (people, rates)).difference).all()
    assert np.isnan(births_difference((empty, rates), (people, rates)).difference).all()
    assert np.isnan(share_difference((empty, empty), (people, people)).difference).all()


def test_differences_refuse_sides_of_different_shape() -> None:
    with pytest.raises(AxisMismatch, match=r"“shape” differs: \(3,\) against \(2,\)"):
        rate_difference((np.ones(3), np.ones(3)), (np.ones(2), np.ones(2)))
