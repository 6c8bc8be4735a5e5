"""The demonstration: from a bare checkout to the first page in a browser."""

import hashlib
import os
import secrets
import signal
import socket
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tools.dev import environment
from tools.dev.environment import PYTHON, clean_environment, lock_path
from tools.dev.steps import ROOT, VAR, CannotGoOn, must_run, own_folder, say, step

HOST = "127.0.0.1"
# What the browser is told: a passkey belongs to a name, and none can be made for a number.
NAME = "localhost"
USUAL_PORT = 8000
PATIENCE_S = 60
DATABASE_BROKEN = """The demonstration's data could not be prepared (the reason stands above).
To begin anew, delete var/renkei.sqlite3 and start again."""


def demo(*, port: int | None, once: bool) -> int:
    """Serve the demonstration until Ctrl-C; with `once`, only until the first page is there."""
    started = time.monotonic()
    environment.prepare("base")
    own_folder(VAR / "static")  # empty: a demonstration serves styles from where they are edited
    variables = clean_environment(
        RENKEI_DEMO="1",
        RENKEI_VAR=str(VAR),
        RENKEI_SECRET_KEY=os.environ.get("RENKEI_SECRET_KEY") or secret_key(VAR),
    )
    if data_stamp() != current_stamp():
        load_data(variables)
    free = free_port(port)
    address = variables["RENKEI_ADDRESS"] = f"http://{NAME}:{free}"
    with served(free, variables) as server:
        with step(f"Starting the web server on {HOST}:{free}"):
            wait_for_first_page(free, server)
        say()
        say(f"  renkei is ready after {time.monotonic() - started:.0f} s:")
        say(f"  {address}/      日本語")
        say(f"  {address}/en/   English")
        say(f"  {address}/demo/ seats: one click signs in")
        say("\n".join(accounts()))
        say(f"  No e-mail leaves: each is written into a file in {VAR / 'mail'}")
        if not once:
            say("  Stop it with Ctrl-C.")
            with working(variables):
                wait_until_stopped(server)
    return 0


def secret_key(folder: Path) -> str:
    """The key of this demonstration, kept so that what browsers remember outlives a restart."""
    path = folder / "demo-secret-key.txt"
    try:
        if kept := path.read_text(encoding="utf-8").strip():
            return kept
        path.unlink()
    except FileNotFoundError:
        pass
    made = secrets.token_urlsafe(50)
    # Readable by its owner alone from the first moment on.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(made)
    return made


# --- data -----------------------------------------------------------------------------------


def load_data(variables: dict[str, str]) -> None:
    manage = (PYTHON, ROOT / "manage.py")
    for doing, command in (
        ("Making the database in var/", ("migrate", "--verbosity", "0")),
        ("Loading the municipalities of Hokkaido", ("load_places",)),
        ("Loading invented organisations and people", ("load_demo",)),
    ):
        with step(doing):
            must_run([*manage, *command], environment=variables, failure=DATABASE_BROKEN)
    (VAR / "demo-data.txt").write_text(current_stamp(), encoding="utf-8")


def data_stamp() -> str | None:
    stamp = VAR / "demo-data.txt"
    if not (VAR / "renkei.sqlite3").exists() or not stamp.exists():
        return None
    return stamp.read_text(encoding="utf-8")


def current_stamp() -> str:
    """Changes with any migration, ours or of a package, and with anything that is loaded."""
    source = ROOT / "src" / "renkei"
    digest = hashlib.sha256(lock_path("base").read_bytes())
    rooms = [*(source / "places").rglob("*"), *(source / "demo").rglob("*")]
    for path in sorted([*source.glob("*/migrations/*.py"), *rooms]):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(source).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def accounts() -> list[str]:
    """How to sign in the usual way: who, with which password, and how the second factor goes."""
    file = ROOT / "src" / "renkei" / "demo" / "data" / "people.toml"
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    shared = told["accounts"]
    offered = sorted((one for one in told["people"] if "front" in one), key=lambda x: x["front"])
    return [
        "",
        f"  Accounts, all with the password “{shared['password']}”:",
        *(
            f"    {one['id'].replace('_', '.') + '@' + shared['host']:<42}{one['title']['en']}"
            for one in offered
        ),
        "  Staff is asked for a code as well: enter this key into an authenticator application,",
        f"  {shared['secret']}, or take a seat with one click, where it is not asked for.",
        "",
    ]


# --- port and server ------------------------------------------------------------------------


def free_port(wanted: int | None) -> int:
    if wanted is not None:
        if is_taken(wanted):
            raise CannotGoOn(
                f"Port {wanted} on {HOST} is taken by another program.\n"
                f"Stop it, or choose another port: python3 dev.py demo --port {wanted + 1}"
            )
        return wanted
    for port in range(USUAL_PORT, USUAL_PORT + 20):
        if not is_taken(port):
            return port
        say(f"  Port {port} is taken; trying {port + 1}.")
    raise CannotGoOn(f"No free port between {USUAL_PORT} and {port}. Choose one with --port.")


def is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


@contextmanager
def served(port: int, variables: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A web server that ends with us, however we end."""
    # Started in the background of a script we would otherwise be deaf to Ctrl-C.
    for asked_to_end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_end, interrupt)
    server = subprocess.Popen(
        [
            *(str(PYTHON), "-m", "granian", "--interface", "wsgi"),
            *("--host", HOST, "--port", str(port), "--workers", "1", "--log-level", "warning"),
            # Every thread opens its own database connection; two are enough for one person.
            *("--blocking-threads", "2", "--backpressure", "32"),
            "renkei.web.wsgi:application",
        ],
        cwd=ROOT,
        env=variables,
        start_new_session=True,
    )
    try:
        yield server
    finally:
        end(server)


@contextmanager
def working(variables: dict[str, str]) -> Iterator[None]:
    """Long work and e-mails, beside the server; what the worker says is in var/."""
    with (VAR / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [str(PYTHON), str(ROOT / "manage.py"), "db_worker", "--interval", "2"],
            cwd=ROOT,
            env=variables,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield
        finally:
            end(worker)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def wait_for_first_page(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CannotGoOn("The web server ended by itself (the reason stands above).")
        try:
            # Without the system's proxy: this machine asks itself.
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            opener.open(f"http://{HOST}:{port}/", timeout=PATIENCE_S).close()
        except urllib.error.HTTPError as error:
            raise CannotGoOn(f"The first page answers with an error: {error}") from error
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise CannotGoOn(f"The web server did not answer within {PATIENCE_S} s.")


def wait_until_stopped(server: subprocess.Popen[bytes]) -> None:
    try:
        code = server.wait()
    except KeyboardInterrupt:
        say("\n  Stopped.")
    else:
        raise CannotGoOn(f"The web server ended by itself with code {code}.")
