"""The catalogue: shipped entries, editions that an office adds, and what is refused."""

import hashlib
from dataclasses import replace

import polars as pl
import pytest

from renkei.charter.text import Text
from renkei.observatory import catalogue
from renkei.observatory.catalogue import CatalogueError, as_toml, editions, entries, read_entry
from renkei.observatory.tables import table

KEY = "foreign_residents"


@pytest.fixture(autouse=True)
def statistics(settings, tmp_path):
    """A directory for loaded editions that is empty, and not the one of this machine."""
    settings.STATISTICS = tmp_path / "statistics"
    return settings.STATISTICS


def load(statistics, frame, **changes):
    """Lay an edition of KEY beside the shipped one, as an office would."""
    path = statistics / KEY / "2026.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path)
    stated = {
        "edition": "2026",
        "rows": frame.height,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "period": Text("2026年12月末現在", "End of December 2026"),
        "read_on": "2027-04-01",
    }
    entry = replace(entries()[KEY], **(stated | changes))
    path.with_suffix(".toml").write_text(as_toml(entry), encoding="utf-8")


def rows(year=2026, persons=80_000):
    return pl.DataFrame({"area": ["010006"], "year": [year], "persons": [persons]})


# --- the shipped entries --------------------------------------------------------------------


@pytest.mark.parametrize("key", entries())
def test_shipped_table_is_what_its_entry_says(key):
    entry = entries()[key]

    frame = table(key)

    assert frame.height == entry.rows
    assert not frame.select(entry.dimensions).is_duplicated().any()


@pytest.mark.parametrize("key", entries())
def test_entry_is_the_same_after_writing_and_reading(key, tmp_path):
    entry = entries()[key]
    path = tmp_path / f"{key}.toml"

    path.write_text(as_toml(entry), encoding="utf-8")

    assert replace(read_entry(path), path=entry.path) == entry


def test_shipped_set_is_a_few_megabytes_at_most():
    assert sum(path.stat().st_size for path in catalogue.SHIPPED.iterdir()) < 3_000_000


def test_every_file_of_the_set_has_both_halves():
    files = list(catalogue.SHIPPED.iterdir())

    assert {path.stem for path in files if path.suffix == ".parquet"} == set(entries())
    assert {path.suffix for path in files} == {".parquet", ".toml"}


def test_unknown_table_is_refused_with_those_there_are():
    with pytest.raises(CatalogueError, match=r"no table “cencus”; there are .*census"):
        table("cencus")


# --- what is refused in an entry ------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('edition = "2026-11"\n', "", "edition: is missing"),
        ('edition = "2026-11"', 'edition = "a/b"', "edition: “a/b” should be letters"),
        ('read_on = "2026-11-23"', 'read_on = "23 November"', "read_on: .* should be a day"),
        ("rows = 190", 'rows = "190"', "rows: should be a whole number"),
        ("rows = 190", "rows = 190\ncolour = 1", "colour: is not known here"),
        ('type = "integer"', 'type = "whole"', r"columns\[2\].type: “whole” is not one of"),
        ('name = "year"', 'name = "area"', "columns: two columns have the same name"),
        ("rows = 190", "rows =", "foreign_residents.toml: .*line"),
    ],
)
def test_entry_is_refused_with_file_key_and_what_would_be_right(old, new, problem, tmp_path):
    good = (catalogue.SHIPPED / f"{KEY}.toml").read_text(encoding="utf-8")
    assert old in good
    path = tmp_path / f"{KEY}.toml"
    path.write_text(good.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogueError, match=problem) as refused:
        read_entry(path)

    assert str(refused.value).startswith(str(path))


# --- loaded editions ------------------------------------------------------------------------


def test_loaded_edition_adds_its_rows_at_once(statistics):
    before = table(KEY)

    load(statistics, rows())

    assert table(KEY).height == before.height + 1
    assert table(KEY)["year"].max() == 2026


def test_loaded_edition_is_credited_beside_the_shipped_one(statistics):
    load(statistics, rows())

    source = catalogue.source_of(KEY)

    assert source.as_of.en == "End of December 2025; End of December 2026"
    assert source.read_on == "2027-04-01"
    assert source.credit == entries()[KEY].credit


def test_edition_that_is_taken_away_is_gone(statistics):
    load(statistics, rows())
    assert len(editions(KEY)) == 2

    for path in (statistics / KEY).iterdir():
        path.unlink()

    assert len(editions(KEY)) == 1
    assert table(KEY).height == entries()[KEY].rows


@pytest.mark.parametrize(
    ("frame", "changes", "problem"),
    [
        (rows(), {"sha256": "0" * 64}, "has the checksum .* says 0000"),
        (rows(), {"rows": 2}, "has 1 rows, should have 2"),
        (rows().rename({"persons": "people"}), {}, "'people'.* should have .*'persons'"),
        (rows(year=2025), {}, r"two of these files hold the same row .*010006.*2025"),
    ],
)
def test_edition_that_is_not_right_fails_loudly(frame, changes, problem, statistics):
    load(statistics, frame, **changes)

    with pytest.raises(CatalogueError, match=problem):
        table(KEY)


def test_file_that_was_changed_after_it_was_catalogued_fails_loudly(statistics):
    load(statistics, rows())
    table(KEY)

    rows(persons=90_000).write_parquet(statistics / KEY / "2026.parquet")

    with pytest.raises(CatalogueError, match="changed after it was catalogued"):
        table(KEY)


def test_entry_without_its_table_fails_loudly(statistics):
    load(statistics, rows())
    (statistics / KEY / "2026.parquet").unlink()

    with pytest.raises(CatalogueError, match="is missing"):
        table(KEY)


def test_edition_of_a_table_that_does_not_exist_is_refused(statistics):
    load(statistics, rows())
    (statistics / KEY).rename(statistics / "foreigners")

    with pytest.raises(CatalogueError, match="no table “foreigners”"):
        editions(KEY)


def test_edition_that_names_another_table_is_refused(statistics):
    load(statistics, rows(), key="census")

    with pytest.raises(CatalogueError, match="“census” should be “foreign_residents”"):
        editions(KEY)
