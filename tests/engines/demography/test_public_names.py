"""The names that can be imported from the engine itself: few, documented, and free until used."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import renkei
from renkei.engines import demography

PACKAGE = "renkei.engines.demography"
SOURCE = Path(demography.__file__)
PAGE = Path(renkei.__file__).parents[2] / "docs/reference/demography.md"
ROW = re.compile(r"^\| (`[^|]*`) \|[^|]*\| `([\w.]+)` \|$", re.MULTILINE)


def offered() -> dict[str, str]:
    """Each name and its module, as an import gives them."""
    return dict(demography._MODULE_OF)


def documented() -> dict[str, str]:
    """Each name and its module, as the page says."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name: module for names, module in rows for name in re.findall(r"`(\w+)`", names)}


def told_to_the_type_checker() -> dict[str, str]:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {
        alias.name: node.module.removeprefix(f"{PACKAGE}.")
        for node in imports
        if node.module.startswith(PACKAGE)
        for alias in node.names
    }


def loaded_after(code: str) -> set[str]:
    """Modules that a Python which runs only this has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        text=True,
        capture_output=True,
        check=True,
    )
    return set(done.stdout.split())


def test_page_names_what_can_be_imported() -> None:
    assert documented() == offered()


def test_type_checker_is_told_the_same() -> None:
    assert told_to_the_type_checker() == offered()


@pytest.mark.parametrize("name", offered())
def test_name_is_that_of_its_module(name: str) -> None:
    found = getattr(demography, name)

    assert found is getattr(import_module(f"{PACKAGE}.{offered()[name]}"), name)


def test_no_name_is_hidden_by_a_module() -> None:
    modules = {path.stem for path in SOURCE.parent.iterdir()}

    assert modules & set(offered()) == set()


def test_names_are_listed_for_whoever_looks() -> None:
    assert set(offered()) <= set(dir(demography))


def test_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'projekt'"):
        _ = demography.projekt  # type: ignore[attr-defined]


def test_import_alone_loads_nothing() -> None:
    loaded = loaded_after(f"import {PACKAGE}")

    assert loaded & {"numpy", "numba", f"{PACKAGE}.axes"} == set()


def test_all_names_together_load_neither_compiler_nor_data_frames() -> None:
    loaded = loaded_after(f"from {PACKAGE} import {', '.join(offered())}")

    assert loaded & {"numba", "polars", "django", "scipy"} == set()
