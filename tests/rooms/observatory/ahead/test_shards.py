"""A run that was interrupted loses no whole shard and takes no half of one for whole."""

from dataclasses import replace

import numpy as np
import pytest

from renkei.observatory.ahead.executors import inline
from renkei.observatory.ahead.making import DRAWING, SUMMING
from renkei.observatory.ahead.manifests import WrongRun
from renkei.observatory.ahead.series import Layout
from renkei.observatory.ahead.shards import Bench, compute_shard
from renkei.observatory.ahead.storing import write_whole
from renkei.observatory.ahead.wholes import places_of
from tests.rooms.observatory.ahead.made_up import AREAS, NEMURO, PERIODS


@pytest.fixture
def bench(order):
    """All four shards of the order, computed."""
    bench = Bench(order.digest)
    bench.lay_open(order)
    assert list(inline(bench, order.shards)) == [0, 1, 2, 3]
    return bench


def counting(computed):
    """The usual executor, which notes what it was asked for."""

    def through(bench, shards):
        computed.extend(shards)
        return inline(bench, shards)

    return through


@pytest.fixture
def layout():
    return Layout(places_of(AREAS), PERIODS)


def test_whole_is_the_sum_of_its_areas_in_every_draw(order, layout):
    parts = layout.parts(compute_shard(order, 2))

    of_nemuro = [layout.codes.index(area) for area in AREAS if area != "012297"]
    for part in parts.values():
        whole = part[layout.codes.index(NEMURO)]
        np.testing.assert_allclose(part[of_nemuro].sum(axis=0), whole, rtol=1e-5, atol=0.01)


def test_change_of_people_is_the_sum_of_events_in_every_draw(order, layout):
    parts = layout.parts(compute_shard(order, 1))

    everyone = parts["people"][:, 0]
    births, deaths, arrivals, departures, natural, balance = np.moveaxis(parts["events"], 1, 0)
    change = np.diff(everyone, axis=1)
    np.testing.assert_allclose((natural + balance)[:, 1:], change, atol=0.02)
    np.testing.assert_allclose(natural, births - deaths, atol=0.01)
    np.testing.assert_allclose(balance, arrivals - departures, atol=0.01)


def test_order_is_read_as_it_was_laid_open(order, bench):
    assert bench.order == order


def test_order_that_was_changed_is_refused(order, bench):
    path = bench.folder / "order.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed = 7", "seed = 8"))

    with pytest.raises(WrongRun, match="another order"):
        bench.order  # noqa: B018


def test_whole_shards_are_kept(made, bench):
    computed = []

    made(through=counting(computed))

    assert computed == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda path, seal: path.unlink(),
        lambda path, seal: seal.unlink(),
        lambda path, seal: path.write_bytes(path.read_bytes()[:-1]),
        lambda path, seal: path.write_bytes(path.read_bytes()[:-1] + b"\0"),
        lambda path, seal: seal.write_text(seal.read_text(encoding="utf-8")[:-9]),
        lambda path, seal: seal.write_bytes(b"\xff"),
    ],
    ids=["shard gone", "seal gone", "cut off", "one byte changed", "other order", "no text"],
)
def test_harmed_shard_alone_is_computed_again(made, bench, order, harm):
    untouched = made("untouched").manifest.digest
    bench.lay_open(order)
    list(inline(bench, order.shards))
    harm(bench.folder / "shard-0002.npy", bench.folder / "shard-0002.sha256")
    computed = []

    run = made(through=counting(computed))

    assert computed == [2]
    assert run.manifest.digest == untouched


def test_shard_of_another_order_is_not_taken_for_ours(order, bench):
    other = Bench(replace(order, draws=replace(order.draws, seed=8)).digest)
    other.lay_open(order)
    for path in bench.folder.glob("shard-*"):
        (other.folder / path.name).write_bytes(path.read_bytes())

    assert other.done(order.shards) == []


def test_interrupted_run_keeps_what_is_done(made, order):
    def stop_after_two(bench, shards):
        yield from inline(bench, shards[:2])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made(through=stop_after_two)

    assert Bench(order.digest).done(order.shards) == [0, 1]


def test_shards_are_cleared_away_when_the_run_is_stored(made, order):
    made()

    assert not Bench(order.digest).folder.exists()


def test_progress_counts_what_was_there(made, bench, order):
    (bench.folder / "shard-0003.npy").unlink()
    told = []

    made(told=lambda *step: told.append(step))

    assert [step for step in told if step[0] == DRAWING] == [(DRAWING, 3, 4), (DRAWING, 4, 4)]
    assert told[2:4] == [(SUMMING, 0, 7), (SUMMING, 1, 7)]
    assert told[-1] == (SUMMING, 7, 7)


def test_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "figures"
    write_whole(path, b"old")

    def break_off(_descriptor):
        raise OSError("the disk is full")

    monkeypatch.setattr("os.fsync", break_off)
    with pytest.raises(OSError, match="the disk is full"):
        write_whole(path, b"new and longer")

    assert [found.read_bytes() for found in tmp_path.iterdir()] == [b"old"]
