"""How source tables become shipped tables: nothing smoothed over, the same bytes every time."""

import polars as pl
import pytest

from tools.compile_reference import as_parquet
from tools.reference.rates import _age_groups
from tools.reference.source import (
    SourceError,
    ordered,
    read,
    with_unknown_ages,
    without_northern_territories,
)


def ages(*persons):
    return pl.DataFrame(
        {"area": "012025", "sex": "female", "age": ["0-4", "5-9"], "persons": list(persons)}
    )


def total(persons):
    return pl.DataFrame({"area": ["012025"], "sex": ["female"], "total": [persons]})


def test_ages_that_were_suppressed_become_unknown():
    full = with_unknown_ages(ages(10, 20), total(33))

    assert full["persons"].to_list() == [10, 20, 3]
    assert full["age"].to_list() == ["0-4", "5-9", "unknown"]


def test_ages_above_the_total_are_refused():
    with pytest.raises(SourceError, match="more than its published total"):
        with_unknown_ages(ages(10, 20), total(29))


def test_villages_without_figures_are_left_out():
    frame = pl.DataFrame({"area": ["012025", "016951"], "births": [5, 0]})

    kept = without_northern_territories(frame, "births")

    assert kept["area"].to_list() == ["012025"]


def test_village_with_a_figure_is_not_left_out_silently():
    frame = pl.DataFrame({"area": ["016951"], "births": [1]})

    with pytest.raises(SourceError, match="Northern Territories"):
        without_northern_territories(frame, "births")


def test_codes_are_read_as_text_and_get_six_digits(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("area_code,persons\n01101,3\n00000,4\n", encoding="utf-8")

    assert read(path).rows() == [(3, "011011"), (4, "000000")]


def test_rows_are_in_order_of_sex_and_age_and_not_of_letters():
    sexes, groups = ["unknown", "male", "female"], ["unknown", "100+", "5-9", "15-19"]
    frame = pl.DataFrame(
        [(s, a) for s in sexes for a in groups], schema=["sex", "age"], orient="row"
    )

    found = ordered(frame, "sex", "age")

    assert found["sex"].unique(maintain_order=True).to_list() == ["female", "male", "unknown"]
    assert found["age"].to_list()[:4] == ["5-9", "15-19", "100+", "unknown"]


def test_ages_named_by_their_lowest_get_both_bounds():
    named = _age_groups(["0", "1", "5", "95", "100+"])

    assert named == {"0": "0", "1": "1-4", "5": "5-94", "95": "95-99"}


def test_same_table_gives_the_same_bytes():
    frame = ages(10, 20)

    assert as_parquet(frame) == as_parquet(frame.clone())
