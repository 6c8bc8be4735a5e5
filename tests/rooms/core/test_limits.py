"""Limits hold across threads and processes, on both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.core import limits
from renkei.core.errors import Refused
from renkei.core.limits import within_limit
from renkei.core.models import Limit
from renkei.core.rights import Asker
from tests.concurrency import at_once, shared_database

NOW = 1_800_000_000.0
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.django_db
def test_limit_lets_n_through_and_no_more():
    with time_machine.travel(NOW, tick=False):
        assert [within_limit("a", 3, 60) for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_limit_is_of_one_key():
    within_limit("invite:one", 1, 60)

    assert within_limit("invite:two", 1, 60)
    assert not within_limit("invite:one", 1, 60)


@pytest.mark.django_db
def test_limit_opens_again_when_the_first_is_long_enough_ago():
    with time_machine.travel(NOW, tick=False) as clock:
        within_limit("a", 2, 60)
        clock.move_to(NOW + 30)
        within_limit("a", 2, 60)
        clock.move_to(NOW + 59)
        assert not within_limit("a", 2, 60)
        clock.move_to(NOW + 61)
        assert within_limit("a", 2, 60)
        assert not within_limit("a", 2, 60)


@pytest.mark.django_db
@given(steps=st.lists(st.floats(0, 40), min_size=1, max_size=30))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_stretch_of_time_holds_more_than_the_limit(steps):
    Limit.objects.all().delete()
    let_through = []

    now = NOW
    with time_machine.travel(now, tick=False) as clock:
        for step in steps:
            now += step
            clock.move_to(now)
            if within_limit("a", 3, 60):
                let_through.append(now)

    most = max(sum(start <= at < start + 59.99 for at in let_through) for start in let_through)
    assert most <= 3


@pytest.mark.django_db
def test_clock_set_back_locks_nobody_out():
    with time_machine.travel(NOW + 10_000, tick=False):
        within_limit("a", 1, 60)

    with time_machine.travel(NOW, tick=False):
        assert within_limit("a", 1, 60)


@pytest.mark.django_db
def test_what_is_kept_does_not_tell_whose_it_is():
    within_limit("sign-in:someone@example.org", 5, 60)

    [row] = Limit.objects.all()
    assert "example" not in row.key
    assert len(row.key) == 64


@pytest.mark.django_db
def test_rows_that_say_nothing_any_more_are_deleted():
    with time_machine.travel(NOW, tick=False):
        within_limit("old", 1, 60)

    with time_machine.travel(NOW + 600, tick=False):
        within_limit("new", 1, 60)

    assert Limit.objects.count() == 1


@pytest.mark.parametrize("n", [0, 1001])
def test_limit_that_cannot_be_kept_is_refused(n):
    with pytest.raises(ValueError, match="cannot be kept"):
        within_limit("a", n, 60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n", [1, 5, 20])
def test_eight_at_once_never_let_one_more_through(n):
    with shared_database():

        def act() -> int:
            return sum(within_limit("at once", n, 3600) for _ in range(5))

        outcomes = at_once(*[act] * 8)

    assert sum(outcomes) == n


PROCESS = """
import django, sys
django.setup()
from renkei.core.limits import within_limit
print("ready", flush=True)
sys.stdin.readline()
print(sum(within_limit("processes", 7, 3600) for _ in range(10)))
"""


@pytest.mark.django_db(transaction=True)
def test_processes_share_a_limit():
    with shared_database():
        running = [
            subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", PROCESS],
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        for one in running:
            assert one.stdout.readline() == "ready\n"
        for one in running:
            one.stdin.write("go\n")
            one.stdin.flush()
        counts = [int(one.communicate(timeout=60)[0]) for one in running]

    assert sum(counts) == 7


def _environment() -> dict[str, str]:
    """The same database, by its address."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{where['NAME']}"
    else:
        host = where["OPTIONS"].get("host") or where["HOST"]
        address = f"postgresql://{where['USER']}:@/{where['NAME']}?host={host}"
    own = {"DJANGO_SETTINGS_MODULE": "tests.settings", "RENKEI_DATABASE": address}
    return {**os.environ, **own, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


@pytest.mark.django_db
def test_cache_is_shared_through_the_database():
    cache.set("a", 1, 60)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_act_beyond_the_day_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.A_DAY, "opening", 2)
    somebody, other = Asker(person="a"), Asker(person="b")
    limits.count_as_done("opening", somebody)
    limits.count_as_done("opening", somebody)

    with pytest.raises(Refused, match="1日に2回まで"):
        limits.count_as_done("opening", somebody)
    limits.count_as_done("opening", other)  # is not held up by somebody else


def test_limit_without_a_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        limits.count_as_done("whatever", Asker(person="a"))
