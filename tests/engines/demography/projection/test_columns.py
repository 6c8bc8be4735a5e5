"""Results as columns: every cell once, beside its labels, ready for a data frame."""

import numpy as np
import polars as pl
import pytest

from renkei.engines.demography.axes import SEXES, AxisMismatch
from renkei.engines.demography.projection.accounts import EVENTS, AgeSpan
from renkei.engines.demography.projection.columns import long_form
from renkei.engines.demography.projection.draws import Draws, Spread, Uncertainty
from renkei.engines.demography.projection.forms import NetRates
from renkei.engines.demography.projection.operator import Options, project, project_draws
from tests.engines.demography.projection.worlds import World

UNSURE = Uncertainty(deaths=Spread(country=0.1), arrivals=Spread(area=0.2))
GROUPS = {"everyone": AgeSpan(), "aged": AgeSpan(65)}


@pytest.fixture(scope="module")
def projected():
    world = World(n_steps=2, n_areas=3)
    return project(world.start(), world.assumptions(NetRates(world.cohorts(0.05))))


@pytest.fixture(scope="module")
def drawn():
    world = World(n_steps=2, n_areas=3)
    return project_draws(
        world.start(),
        world.assumptions(NetRates(world.cohorts(0.05))),
        uncertainty=UNSURE,
        draws=Draws(n_draws=40),
        groups=GROUPS,
        options=Options(fast=False, events=True),
    )


def test_long_form_repeats_labels_beside_their_cells() -> None:
    values = np.arange(6).reshape(2, 3)

    columns = long_form({"year": (2020, 2025), "area": ("a", "b", "c")}, persons=values)

    rows = list(zip(*(column.tolist() for column in columns.values()), strict=True))
    assert list(columns) == ["year", "area", "persons"]
    assert rows == [
        (2020, "a", 0), (2020, "b", 1), (2020, "c", 2),
        (2025, "a", 3), (2025, "b", 4), (2025, "c", 5),
    ]  # fmt: skip


def test_long_form_of_no_labels_has_no_rows() -> None:
    columns = long_form({"year": (2020,), "area": ()}, persons=np.zeros((1, 0)))

    assert {name: len(column) for name, column in columns.items()} == {
        "year": 0,
        "area": 0,
        "persons": 0,
    }


def test_long_form_refuses_values_on_other_axes() -> None:
    with pytest.raises(AxisMismatch, match="“area” differs: 2 values against 3 labels"):
        long_form({"year": (2020,), "area": ("a", "b", "c")}, persons=np.zeros((1, 2)))


def test_stocks_stand_in_a_data_frame_by_their_labels(projected) -> None:
    frame = pl.DataFrame(projected.columns())

    assert frame.columns == ["year", "area", "sex", "age", "persons"]
    assert frame.height == projected.persons.size
    one = frame.filter(year=2030, area="000002", sex="male", age="45-49")
    assert one["persons"].to_list() == [projected.persons[2, 2, 1, 9]]


def test_stocks_of_every_year_add_up_in_the_data_frame(projected) -> None:
    frame = pl.DataFrame(projected.columns())

    by_year = frame.group_by("year").agg(pl.sum("persons")).sort("year")

    assert by_year["year"].to_list() == [2020, 2025, 2030]
    assert by_year["persons"].to_numpy() == pytest.approx(projected.persons.sum(axis=(1, 2, 3)))


def test_events_are_the_account_of_each_area(projected) -> None:
    frame = pl.DataFrame(projected.event_columns())

    by_area = frame.group_by("year", "area").agg(pl.sum(*EVENTS)).sort("year", "area")

    change = projected.change()
    for event in EVENTS:
        assert by_area[event].to_numpy() == pytest.approx(getattr(change, event).ravel()), event


def test_births_stand_at_the_age_that_the_newborn_reach(projected) -> None:
    frame = pl.DataFrame(projected.event_columns())

    born = frame.filter(pl.col("births") > 0)

    assert born["age"].unique().to_list() == ["0-4"]
    assert born["births"].to_numpy() == pytest.approx(projected.births.ravel())


def test_quantiles_of_groups_rise_with_their_level(drawn) -> None:
    frame = pl.DataFrame(drawn.columns((0.1, 0.5, 0.9)))

    wide = frame.pivot("level", index=["group", "year", "area"], values="persons")

    assert frame.columns == ["group", "year", "area", "level", "persons"]
    assert wide.height == len(GROUPS) * 2 * 3
    assert wide.filter((pl.col("0.1") < pl.col("0.5")) & (pl.col("0.5") < pl.col("0.9"))).equals(
        wide
    )


def test_quantile_of_a_group_is_that_of_its_draws(drawn) -> None:
    frame = pl.DataFrame(drawn.columns((0.25,)))

    one = frame.filter(group="aged", year=2030, area="000001")

    expected = np.quantile(drawn.persons["aged"][1, 1], 0.25)
    assert one["persons"].item() == pytest.approx(expected, rel=1e-6)


def test_quantile_of_an_event_is_that_of_its_draws(drawn) -> None:
    frame = pl.DataFrame(drawn.event_columns((0.75,)))

    one = frame.filter(event="deaths", year=2025, area="000002")

    assert frame["event"].unique(maintain_order=True).to_list() == list(EVENTS)
    assert one["persons"].item() == pytest.approx(
        np.quantile(drawn.events["deaths"][0, 2], 0.75), rel=1e-6
    )


def test_events_that_were_not_counted_are_refused_with_the_remedy() -> None:
    world = World(n_steps=1, n_areas=1)
    known = world.assumptions(NetRates(world.cohorts(0.0)))
    drawn = project_draws(world.start(), known, options=Options(fast=False))

    with pytest.raises(ValueError, match=r"Options\(events=True\)"):
        drawn.event_columns()


def test_columns_go_to_arrow_and_come_back(projected) -> None:
    frame = pl.DataFrame(projected.columns())

    back = pl.DataFrame(_Stream(frame))

    assert back.equals(frame)
    assert set(back["sex"].unique()) == set(SEXES)


class _Stream:
    """Nothing but the C stream of Arrow, as another library would see it."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)
