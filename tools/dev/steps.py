"""Steps that say what they do and how long they took, and failures that say what to do."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"


class CannotGoOn(Exception):
    """A reader can do something about it; the message says what."""


def say(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(doing: str) -> Iterator[None]:
    say(f"· {doing} …")
    started = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - started:.1f} s")


def run(
    command: Sequence[str | Path], *, environment: Mapping[str, str], quiet: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a program in the repository; when `quiet`, keep its words for the one who asks."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(environment),
        check=False,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )


def must_run(
    command: Sequence[str | Path], *, environment: Mapping[str, str], failure: str
) -> None:
    done = run(command, environment=environment)
    if done.returncode:
        raise CannotGoOn(f"{done.stdout.rstrip()}\n\n{failure}")


def own_folder(path: Path) -> Path:
    """Make a folder of ours, or say that the place cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".written"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotGoOn(
            f"Cannot write to {path} ({error.strerror}).\n"
            "renkei keeps its environment in .venv and its data in var/ beside dev.py. Copy the "
            "folder to a place where you may write, or change its owner, and start again."
        ) from error
    return path


def stop(problem: CannotGoOn) -> int:
    print(f"\n{problem}", file=sys.stderr, flush=True)
    return 1
