"""Several at the same moment: each in a thread of its own, with a connection of its own.

@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_the_second_is_told():
    with shared_database():
        record = ...
        outcomes = at_once(lambda: approve(record), lambda: approve(record))
    assert refusals(outcomes) == 1
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from django.db import connection, connections

from renkei.core.errors import Refused

Outcome = Any  # what the callable answered, or the exception that it raised
LONGEST_WAIT_S = 60


@contextmanager
def shared_database() -> Iterator[None]:
    """A database in which writers wait for one another, as they do in an installation.

    That is PostgreSQL as it is. SQLite's tests run in memory, where a second writer fails at once:
    what is there is copied to a file, and the test goes on in the file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    in_memory = connections["default"]
    in_memory.ensure_connection()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shared.sqlite3"
        copy = sqlite3.connect(path)
        in_memory.connection.backup(copy)
        # As in an installation: of several processes that come first at once, each would try to
        # change it, and all but one would be refused.
        copy.execute("PRAGMA journal_mode=WAL")
        copy.close()
        connections["default"] = _on_file(in_memory, path)
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = in_memory


def at_once(*acts: Callable[[], Any]) -> list[Outcome]:
    """Call all of them at the same moment; their answers or exceptions, in the order given."""
    outcomes: list[Outcome] = [None] * len(acts)
    start = Barrier(len(acts), timeout=LONGEST_WAIT_S)
    ours = connections["default"]

    def run(n: int, act: Callable[[], Any]) -> None:
        if ours.vendor == "sqlite":
            connections["default"] = _on_file(ours, ours.settings_dict["NAME"])
        try:
            connection.ensure_connection()
            start.wait()
            outcomes[n] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at what came of it
            outcomes[n] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_WAIT_S)
    assert not any(thread.is_alive() for thread in threads), "they wait for one another"
    return outcomes


def refusals(outcomes: Sequence[Outcome]) -> int:
    """How many were refused; any other exception is raised."""
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, Refused):
            raise outcome
    return sum(isinstance(outcome, Refused) for outcome in outcomes)


def _on_file(like: Any, path: Path | str) -> Any:
    made = like.copy()
    made.settings_dict = {**like.settings_dict, "NAME": str(path)}
    return made
