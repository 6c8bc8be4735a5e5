from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from renkei.engines.demography.projection.operator import Options, project_draws
from renkei.observatory.ahead import runs
from renkei.observatory.ahead.manifests import WrongRun, read_manifest, versions_of
from renkei.observatory.ahead.runs import (
    BALANCES,
    EVENTS,
    GROUPS,
    LEVELS,
    NotProjected,
    Run,
    newest_run,
)
from renkei.observatory.ahead.shards import Bench
from tests.rooms.observatory.ahead.made_up import AREAS, NEMURO, TABLES, base

TOWNS = [area for area in AREAS if area != "012297"]


@pytest.fixture
def drawn(order):
    """All draws of the order at once, in double precision, straight from the engine."""
    given = base()
    return project_draws(
        given.start,
        given.assumptions,
        uncertainty=given.uncertainty,
        draws=order.draws,
        groups=GROUPS,
        options=Options(fast=False, events=True),
    )


def test_run_tells_of_areas_and_of_wholes_that_are_complete(made):
    run = made()

    assert run.places == (*AREAS, NEMURO)


@pytest.mark.parametrize("group", GROUPS)
def test_people_are_quantiles_of_the_draws(made, drawn, group):
    fan = made().people(AREAS[0], group)

    of_draws = np.quantile(drawn.persons[group][:, 0], LEVELS, axis=-1)
    assert fan.years == tuple(range(2025, 2032))
    np.testing.assert_allclose(fan.values[:, 1:], of_draws, atol=0.51)


@pytest.mark.parametrize("event", EVENTS)
def test_events_are_quantiles_of_the_draws(made, drawn, event):
    fan = made().events(AREAS[2], event)

    of_draws = np.quantile(drawn.events[event][:, 2], LEVELS, axis=-1)
    assert fan.years == tuple(range(2025, 2031))
    np.testing.assert_allclose(fan.values, of_draws, atol=0.51)


@pytest.mark.parametrize(("balance", "events"), BALANCES.items())
def test_balances_are_taken_in_each_draw(made, drawn, balance, events):
    fan = made().events(AREAS[2], balance)

    more, less = (drawn.events[event][:, 2] for event in events)
    np.testing.assert_allclose(fan.values, np.quantile(more - less, LEVELS, axis=-1), atol=0.51)


def test_whole_is_summed_draw_by_draw(made, drawn):
    fan = made().people(NEMURO, "everyone")

    together = drawn.together(TOWNS, NEMURO).persons["everyone"][:, 0]
    np.testing.assert_allclose(fan.values[:, 1:], np.quantile(together, LEVELS, axis=-1), atol=0.51)
    of_towns = sum(made().people(town, "everyone").at(0.9) for town in TOWNS)
    assert (fan.at(0.9)[1:] < of_towns[1:]).all()


def test_start_is_known_at_every_level(made):
    run = made()

    persons = base().start.persons[0, 0].sum()
    assert (run.people(AREAS[0], "everyone").values[:, 0] == round(persons)).all()


def test_pyramid_counts_everyone(made):
    run = made()

    pyramid = run.pyramid(NEMURO, 2030)

    assert run.pyramid_years == (2030,)
    assert pyramid.values.shape == (len(LEVELS), 2, 21)
    everyone = run.people(NEMURO, "everyone")
    assert pyramid.central.sum() == pytest.approx(everyone.central[5], abs=21)
    assert pyramid.ages[-1] == "100+"


def test_halved_is_the_share_of_draws_below_half_of_the_start(made, drawn):
    run = made()

    years, share = run.halved(AREAS[1])

    women = drawn.persons["women_20_39"][:, 1]
    start = base().start.persons[0, 1, 0, 20:40].sum()
    assert years == tuple(range(2026, 2032))
    np.testing.assert_array_equal(share, (women <= start / 2).mean(axis=-1))


def test_central_projection_lies_within_the_draws(made):
    fan = made().people(NEMURO, "everyone")

    assert (fan.at(0.025) < fan.central).tolist() == [False, *[True] * 6]
    assert (fan.central < fan.at(0.975)).tolist() == [False, *[True] * 6]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (lambda run: run.people("011002", "everyone"), "place “011002”"),
        (lambda run: run.people(NEMURO, "old"), "group “old”"),
        (lambda run: run.events(NEMURO, "weddings"), "event “weddings”"),
        (lambda run: run.pyramid(NEMURO, 2031), "year “2031”"),
        (lambda run: run.halved("x"), "place “x”"),
    ],
)
def test_what_was_not_projected_is_refused_by_name(made, asked, named):
    run = made()

    with pytest.raises(NotProjected, match=named):
        asked(run)


# --- manifest -------------------------------------------------------------------------------


def test_manifest_says_how_the_run_came_about(made, order):
    manifest = made("of-nemuro").manifest

    assert manifest.key == "of-nemuro"
    assert (manifest.start, manifest.end) == (2025, 2031)
    assert (manifest.draws, manifest.per_shard, manifest.shards, manifest.seed) == (40, 10, 4, 7)
    assert (manifest.path, manifest.inputs) == ("plain", order.inputs)
    assert manifest.code_sha256 == order.code
    assert manifest.uncertainty.departures == base().uncertainty.departures
    assert manifest.conventions == base().assumptions.conventions
    assert manifest.tables == TABLES


def test_manifest_is_read_as_it_was_written(made):
    run = made()

    assert read_manifest(run.folder) == run.manifest


def test_manifest_with_an_unknown_key_is_refused(made):
    run = made()
    path = run.folder / "manifest.toml"
    path.write_text(f"colour = 1\n{path.read_text(encoding='utf-8')}", encoding="utf-8")

    with pytest.raises(WrongRun, match="colour"):
        read_manifest(run.folder)


def test_run_names_the_tables_that_were_changed_since(made):
    run = made()
    held = versions_of(("census", "vital_summary"))
    assert run.changed_tables == ()

    before = replace(held[1], sha256="0" * 64)
    run.manifest = replace(run.manifest, tables=(held[0], before))

    assert run.changed_tables == ("vital_summary",)


def test_changed_figures_are_found_by_the_digest(made, order):
    run = made()
    other = made("other", ordered=replace(order, draws=replace(order.draws, seed=8)))
    run.results()

    (run.folder / "people.parquet").write_bytes((other.folder / "people.parquet").read_bytes())

    with pytest.raises(WrongRun, match="a file was changed"):
        Run(run.folder, run.manifest).results()


def test_file_that_is_none_is_refused_by_name(made):
    run = made()
    (run.folder / "events.parquet").write_bytes(b"half of a")

    with pytest.raises(WrongRun, match=r"events\.parquet"):
        run.events(NEMURO, "births")


# --- which run ------------------------------------------------------------------------------


@pytest.fixture
def shipped(made, tmp_path, monkeypatch):
    """A run that is shipped, of 10 November."""
    monkeypatch.setattr(runs, "SHIPPED", tmp_path / "shipped")
    return made(tmp_path / "shipped" / "base", on=date(2026, 11, 10))


def test_shipped_run_is_shown_where_an_office_has_none(shipped):
    assert newest_run().folder == shipped.folder


@pytest.mark.parametrize(("day", "shown"), [(9, "base"), (10, "ours"), (11, "ours")])
def test_run_made_last_is_shown(shipped, made, day, shown):
    newest_run()

    made("ours", on=date(2026, 11, day))

    assert newest_run().manifest.key == shown


def test_run_without_manifest_is_not_there(shipped, made):
    (made("ours").folder / "manifest.toml").unlink()

    assert newest_run().folder == shipped.folder


def test_shards_are_taken_for_no_run(shipped, order):
    Bench(order.digest).lay_open(order)

    assert newest_run().folder == shipped.folder


def test_run_of_another_version_does_not_take_the_pages_down(shipped, made, caplog):
    path = made("ours").folder / "manifest.toml"
    path.write_text(f"colour = 1\n{path.read_text(encoding='utf-8')}", encoding="utf-8")

    assert newest_run().folder == shipped.folder
    assert "colour" in caplog.text
    assert "compute the run again" in caplog.text


def test_run_that_is_taken_away_while_one_looks_is_not_there(shipped, made, monkeypatch):
    """As when the same order is computed anew: its manifest goes first and comes back last."""
    ours = made("ours").folder
    found = list(ours.parent.glob("*/manifest.toml"))
    monkeypatch.setattr(runs.Path, "glob", lambda *_: iter(found))
    (ours / "manifest.toml").unlink()

    assert runs._seen(ours.parent) == [str(ours.parent), f"{ours / 'manifest.toml'}:"]
