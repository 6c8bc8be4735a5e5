"""The locks: every package pinned with hashes, no address of any server."""

import re

import pytest

from tests.house.repository import ROOT

LOCKS = ("base", "dev")
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")


def pinned(lock: str) -> dict[str, str]:
    return dict(PINNED.findall(text_of(lock)))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address(lock: str) -> None:
    found = re.findall(r"\S*(?:://|--index|--extra-index|--find-links|file:)\S*", text_of(lock))

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_gives_every_package_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", text_of(lock))

    without = [entry.split()[0] for entry in entries if "==" in entry and "--hash=" not in entry]

    assert without == []


def test_development_lock_contains_the_base_lock() -> None:
    different = set(pinned("base").items()) - set(pinned("dev").items())

    assert different == set()
