"""Every setting comes from the environment, and every variable is described."""

import re

from tests.house.repository import PACKAGE, ROOT

READ = re.compile(r'\benv\.\w+\(\s*"(\w+)"')
DESCRIBED = re.compile(r"^\| `(\w+)`", re.MULTILINE)


def variables_read() -> list[str]:
    return READ.findall((PACKAGE / "settings.py").read_text(encoding="utf-8"))


def variables_described() -> list[str]:
    return DESCRIBED.findall((ROOT / "docs/reference/settings.md").read_text(encoding="utf-8"))


def test_settings_are_described() -> None:
    assert sorted(variables_described()) == sorted(variables_read())


def test_settings_are_read_in_one_place() -> None:
    elsewhere = [
        path.name
        for path in PACKAGE.rglob("*.py")
        if path.name != "settings.py" and re.search(r"os\.environ\[|os\.getenv", path.read_text())
    ]

    assert elsewhere == []
