"""Files of others lie here as they were published, with their licence."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from tests.house.repository import PACKAGE, ROOT, named

LISTED = tomllib.loads((ROOT / "tools/vendor.toml").read_text(encoding="utf-8"))["file"]


def digest(path: str) -> str:
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: Path(entry["path"]).name)
def test_file_of_others_is_unchanged(entry: dict[str, str]) -> None:
    assert digest(entry["path"]) == entry["sha256"]
    assert digest(entry["licence_path"]) == entry["licence_sha256"]


def test_files_of_others_are_listed() -> None:
    listed = {entry[key] for entry in LISTED for key in ("path", "licence_path")}

    unlisted = [
        named(path)
        for path in PACKAGE.rglob("vendor/*")
        if path.is_file() and named(path) not in listed
    ]

    assert unlisted == []
