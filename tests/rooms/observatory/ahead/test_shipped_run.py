"""The shipped run is what the shipped figures and this code give.

When one of these tests fails because figures, base or engine have changed for good, compute the run
anew: `python -m tools.ship_projection`.
"""

import json
import subprocess
import sys

import numpy as np
import pytest

from renkei.engines.demography.axes import FloatArray
from renkei.observatory.ahead.base import END, START, base, projected_areas
from renkei.observatory.ahead.manifests import Spreads, read_manifest
from renkei.observatory.ahead.runs import SHIPPED, Run
from renkei.observatory.ahead.summaries import central_of, layout_of
from renkei.observatory.ahead.wholes import places_of
from renkei.observatory.catalogue import entries
from renkei.places.codes import HOKKAIDO
from tests.house.repository import ROOT
from tools.dev.environment import clean_environment
from tools.ship_projection import KEY

MOST_BYTES = 2_500_000
# Half a person of rounding, and what processors make of the last digits.
ROUNDED = 0.5 + 1e-3
SHOW_TABLES = """
import json
from renkei.observatory import tables
from renkei.observatory.ahead.base import base
base()
print(json.dumps(tables.asked()))
"""


@pytest.fixture(scope="module")
def run() -> Run:
    folder = SHIPPED / KEY
    return Run(folder, read_manifest(folder))


@pytest.fixture(scope="module")
def central() -> dict[str, FloatArray]:
    """The projection without uncertainty, computed now by the plain path."""
    given = base()
    return {name: part[..., 0] for name, part in layout_of(given).parts(central_of(given)).items()}


def test_figures_are_those_that_were_computed(run):
    assert run.results().digest == run.manifest.digest


def test_run_is_small(run):
    assert sum(path.stat().st_size for path in run.folder.iterdir()) < MOST_BYTES


def test_run_is_the_usual_one(run):
    manifest = run.manifest

    assert (manifest.start, manifest.end) == (START, END)
    assert (manifest.draws, manifest.seed, manifest.shards) == (1000, 0, 20)
    assert run.places == tuple(places_of(projected_areas()))


def test_run_belongs_to_the_shipped_figures(run):
    held = entries()

    assert [(table.edition, table.sha256) for table in run.manifest.tables] == [
        (held[table.table].edition, held[table.table].sha256) for table in run.manifest.tables
    ]


def test_manifest_names_every_table_that_the_base_is_made_of(run):
    done = subprocess.run(
        [sys.executable, "-c", SHOW_TABLES],
        cwd=ROOT,
        env=clean_environment(
            RENKEI_DEMO="1",
            DJANGO_SETTINGS_MODULE="renkei.settings",
            PYTHONPATH=str(ROOT / "src"),
        ),
        text=True,
        capture_output=True,
        check=True,
    )

    assert [table.table for table in run.manifest.tables] == json.loads(done.stdout)


def test_uncertainty_and_conventions_are_those_of_the_base(run):
    assert run.manifest.uncertainty == Spreads.of(base().uncertainty)
    assert run.manifest.conventions == base().assumptions.conventions


@pytest.mark.parametrize("part", ["people", "events", "pyramids"])
def test_central_projection_is_that_of_the_base(run, central, part):
    stored = getattr(run.results(), part)[..., 0]
    stored = stored[:, :, 1:] if part == "people" else stored  # the start is not projected

    assert np.abs(stored - central[part]).max() <= ROUNDED


def test_median_stays_close_to_the_central_projection_of_hokkaido(run):
    fan = run.people(HOKKAIDO, "everyone")

    assert np.abs(fan.median / fan.central - 1).max() < 0.02
    assert (fan.at(0.025) <= fan.at(0.975)).all()
