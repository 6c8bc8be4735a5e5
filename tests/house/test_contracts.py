"""The contracts between rooms hold, and a breach of each of them is caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.repository import PACKAGE, ROOT

FLOORS = "A room imports only from lower floors"
SHELVES = "Inside a room the shelves are in order"
NO_FRAMEWORK = "Charter and engines know no framework"
ENGINES_APART = "Engines do not know each other"
PRIVATE_TABLES = "Tables are private to their room: places"
NO_CIRCLES = "No circles among the parts of a room"

BREACHES = {
    "a lower room imports a higher one": (
        "places/codes.py",
        "import renkei.observatory.catalogue",
        f"{FLOORS} BROKEN",
    ),
    "a new room has no floor": ("casework/__init__.py", "", "renkei.casework"),
    "a query imports a view": (
        "places/queries.py",
        "import renkei.places.views",
        f"{SHELVES} BROKEN",
    ),
    "the charter imports Django": ("charter/terms.py", "import django", f"{NO_FRAMEWORK} BROKEN"),
    "an engine imports a data frame": (
        "engines/demography/axes.py",
        "import polars",
        f"{NO_FRAMEWORK} BROKEN",
    ),
    "an engine imports another": (
        "engines/matching/__init__.py",
        "import renkei.engines.demography",
        f"{ENGINES_APART} BROKEN",
    ),
    "a room reads another room's tables": (
        "programme/queries/overview.py",
        "import renkei.places.models",
        f"{PRIVATE_TABLES} BROKEN",
    ),
    "two modules import each other": (
        "places/kinds.py",
        "import renkei.places.models",
        f"{NO_CIRCLES} BROKEN",
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house that may be spoilt."""
    only_code = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "reference")
    shutil.copytree(PACKAGE, tmp_path / "src" / "renkei", ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold(house: Path) -> None:
    result = lint_imports(house)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_contracts_catch_a_breach(house: Path, breach: str) -> None:
    file, line, expected = BREACHES[breach]
    path = house / "src" / "renkei" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    if "views" in line:
        (house / "src/renkei/places/views.py").write_text('"""A page."""\n', encoding="utf-8")

    result = lint_imports(house)

    assert result.returncode != 0
    assert expected in result.stdout + result.stderr


def test_tables_are_private_in_every_room_that_has_any() -> None:
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    with_tables = [path.parent.name for path in PACKAGE.glob("*/models.py")]

    unprotected = [room for room in with_tables if f'"renkei.{room}.models"' not in contracts]

    assert unprotected == []
