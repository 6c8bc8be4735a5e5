"""The whole proof: on SQLite, on a real PostgreSQL, and in a browser."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools.dev import environment
from tools.dev.environment import PYTHON, clean_environment
from tools.dev.steps import ROOT, VAR, CannotGoOn, own_folder, run, say, step

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = """· Browser tests are left out: there is no Chromium on this machine.
  On Debian: apt-get install chromium fonts-noto-cjk"""
# What touches the database; engines and the house itself are the same on both.
ON_POSTGRES = ("tests/rights", "tests/rooms", "tests/stories")
# Pages of figures by the hundred: their numbers come from files, not from a database.
NOT_ON_POSTGRES = (
    "tests/rooms/observatory/test_every_area.py",
    "tests/rooms/observatory/test_downloads.py",
)
IN_BROWSER = ("tests/browser", "tests/stories")


@dataclass(frozen=True)
class Outcome:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )


def test(arguments: Sequence[str]) -> int:
    """Run everything; with arguments for pytest, only what they ask for, on SQLite."""
    environment.prepare("dev")
    if arguments:
        return run(
            [PYTHON, "-m", "pytest", *arguments], environment=variables(), quiet=False
        ).returncode
    outcome = part("on SQLite", ["-m", "not browser", "tests"])
    with postgres() as address:
        outcome += part(
            "on PostgreSQL",
            ["-m", "not browser", *ignored(NOT_ON_POSTGRES), *there(ON_POSTGRES)],
            database=address,
        )
    if any(shutil.which(name) for name in BROWSERS):
        outcome += part("in a browser", ["-m", "browser", *there(IN_BROWSER)])
    else:
        say(NO_BROWSER)
    say()
    if outcome.skipped:
        say(f"{outcome.skipped} skipped (the reasons stand above)")
    say(f"{outcome.passed} passed, {outcome.failed} failed")
    return 1 if outcome.failed or not outcome.passed else 0


def part(name: str, arguments: Sequence[str], *, database: str | None = None) -> Outcome:
    report = own_folder(VAR / "tests") / f"{name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    with step(f"Tests {name}"):
        code = run(
            [
                *(PYTHON, "-m", "pytest", "-q", "--no-header", "-n", str(workers())),
                *("--dist", "worksteal", f"--junitxml={report}", *arguments),
            ],
            environment=variables(database),
            quiet=False,
        ).returncode
    outcome = read_report(report)
    # A run that broke off without naming a failed test has failed all the same.
    return outcome + Outcome(failed=1) if code and not outcome.failed else outcome


def there(folders: Sequence[str]) -> list[str]:
    return [folder for folder in folders if (ROOT / folder).is_dir()]


def ignored(files: Sequence[str]) -> list[str]:
    return [f"--ignore={file}" for file in files]


def workers() -> int:
    return max(1, min(8, os.cpu_count() or 1))


def variables(database: str | None = None) -> dict[str, str]:
    """A test must not depend on how this machine's own installation is set."""
    kept = {
        name: value for name, value in clean_environment().items() if not name.startswith("RENKEI_")
    }
    return {**kept, "RENKEI_DATABASE": database} if database else kept


def read_report(report: Path) -> Outcome:
    if not report.exists():
        return Outcome()
    # Written by our own pytest a moment ago, so it is not hostile.
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314
    outcome = Outcome()
    for suite in suites:
        tests, failures, errors, skipped = (
            int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
        )
        failed = failures + errors
        outcome += Outcome(max(0, tests - failed - skipped), failed, skipped)
    return outcome


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL that ends with this block."""
    with step("Starting PostgreSQL"):
        server = subprocess.Popen(
            [str(PYTHON), "-W", "ignore", "-m", "tools.dev.postgres"],
            cwd=ROOT,
            env=clean_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdin
        assert server.stdout
        address = server.stdout.readline().strip()
    try:
        if not address:
            raise CannotGoOn("PostgreSQL did not start (the reason stands above).")
        yield address
    finally:
        server.stdin.close()
        server.wait(timeout=60)
