"""Lint, types, contracts, texts: everything that can be known without running a test."""

import shutil
from pathlib import Path

from tools.dev import environment
from tools.dev.environment import PROGRAMS, PYTHON, clean_environment
from tools.dev.steps import ROOT, CannotGoOn, must_run, run, say, step

MANAGE = (PYTHON, ROOT / "manage.py")
TEMPLATES = ROOT / "src" / "renkei"
NO_UV = """Locks are compiled by uv, which is not on this machine's PATH.
It is one program without dependencies: https://docs.astral.sh/uv/"""

CHECKS: dict[str, tuple[str | Path, ...]] = {
    "lint": (PROGRAMS / "ruff", "check", "."),
    "format": (PROGRAMS / "ruff", "format", "--check", "."),
    "types": (PROGRAMS / "mypy",),
    "contracts between rooms": (PROGRAMS / "lint-imports", "--no-logo"),
    "templates": (PROGRAMS / "djlint", "--quiet", "--lint", TEMPLATES),
    "texts in both languages": (PYTHON, "-m", "tools.messages", "--check"),
    "generated pages": (PYTHON, "-m", "tools.pages", "--check"),
    "Django": (*MANAGE, "check", "--fail-level", "WARNING"),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
}

FIXES: tuple[tuple[str | Path, ...], ...] = (
    (PROGRAMS / "ruff", "check", "--fix", "--quiet", "."),
    (PROGRAMS / "ruff", "format", "."),
)


def variables() -> dict[str, str]:
    return clean_environment(RENKEI_DEMO="1")


def check() -> int:
    """Every check, even after one has failed: a reader wants the whole list."""
    environment.prepare("dev")
    failed = []
    for name, command in CHECKS.items():
        with step(f"Checking {name}"):
            done = run(command, environment=variables())
        if done.returncode:
            failed.append(name)
            say(done.stdout.rstrip())
    say()
    say(f"Not clean: {', '.join(failed)}" if failed else f"All {len(CHECKS)} checks are clean.")
    return 1 if failed else 0


def fmt() -> int:
    environment.prepare("dev")
    for command in FIXES:
        # What cannot be mended by a program is shown here and counted by `check`.
        done = run(command, environment=variables())
        say(done.stdout.rstrip())
    return 0


def docs() -> int:
    environment.prepare("dev")
    with step("Writing the generated pages of docs/"):
        must_run(
            [PYTHON, "-m", "tools.pages"],
            environment=variables(),
            failure="The generated pages could not be written (the reason stands above).",
        )
    return 0


def lock(*, upgrade: bool) -> int:
    uv = shutil.which("uv")
    if uv is None:
        raise CannotGoOn(NO_UV)
    developers = [
        *("--extra", "cluster", "--extra", "engine", "--extra", "pdf", "--extra", "sso"),
        *("--group", "test", "--group", "lint", "--group", "bench"),
    ]
    for name, groups in {"base": [], "dev": developers}.items():
        with step(f"Compiling requirements/{name}.lock"):
            must_run(
                [
                    *(uv, "pip", "compile", "pyproject.toml", "--extra", "postgres", *groups),
                    *(
                        "--universal",
                        "--python-version",
                        "3.11",
                        "--generate-hashes",
                        "--no-header",
                    ),
                    *("--no-emit-index-url", "--no-emit-find-links", "--quiet"),
                    *(["--upgrade"] if upgrade else []),
                    *("--output-file", ROOT / "requirements" / f"{name}.lock"),
                ],
                environment=clean_environment(),
                failure="The lock could not be compiled (the reason stands above).",
            )
    return 0


def bench(names: list[str]) -> int:
    environment.prepare("dev")
    there = [path.stem for path in sorted((ROOT / "bench").glob("[a-z]*.py"))]
    unknown = set(names) - set(there)
    if unknown:
        raise CannotGoOn(f"No bench {', '.join(sorted(unknown))}; there is {', '.join(there)}.")
    codes = [
        run([PYTHON, "-m", f"bench.{name}"], environment=variables(), quiet=False).returncode
        for name in names or there
    ]
    return max(codes, default=0)
