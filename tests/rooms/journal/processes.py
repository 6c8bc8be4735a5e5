"""Writers and sealers as processes of their own, so that they can be killed.

    python -m tests.rooms.journal.processes kill 200      one writer after another, each killed
    python -m tests.rooms.journal.processes together 8 40 writers at once, with two sealers

Prints as JSON the keys that were acknowledged, and what verification finds afterwards. A warm
parent forks, so a life costs milliseconds.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - Django first

from renkei.directory.models import Organisation  # noqa: E402
from renkei.journal.sealing import seal_entries  # noqa: E402
from renkei.journal.verification import Walk, verify  # noqa: E402
from tests.rooms.journal.happenings import held  # noqa: E402

LAST_ACT = 0.006  # seconds, about what one takes
MOST_ACTS = 3
LINE = 27  # bytes of a key and its end


def act(key: str) -> None:
    """What an action of a room does: its own row and the entry, in one transaction."""
    with transaction.atomic():
        Organisation.objects.create(key=key, name_ja=key, kind="company")
        held(subject=key, organisations=(key,))


def write(pipe: int, number: int, most: int) -> None:
    connection.ensure_connection()
    os.write(pipe, b"ready".ljust(LINE - 1) + b"\n")
    for n in range(most):
        key = f"{number:05d}-{n:05d}".ljust(LINE - 1, "x")
        act(key)
        os.write(pipe, key.encode() + b"\n")


def seal(pipe: int, rounds: int) -> None:
    for _ in range(rounds):
        os.write(pipe, b"".join(b"%d\n" % made.number for made in seal_entries(batch=7)))
        time.sleep(0.01)


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """The process and the pipe into which it writes."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        try:
            work(writing)
        except BaseException as problem:  # noqa: BLE001 - the parent must see it
            print(f"{type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    os.close(writing)
    return process, reading


def killed(number: int, chance: random.Random) -> list[str]:
    """What a writer acknowledged before it was killed, somewhere in its first acts."""
    process, reading = forked(lambda pipe: write(pipe, number, 1000))
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        told = b"".join(pipe.read(LINE) for _ in range(1 + chance.randint(0, MOST_ACTS)))
        time.sleep(chance.uniform(0, LAST_ACT))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        told += pipe.readall()
    return told.decode().split()[1:]


def kill(times: int) -> list[str]:
    chance = random.Random(20261005)
    return [key for number in range(times) for key in killed(number, chance)]


def together(writers: int, acts: int) -> list[str]:
    sealers = [forked(lambda pipe: seal(pipe, 30)) for _ in range(2)]
    made = [
        forked(lambda pipe, number=number: write(pipe, number, acts)) for number in range(writers)
    ]
    acknowledged: list[str] = []
    for process, reading in made:
        with os.fdopen(reading, "rb") as told:
            acknowledged += told.read().decode().split()[1:]
        os.waitpid(process, 0)
    seals: list[str] = []
    for process, reading in sealers:
        with os.fdopen(reading, "rb") as told:
            seals += told.read().decode().split()
        os.waitpid(process, 0)
    assert len(set(seals)) == len(seals), "two sealers made the same seal"
    return acknowledged


def main() -> None:
    mode, *numbers = sys.argv[1:]
    warm = "0" * (LINE - 1)
    act(warm)
    connection.close()
    acknowledged = [warm, *{"kill": kill, "together": together}[mode](*map(int, numbers))]
    sealed = sum(made.count for made in seal_entries())
    print(
        json.dumps(
            {
                "acknowledged": acknowledged,
                "sealed": sealed,
                "faults": list(verify(Walk(anchor=""))),
            }
        )
    )


if __name__ == "__main__":
    main()
