from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from renkei.engines.demography.projection.draws import Draws
from renkei.observatory.ahead.executors import Executor, inline
from renkei.observatory.ahead.making import make_run
from renkei.observatory.ahead.orders import Order, order_of
from renkei.observatory.ahead.runs import Run

MADE_UP = "tests.rooms.observatory.ahead.made_up"


@pytest.fixture
def projections(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of projections, for this process and for those that it starts."""
    settings.PROJECTIONS = tmp_path / "projections"
    monkeypatch.setenv("RENKEI_PROJECTIONS", str(settings.PROJECTIONS))
    return settings.PROJECTIONS


@pytest.fixture
def order(projections: Path) -> Order:
    """Forty draws of the made-up base in four shards, by the plain path: no compiler is waited
    for."""
    return order_of(Draws(40, seed=7, n_per_shard=10), base=MADE_UP, fast=False)


@pytest.fixture
def made(order: Order, projections: Path) -> Callable[..., Run]:
    """Makes the run of the order, or of another one."""

    def make(
        folder: str | Path = "small",
        *,
        through: Executor = inline,
        ordered: Order = order,
        on: date = date(2026, 11, 25),
        told: Callable[[str, int, int], object] = lambda *_: None,
    ) -> Run:
        folder = projections / folder
        manifest = make_run(ordered, folder, through=through, created_on=on, progress=told)
        return Run(folder, manifest)

    return make
