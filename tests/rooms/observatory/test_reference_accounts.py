"""The official figures add up in every cell; what does not is known and says why."""

from io import StringIO

import polars as pl
import pytest
from django.core.management import CommandError, call_command

from renkei.observatory import accounts, tables

HOKKAIDO = "010006"
CHECKS = {check.name: check for check in accounts.checks()}


@pytest.mark.parametrize("name", CHECKS)
def test_identity_holds_in_every_cell(name):
    assert CHECKS[name].cells > 0
    assert CHECKS[name].unexplained == ()


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("register_flows: change = entries - removals", 190 * 6),
        ("register_flows: natural_change = births - deaths", 190 * 6),
        ("register_flows: change = natural_change + social_change", 190 * 6),
        # 17 measures in 6 years; 2 sexes and 22 ages; 8 censuses, 2 sexes and 20 ages
        ("register_flows: municipalities make their bureaus, bureaus the prefecture", 17 * 6),
        ("register_flows: wards make the city", 17 * 6),
        ("register_population: municipalities make their bureaus, bureaus the prefecture", 2 * 22),
        ("census: municipalities make their bureaus, bureaus the prefecture", 8 * 2 * 20),
        ("projection_2018: municipalities make their bureaus, bureaus the prefecture", 7 * 2 * 19),
        ("projection_2018: wards make the city", 7 * 2 * 19),
    ],
)
def test_identity_is_checked_in_all_cells_and_not_in_some(name, cells):
    assert CHECKS[name].cells == cells


def test_every_known_break_is_still_one():
    broken = {(name, found.cell) for name, check in CHECKS.items() for found in check.breaks}

    assert broken == set(accounts.KNOWN)


def with_one_birth_too_many(key):
    frame = tables.table(key)
    if key != "register_flows":
        return frame
    here = (pl.col("area") == HOKKAIDO) & (pl.col("year") == 2024)
    return frame.with_columns(pl.when(here).then(pl.col("births") + 1).otherwise("births"))


def test_a_figure_that_does_not_add_up_is_found(monkeypatch):
    monkeypatch.setattr(accounts, "table", with_one_birth_too_many)

    broken = {check.name for check in accounts.register_checks() if check.unexplained}

    assert broken == {
        "register_flows: entries = births + in_domestic + in_abroad + other_entries",
        "register_flows: natural_change = births - deaths",
    }


def test_command_says_what_it_checked():
    out = StringIO()

    call_command("verify_reference", stdout=out)

    assert "register_flows: 1,140 rows, checksum right" in out.getvalue()
    assert "register_flows: change = entries - removals: 1,140 cells" in out.getvalue()
    assert "2016: 35,125 where 35,129 is expected" in out.getvalue()


def test_command_fails_when_a_break_has_no_reason(monkeypatch):
    monkeypatch.setattr(accounts, "KNOWN", {})

    with pytest.raises(CommandError, match="10 cells break an identity"):
        call_command("verify_reference", stdout=StringIO())
