"""Attribution of what initiatives do together, where some change rates."""

from itertools import permutations

import numpy as np
import pytest

from renkei.engines.demography.axes import FEMALE
from renkei.engines.demography.projection.attribution import attribute
from renkei.engines.demography.projection.changes import AddPersons, ScaleDepartures, ScaleFertility
from renkei.engines.demography.projection.effect import Baseline, effect_of
from renkei.engines.demography.projection.impulse import Target
from renkei.engines.demography.projection.outcomes import Outcome
from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.engines.demography.projection.stepping import of_step, take_step
from tests.engines.demography.projection.worlds import World

WORLD = World(n_steps=5)
KNOWN = WORLD.assumptions(WORLD.migration("pools"))
START = WORLD.start()
OUTCOMES = (
    Outcome("II-1", "placement", 0, "000002", FEMALE, 27, 12.0),
    Outcome("I-6", "return", 1, "000003", FEMALE, 41, 7.0),
    Outcome("II-2", "student", 0, "000002", 1, 19, 30.0, origin="000001"),
)


def effect(outcomes):
    return effect_of(outcomes, Baseline(KNOWN), [Target(2045)])


def population_of(*, stay: float = 1.0, bear: float = 1.0, come: float = 0.0) -> float:
    people = np.zeros(WORLD.shape)
    people[0, 2, FEMALE, 5] = come
    changes = (ScaleDepartures(stay), ScaleFertility(bear), AddPersons(people))
    terms = apply(KNOWN.terms(), Scenario("what if", changes), KNOWN)
    persons = START.persons[0]
    for time in range(5):
        persons = take_step(of_step(terms, time), persons).persons
    return float(persons.sum())


LEVERS = {"II-2": {"stay": 0.8}, "I-5": {"bear": 1.2}, "II-1": {"come": 500.0}}


def together(names: frozenset[str]) -> np.ndarray:
    levers = {key: value for name in sorted(names) for key, value in LEVERS[name].items()}
    return np.array(population_of(**levers))


def test_attribution_is_the_mean_over_all_orders_and_shows_the_interaction() -> None:
    found = attribute(together, list(LEVERS))

    total = together(frozenset(LEVERS)) - together(frozenset())
    for name in LEVERS:
        gains = []
        for order in permutations(LEVERS):
            before = frozenset(order[: order.index(name)])
            gains.append(together(before | {name}) - together(before))
        assert found.shared[name] == pytest.approx(np.mean(gains))
    assert found.total == pytest.approx(total)
    assert sum(found.shared.values()) == pytest.approx(total)
    assert sum(found.in_order.values()) == pytest.approx(total)
    assert found.interaction == pytest.approx(total - sum(found.alone.values()))
    # Who stays and who comes bears more children as well: together they make more than apart.
    assert found.interaction > 1
    assert found.in_order["II-2"] == found.alone["II-2"]
    assert found.in_order["II-1"] > found.alone["II-1"]


def test_attribution_projects_every_set_once() -> None:
    asked = []

    def count(names: frozenset[str]) -> np.ndarray:
        asked.append(names)
        return np.array(float(len(names)))

    found = attribute(count, ["a", "b", "c", "d"])

    assert len(asked) == len(set(asked)) == 16
    assert found.interaction == pytest.approx(0)
    assert found.shared["c"] == pytest.approx(1)


def test_attribution_of_people_alone_has_no_interaction() -> None:
    def people(names: frozenset[str]) -> np.ndarray:
        chosen = [outcome for outcome in OUTCOMES if outcome.initiative in names]
        return effect(chosen).total

    found = attribute(people, ["II-1", "I-6", "II-2"])

    assert np.abs(found.interaction).max() < 1e-9
    for name, of_one in effect(OUTCOMES).by_initiative().items():
        assert found.shared[name] == pytest.approx(of_one, abs=1e-9)
        assert found.in_order[name] == pytest.approx(of_one, abs=1e-9)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["a", "b", "a"], "an initiative is named twice: a, b, a"),
        ([str(n) for n in range(8)], "8 initiatives cannot be shared out: give 1 to 7"),
        ([], "0 initiatives cannot be shared out"),
    ],
)
def test_attribution_refuses_what_it_cannot_share(names: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        attribute(together, names)
