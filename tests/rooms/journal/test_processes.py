"""An act and its entry are one: killed writers leave no half, writers at once lose nothing."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tools.dev.steps import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LOST = """SELECT key FROM directory_organisation AS act
    WHERE (SELECT count(*) FROM journal_entry WHERE subject_key = act.key) <> 1"""
HALF = """SELECT id FROM journal_entry
    WHERE (SELECT count(*) FROM journal_mention WHERE entry_id = journal_entry.id) <> 3
    OR subject_key NOT IN (SELECT key FROM directory_organisation)"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Of the test's database as another process can open it; the one in memory is copied first."""
    if connection.vendor == "postgresql":
        server = urlsplit(os.environ["RENKEI_DATABASE"])
        yield server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        return
    connection.ensure_connection()
    path = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    yield f"sqlite:///{path}"


def run(address: str, *what: str) -> dict[str, Any]:
    told = subprocess.run(
        [sys.executable, "-m", "tests.rooms.journal.processes", *what],
        cwd=ROOT,
        env={**os.environ, "RENKEI_DATABASE": address, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer


def rows(address: str, sql: str) -> list[Any]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return [row[0] for row in cursor.fetchall()]
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
        return [row[0] for row in database.execute(sql)]


def test_killing_a_writer_two_hundred_times_leaves_no_half_and_loses_nothing(address: str) -> None:
    told = run(address, "kill", "200")

    written = rows(address, "SELECT subject_key FROM journal_entry")
    assert len(written) == len(set(written))
    # A server may finish the last act of a killed writer after the last seal was made.
    assert told["sealed"] in (len(written), len(written) - 1)
    assert set(told["acknowledged"]) <= set(written)
    assert rows(address, LOST) == []
    assert rows(address, HALF) == []
    assert told["faults"] == []
    # Kills fell into the middle of acts: some were written and never acknowledged.
    lives = {key.split("-")[0] for key in told["acknowledged"]}
    assert 100 < len(lives) <= 201


def test_eight_writers_and_two_sealers_at_once_lose_and_double_nothing(address: str) -> None:
    told = run(address, "together", "8", "40")

    written = rows(address, "SELECT subject_key FROM journal_entry")
    assert sorted(written) == sorted(told["acknowledged"])
    assert len(written) == len(set(written)) == 8 * 40 + 1
    assert rows(address, LOST) == []
    assert rows(address, HALF) == []
    assert told["faults"] == []
