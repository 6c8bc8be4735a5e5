"""An edition of a table is stored whole or not at all, whatever interrupts it."""

from pathlib import Path

import polars as pl
import pytest

from renkei.charter.errors import MisfitError
from renkei.charter.text import Text
from renkei.observatory import actions, tables
from renkei.observatory.actions import EditionHeld, Origin, store_table
from renkei.observatory.catalogue import editions

ORIGIN = Origin(
    Text("総務省", "MIC"), Text("表", "Table"), Text("2025年", "2025"), Text("出典", "Source"),
    "2026-08-01",
)  # fmt: skip


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    """An office that has loaded nothing yet."""
    settings.STATISTICS = tmp_path / "statistics"
    return settings.STATISTICS


def files(office):
    return sorted(str(path.relative_to(office)) for path in office.rglob("*") if path.is_file())


def interrupt(monkeypatch, at):
    """Let the rename number `at` fail as a full disk or a stopped process would."""
    renames, real = [], Path.replace

    def replace(self, target):
        renames.append(target)
        if len(renames) == at:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def rows_of(key):
    return tables.table(key).with_columns(pl.col("year") + 1).to_dicts()


@pytest.mark.parametrize("at", [1, 2])
def test_store_interrupted_leaves_nothing(at, monkeypatch, office):
    interrupt(monkeypatch, at)

    with pytest.raises(KeyboardInterrupt):
        store_table(
            "foreign_residents", rows_of("foreign_residents"), edition="2026", origin=ORIGIN
        )

    assert files(office) == []
    assert len(editions("foreign_residents")) == 1


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_store_interrupted_while_replacing_keeps_the_old(at, monkeypatch, office):
    old = rows_of("foreign_residents")
    new = [{**row, "persons": 0} for row in old]
    store_table("foreign_residents", old, edition="2026", origin=ORIGIN)
    interrupt(monkeypatch, at)

    with pytest.raises(KeyboardInterrupt):
        store_table("foreign_residents", new, edition="2026", origin=ORIGIN, overwrite=True)

    monkeypatch.undo()
    held = tables.table("foreign_residents").filter(pl.col("year") == 2026)
    assert held.to_dicts() == old
    assert files(office) == ["foreign_residents/2026.parquet", "foreign_residents/2026.toml"]


def test_store_unwritable_rows_leaves_nothing(monkeypatch, office):
    monkeypatch.setattr(actions, "as_toml", lambda entry: "not toml")

    with pytest.raises(Exception, match=r"2026\.toml"):
        store_table(
            "foreign_residents", rows_of("foreign_residents"), edition="2026", origin=ORIGIN
        )

    assert files(office) == []


def test_store_never_replaces_the_shipped_edition():
    shipped = editions("foreign_residents")[0]

    with pytest.raises(EditionHeld):
        store_table("foreign_residents", [], edition=shipped.edition, origin=ORIGIN, overwrite=True)


def test_store_edition_that_leads_elsewhere_writes_nothing(office):
    with pytest.raises(MisfitError):
        store_table(
            "foreign_residents",
            rows_of("foreign_residents"),
            edition="../../../elsewhere",
            origin=ORIGIN,
        )

    assert [path for path in office.parent.rglob("*") if path.is_file()] == []
