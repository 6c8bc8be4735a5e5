"""What the levers do: each by hand where a hand can compute it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from renkei.engines.demography.axes import FEMALE
from renkei.engines.demography.projection.cells import Cells
from renkei.engines.demography.projection.changes import ScaleDepartures
from renkei.engines.demography.projection.scenario import Scenario, apply
from renkei.engines.demography.projection.terms import Terms
from renkei.observatory.ahead import what_if_ground
from renkei.observatory.ahead.base import START
from renkei.observatory.ahead.scenarios import Question, question
from renkei.observatory.ahead.what_if import MEASURES, Answer, answer, measured
from renkei.observatory.ahead.what_if_changes import StayPut, changes, outcome_of
from renkei.observatory.ahead.what_if_ground import FROM_JAPAN, Ground, ground
from renkei.places.codes import HOKKAIDO, SAPPORO

OBIHIRO, OTOFUKE, RIKUBETSU = "012076", "016314", "016489"


@pytest.fixture(scope="module")
def known() -> Ground:
    return ground()


def asked(*areas: str, who: str = "", **values: float) -> Question:
    return question(areas, values, who)


def people(found: Answer) -> tuple[float, float, float]:
    """How many more in the year of the answer: here, elsewhere, in all of Hokkaido."""
    year = found.asked.horizon
    assert found.elsewhere
    sides = (found.here, found.elsewhere, found.hokkaido)
    return tuple(side.change("people", year) for side in sides)  # type: ignore[return-value]


def changed(known: Ground, of: Question) -> Terms:
    reach = known.until(of.horizon)
    made = changes(of, reach, known.at(of.areas))
    return apply(reach.terms, Scenario("", made), reach.labels)


# --- nothing, and everything ------------------------------------------------------------------


def test_answer_without_a_change_is_the_base() -> None:
    found = answer(asked(OBIHIRO))

    for measure in MEASURES:
        assert np.array_equal(found.here.base[measure], found.here.other[measure])


def test_base_starts_with_the_register_and_counts_everyone_once(known: Ground) -> None:
    found = answer(asked(HOKKAIDO))

    assert found.here.at("people", START)[0] == pytest.approx(known.start.sum())
    assert found.elsewhere is None


@pytest.mark.parametrize(
    "values",
    [
        {"tfr": 1.8},
        {"leaving": -30.0},
        {"arrivals": 100.0},
        {"to_sapporo": 40.0},
        {"foreign": 100.0},
    ],
    ids=lambda values: next(iter(values)),
)
def test_place_and_all_others_make_up_hokkaido(values: dict[str, float]) -> None:
    here, elsewhere, hokkaido = people(answer(asked(OBIHIRO, **values)))

    assert here + elsewhere == pytest.approx(hokkaido)
    assert abs(here) > 1


def test_answer_up_to_a_year_is_the_beginning_of_a_longer_one(known: Ground) -> None:
    values = {"tfr": 1.5, "leaving": -20.0, "to_sapporo": 30.0, "arrivals": 50.0, "foreign": 20.0}

    short = outcome_of(asked(OBIHIRO, horizon=2040, **values), known)
    long = outcome_of(asked(OBIHIRO, horizon=2055, **values), known)

    assert short.stocks == pytest.approx(long.stocks[:, : short.stocks.shape[1]])
    assert short.births == pytest.approx(long.births[: len(short.births)])


def test_nothing_changes_before_the_first_year_of_change() -> None:
    found = answer(asked(OBIHIRO, begins=2035, tfr=2.0, arrivals=100.0, leaving=-50.0))

    before = 2035 - START + 1
    base, other = found.here.base["people"], found.here.other["people"]
    assert np.array_equal(base[:before], other[:before])
    assert other[before] > base[before]


def test_area_inside_another_is_counted_once(known: Ground) -> None:
    found = answer(asked(OBIHIRO, HOKKAIDO))

    assert found.here.at("people", START)[0] == pytest.approx(known.start.sum())


def test_group_of_areas_is_their_sum(known: Ground) -> None:
    outcome = known.outcome

    group = measured(outcome, known.at([OBIHIRO, OTOFUKE]))
    each = [measured(outcome, known.at([code])) for code in (OBIHIRO, OTOFUKE)]

    assert group["people"] == pytest.approx(each[0]["people"] + each[1]["people"])
    assert group["births"] == pytest.approx(each[0]["births"] + each[1]["births"])


def test_share_of_the_old_is_that_of_the_group_and_no_mean_of_shares(known: Ground) -> None:
    at = known.at([OBIHIRO, RIKUBETSU])
    aged = known.start[at][:, :, known.assumptions.ages.span(65, None)].sum()

    share = measured(known.outcome, at)["aged_share"][0]

    assert share == pytest.approx(100 * aged / known.start[at].sum())


# --- lever by lever ---------------------------------------------------------------------------


def rate_of(known: Ground, terms: Terms, area: str, step: int) -> float:
    """Children per woman of one area, added up age by age."""
    (at,) = known.at([area])
    return float(sum(terms.fertility[step, at, age] for age in range(15, 50)))


def test_fertility_of_one_area_reaches_the_rate_asked_for_evenly(known: Ground) -> None:
    of = asked(OBIHIRO, tfr=2.0, tfr_by=2037, horizon=2045)

    terms = changed(known, of)

    last, half = 2037 - 1 - START, 2032 - 1 - START
    before = rate_of(known, known.terms, OBIHIRO, half)
    assert rate_of(known, terms, OBIHIRO, last) == pytest.approx(2.0)
    assert rate_of(known, terms, OBIHIRO, last + 5) == pytest.approx(2.0)
    assert rate_of(known, terms, OBIHIRO, half) == pytest.approx(before + (2.0 - before) / 2)


def test_fertility_elsewhere_stays(known: Ground) -> None:
    terms = changed(known, asked(OBIHIRO, tfr=2.0))

    step = terms.fertility.shape[0] - 1
    assert rate_of(known, terms, OTOFUKE, step) == rate_of(known, known.terms, OTOFUKE, step)


def test_rate_of_a_group_is_that_of_its_women(known: Ground) -> None:
    at = known.at([OBIHIRO, RIKUBETSU])
    by_hand = 0.0
    for age in range(15, 50):
        women = [known.start[i, FEMALE, age] for i in at]
        born = [w * known.terms.fertility[0, i, age] for w, i in zip(women, at, strict=True)]
        by_hand += sum(born) / sum(women)

    assert known.tfr(at)[0] == pytest.approx(by_hand)


def test_leaving_changes_the_young_of_the_place_alone(known: Ground) -> None:
    terms = changed(known, asked(OBIHIRO, leaving=-40.0, leaving_by=2035, horizon=2040))

    (at,) = known.at([OBIHIRO])
    before = known.terms.moves.rates[: terms.moves.rates.shape[0]]
    young = known.assumptions.ages.span(15, 30)
    expected = before.copy()
    expected[-1, at, :, young] *= 0.6
    assert terms.moves.rates[-1] == pytest.approx(expected[-1])


def test_no_more_leave_than_there_are(known: Ground) -> None:
    terms = changed(known, asked(HOKKAIDO, leaving=50.0, leaving_by=2027, horizon=2040))

    assert terms.moves.rates.min() >= -1.0 - 1e-12


def test_more_who_leave_one_town_are_fewer_there_and_more_elsewhere() -> None:
    here, elsewhere, hokkaido = people(answer(asked(OBIHIRO, leaving=30.0)))

    assert here < 0 < elsewhere
    assert hokkaido < 0


def test_arrivals_of_one_year_are_there_at_its_end() -> None:
    found = answer(asked(OBIHIRO, OTOFUKE, arrivals=200.0, begins=2030, horizon=2031))

    here, elsewhere, _hokkaido = people(found)
    # Few of them die in half a year; some have a child, and few of these move away at once.
    assert here == pytest.approx(200, rel=0.02)
    assert elsewhere == pytest.approx(0, abs=0.5)


def test_families_bring_as_many_children_as_those_who_come_today(known: Ground) -> None:
    profile = known.newcomers(FROM_JAPAN, [(0, 10), (30, 40)])

    supply = next(
        pool.supply
        for pool in known.assumptions.migration.pools  # type: ignore[attr-defined]
        if pool.name == FROM_JAPAN
    )
    children, parents = supply[0, :, :10].sum(), supply[0, :, 30:40].sum()
    assert profile.sum() == pytest.approx(1)
    assert profile[:, :10].sum() == pytest.approx(children / (children + parents))
    assert profile[:, 10:30].sum() == profile[:, 40:].sum() == 0


def test_who_comes_decides_how_many_are_of_working_age() -> None:
    year = 2045
    twenties = answer(asked(OBIHIRO, arrivals=100.0, who="twenties"))
    sixties = answer(asked(OBIHIRO, arrivals=100.0, who="sixties"))

    assert twenties.here.change("working", year) > sixties.here.change("working", year)
    assert twenties.here.change("births", year) > sixties.here.change("births", year) >= 0


def test_fewer_moves_to_sapporo_leave_all_other_moves_as_they_are(known: Ground) -> None:
    """On the people of the base: counted move by move, with plain loops."""
    of = asked(HOKKAIDO, to_sapporo=25.0, sapporo_by=2030, horizon=2035)
    terms = changed(known, of)
    city, step, sex, age = set(known.at([SAPPORO]).tolist()), 2032 - START, 1, 22

    def moves(terms: Terms) -> tuple[float, float, float]:
        """Those sent by the city, sent by the others, and the share that the city takes."""
        sent = {True: 0.0, False: 0.0}
        for area in range(len(known.areas)):
            leaving = -terms.moves.rates[step, area, sex, age]
            inside = terms.moves.inside[step, area, sex, age]  # type: ignore[index]
            sent[area in city] += leaving * inside * known.starters[step, area, sex, age]
        taken = sum(terms.moves.shares[step, area, sex, age] for area in city)  # type: ignore[index]
        return sent[True], sent[False], taken

    (from_city, before, share), (same, after, new_share) = moves(known.terms), moves(terms)

    to_city, to_city_now = share * before, share * before - (before - after)
    assert same == pytest.approx(from_city)
    assert to_city_now == pytest.approx(0.75 * to_city)
    # What the other areas receive, and what moves between the wards, is as before.
    assert (1 - new_share) * (same + after) == pytest.approx((1 - share) * (from_city + before))
    assert new_share * (same + after) == pytest.approx(share * from_city + to_city_now)


def test_staying_put_is_the_engine_s_factor_on_departures(known: Ground) -> None:
    city = known.at([SAPPORO])
    part = np.random.default_rng(1).uniform(0, 1, (*known.terms.dying.shape[:1], 2, 101))
    others = Cells(areas=tuple(map(int, known.elsewhere(city))))
    factor = ScaleDepartures(1 - part[:, np.newaxis], others, leaving="inside")

    ours = apply(known.terms, Scenario("", (StayPut(part, city),)), known.assumptions)
    engine = apply(known.terms, Scenario("", (factor,)), known.assumptions)

    assert ours.moves.rates == pytest.approx(engine.moves.rates)
    assert ours.moves.inside == pytest.approx(engine.moves.inside)


def test_people_who_no_longer_move_to_sapporo_are_elsewhere() -> None:
    here, elsewhere, _hokkaido = people(answer(asked(SAPPORO, to_sapporo=50.0)))

    assert here < 0 < elsewhere


def test_visitors_are_as_many_as_come_in_the_length_of_their_stay() -> None:
    """A stock that is fed evenly and left at a constant rate; few die, and few are born there."""
    stay, begins, end = 4.0, 2030, 2050
    found = answer(asked(OBIHIRO, foreign=100.0, stay=stay, begins=begins, horizon=end))

    stock = 0.0
    for _year in range(begins, end):
        stock = stock * np.exp(-1 / stay) + 100
    here, elsewhere, _hokkaido = people(found)
    assert 0.98 * stock < here < 1.1 * stock
    assert elsewhere == pytest.approx(0, abs=1e-6)


def test_longer_stays_leave_more_people() -> None:
    short = people(answer(asked(OBIHIRO, foreign=100.0, stay=2.0)))
    long = people(answer(asked(OBIHIRO, foreign=100.0, stay=10.0)))

    assert long[0] > 2 * short[0]


def test_visitors_come_on_top_of_all_other_levers() -> None:
    without = people(answer(asked(OBIHIRO, leaving=-20.0)))
    together = people(answer(asked(OBIHIRO, leaving=-20.0, foreign=50.0)))
    alone = people(answer(asked(OBIHIRO, foreign=50.0)))

    assert together[0] - without[0] == pytest.approx(alone[0])


# --- what answers rest on ---------------------------------------------------------------------


@pytest.fixture
def figures_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Ground], str]]:
    """The name of the figures, had the base been another one."""

    def named(other: Ground) -> str:
        monkeypatch.setattr(what_if_ground, "ground", lambda: other)
        what_if_ground._figures.cache_clear()
        return what_if_ground.figures()

    yield named
    what_if_ground._figures.cache_clear()


def test_figures_have_another_name_when_the_base_is_another(
    known: Ground, figures_on: Callable[[Ground], str]
) -> None:
    terms = replace(known.terms, fertility=1.001 * known.terms.fertility)

    assert figures_on(replace(known, terms=terms)) != figures_on(known)


def test_figures_have_the_same_name_when_last_digits_differ(
    known: Ground, figures_on: Callable[[Ground], str]
) -> None:
    terms = replace(known.terms, fertility=(1 + 1e-15) * known.terms.fertility)

    assert figures_on(replace(known, terms=terms)) == figures_on(known)
