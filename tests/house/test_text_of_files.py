"""What no file of the repository may say, and how long a file may be."""

import re

import pytest

from tests.house.repository import PACKAGE, ROOT, files, named

# A path of somebody's own machine works on that machine only.
PRIVATE_PATH = re.compile(r"(?<![\w./<}])/(?:home|root|Users|work|mnt)/\w")
# Where packages come from is the business of who installs, not of this repository.
INDEX_ADDRESS = re.compile(r"(?:PIP_INDEX_URL|index-url|find-links)\s*=\s*\S*://")
CEILING_LINES = 400
# Tables of data and histories of tables are as long as they are.
UNLIMITED = re.compile(r"/migrations/|/reference/|/hokkaido_sapporo_2020/")


@pytest.mark.parametrize("pattern", [PRIVATE_PATH, INDEX_ADDRESS])
def test_files_name_no_private_place(pattern: re.Pattern[str]) -> None:
    found = [
        f"{named(path)}:{number}"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]

    assert found == []


def test_python_files_stay_below_the_ceiling() -> None:
    long = [
        named(path)
        for path in files(ROOT, ".py")
        if len(path.read_text(encoding="utf-8").splitlines()) > CEILING_LINES
        and not UNLIMITED.search(path.as_posix())
    ]

    assert long == []


def test_python_files_have_something_to_say() -> None:
    empty = [
        named(path)
        for path in files(PACKAGE, ".py")
        if path.name != "__init__.py" and not path.read_text(encoding="utf-8").strip()
    ]

    assert empty == []


def test_no_module_and_folder_bear_the_same_name() -> None:
    """Python would take the folder for the module as soon as somebody puts a file into it."""
    doubled = [named(path) for path in files(PACKAGE, ".py") if path.with_suffix("").is_dir()]

    assert doubled == []
