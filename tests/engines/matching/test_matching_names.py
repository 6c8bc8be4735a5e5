"""The names that can be imported from the engine itself: few, documented, and free until used."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import renkei
from renkei.engines import matching

PACKAGE = "renkei.engines.matching"
SOURCE = Path(matching.__file__)
PAGE = Path(renkei.__file__).parents[2] / "docs/reference/matching.md"
ROW = re.compile(r"^\| (`[^|]*`) \|[^|]*\| `([\w.]+)` \|$", re.MULTILINE)


def offered() -> dict[str, str]:
    return dict(matching._MODULE_OF)


def documented() -> dict[str, str]:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name: module for names, module in rows for name in re.findall(r"`(\w+)`", names)}


def told_to_the_type_checker() -> dict[str, str]:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {
        alias.name: (node.module or "").removeprefix(f"{PACKAGE}.")
        for node in imports
        if (node.module or "").startswith(PACKAGE)
        for alias in node.names
    }


def loaded_after(code: str) -> set[str]:
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
    found = getattr(matching, name)

    assert found is getattr(import_module(f"{PACKAGE}.{offered()[name]}"), name)


def test_no_name_is_hidden_by_a_module() -> None:
    modules = {path.stem for path in SOURCE.parent.iterdir()}

    assert modules & set(offered()) == set()


def test_names_are_listed_for_whoever_looks() -> None:
    assert set(offered()) <= set(dir(matching))


def test_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'match'"):
        _ = matching.match  # type: ignore[attr-defined]


def test_import_alone_loads_nothing() -> None:
    loaded = loaded_after(f"import {PACKAGE}")

    assert loaded & {"numpy", "numba", f"{PACKAGE}.arrays"} == set()


def test_all_names_together_load_neither_compiler_nor_solver() -> None:
    loaded = loaded_after(f"from {PACKAGE} import {', '.join(offered())}")

    assert loaded & {"numba", "polars", "django", "scipy", "ortools"} == set()
