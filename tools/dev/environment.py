"""The virtual environment: made once, filled from a lock with hashes, kept as long as it fits."""

import hashlib
import importlib.util
import os
import shutil
import sys
import sysconfig
from pathlib import Path

from tools.dev.steps import ROOT, CannotGoOn, must_run, own_folder, run, step

VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
# The development lock contains the base lock, so an environment with it serves the demo as well.
CONTAINS = {"base": ("base", "dev"), "dev": ("dev",)}

NO_VENV = """This Python comes without the module “{module}”, which makes virtual environments.
On Debian and Ubuntu it is a package of its own:  apt-get install python3-venv
Then start again."""

NO_PACKAGES = """The packages could not be installed (the reason stands above).
- No network? The first start needs a package index once; later starts need no network.
- Behind a proxy or with a mirror of your own? pip's own configuration is respected: pip.conf, or
  the variables PIP_INDEX_URL, PIP_EXTRA_INDEX_URL, PIP_FIND_LINKS and HTTPS_PROXY.
- “Hashes do not match” means that a file is not the one that was locked: do not install it.
Nothing is lost: the same command goes on where this one stopped."""


def clean_environment(**more: str) -> dict[str, str]:
    """The variables for programs we start: nothing that makes them find other packages.

    Modules are compiled when they are first used, so nobody may tell Python not to keep the
    result: without it every start would take five times as long.
    """
    theirs = {
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONHOME",
        "PYTHONPATH",
        "VIRTUAL_ENV",
        "DJANGO_SETTINGS_MODULE",
    }
    kept = {name: value for name, value in os.environ.items() if name not in theirs}
    return {**kept, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **more}


def prepare(lock: str) -> None:
    """Make sure that `.venv` holds what requirements/`lock`.lock asks for."""
    own_folder(ROOT / "var")
    if not fits_this_python():
        make()
    if not is_installed(lock):
        install(lock)
    put_source_on_path()


def fits_this_python() -> bool:
    """Whether `.venv` was made, to its end, by this minor version of Python and still runs."""
    if not PYTHON.exists() or not site_packages().is_dir():
        return False
    asked = [str(PYTHON), "-c", "import pip, sys; print(*sys.version_info[:2])"]
    try:
        answer = run(asked, environment=clean_environment()).stdout.split()
    except OSError:  # a file that cannot be run, for example one from another machine
        return False
    return answer == [str(part) for part in sys.version_info[:2]]


def make() -> None:
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise CannotGoOn(NO_VENV.format(module=module))
    with step(f"Making a virtual environment for Python {sys.version.split()[0]} in .venv"):
        clear_away(VENV)
        must_run(
            [sys.executable, "-m", "venv", VENV],
            environment=clean_environment(),
            failure=NO_VENV.format(module="ensurepip"),
        )


def clear_away(folder: Path) -> None:
    """Whatever bears the name: a folder, a file, or a link, whose target is not ours to delete."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def install(lock: str) -> None:
    text = lock_path(lock).read_text(encoding="utf-8")
    count = sum("==" in line for line in text.splitlines())
    with step(f"Installing {count} packages from requirements/{lock}.lock"):
        must_run(
            [
                *(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                *("--no-input", "--no-deps", "--no-compile", "--require-hashes"),
                *("--only-binary", ":all:", "-r", lock_path(lock)),
            ],
            environment=clean_environment(),
            failure=NO_PACKAGES,
        )
    stamp_path(lock).write_text(fingerprint(lock), encoding="utf-8")


def is_installed(lock: str) -> bool:
    return any(
        stamp_path(name).exists() and stamp_path(name).read_text("utf-8") == fingerprint(name)
        for name in CONTAINS[lock]
    )


def fingerprint(lock: str) -> str:
    return hashlib.sha256(lock_path(lock).read_bytes() + sys.version.encode()).hexdigest()


def lock_path(lock: str) -> Path:
    return ROOT / "requirements" / f"{lock}.lock"


def stamp_path(lock: str) -> Path:
    return VENV / f"installed-{lock}.txt"


def put_source_on_path() -> None:
    """A line in site-packages finds `renkei` where it is edited; no build, no copy."""
    pointer = site_packages() / "renkei.pth"
    line = f"{ROOT / 'src'}\n"
    if not pointer.exists() or pointer.read_text(encoding="utf-8") != line:
        pointer.write_text(line, encoding="utf-8")


def site_packages() -> Path:
    names = {"base": str(VENV), "platbase": str(VENV)}
    scheme = "nt_venv" if os.name == "nt" else "posix_venv"
    return Path(sysconfig.get_path("purelib", scheme, names))
