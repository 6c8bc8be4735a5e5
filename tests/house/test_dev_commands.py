"""`dev.py`: what it says when something is in the way, and that it counts right."""

import ast
import importlib.util
import os
import runpy
import socket
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.house.repository import ROOT
from tools.dev import demo, environment, steps, suite
from tools.dev.steps import CannotGoOn
from tools.dev.suite import Outcome


def test_launcher_can_be_read_by_an_old_python() -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 7))

    at_start = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    assert at_start == {"os", "shutil", "sys"}


def test_launcher_names_the_newer_python_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    launcher = runpy.run_path(str(ROOT / "dev.py"))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["dev.py", "demo"])
    monkeypatch.setattr("shutil.which", lambda name: name if name == "python3.12" else None)

    message = launcher["too_old"]()

    assert "3.11 or newer; this is Python 3.9.2" in message
    assert "python3.12 dev.py demo" in message


def test_missing_venv_module_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(CannotGoOn, match="apt-get install python3-venv"):
        environment.make()


@pytest.mark.skipif(os.name == "nt", reason="what may be run is told by other means")
@pytest.mark.parametrize("program", ["", "#!/no/such/python\n", "not a program"])
def test_environment_that_cannot_be_run_is_made_anew(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "python").write_text(program, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")

    assert not environment.fits_this_python()


def test_environment_elsewhere_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".venv").symlink_to(tmp_path / "elsewhere")

    environment.clear_away(tmp_path / ".venv")

    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]


def test_failed_install_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    failure = SimpleNamespace(returncode=1, stdout="Could not find a version")
    monkeypatch.setattr(steps, "run", lambda *args, **options: failure)

    with pytest.raises(CannotGoOn, match=r"(?s)Could not find a version.*No network\?"):
        environment.install("base")


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "occupied").touch()

    with pytest.raises(CannotGoOn, match=r"Cannot write to .*occupied"):
        steps.own_folder(tmp_path / "occupied")


def test_demonstration_keeps_its_secret_key(tmp_path: Path) -> None:
    made = demo.secret_key(tmp_path)

    assert len(made) >= 50
    assert demo.secret_key(tmp_path) == made
    assert demo.secret_key(steps.own_folder(tmp_path / "another")) != made


def test_lost_secret_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "demo-secret-key.txt").touch()

    assert len(demo.secret_key(tmp_path)) >= 50


@pytest.mark.skipif(os.name == "nt", reason="who may read is told by other means")
def test_secret_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    demo.secret_key(tmp_path)

    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_programs_may_keep_compiled_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in environment.clean_environment()


def test_tests_do_not_see_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENKEI_HOSTS", "renkei.example.lg.jp")

    seen = suite.variables("postgres://db/renkei")

    assert {name: value for name, value in seen.items() if name.startswith("RENKEI_")} == {
        "RENKEI_DATABASE": "postgres://db/renkei"
    }


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((demo.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port_that_was_asked_for_is_named(taken_port: int) -> None:
    with pytest.raises(CannotGoOn, match=f"Port {taken_port} on 127.0.0.1 is taken"):
        demo.free_port(taken_port)


def test_taken_usual_port_gives_way_to_the_next(
    taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "USUAL_PORT", taken_port)

    assert demo.free_port(None) in range(taken_port + 1, taken_port + 20)


REPORT = """<testsuites>
<testsuite tests="7" failures="1" errors="1" skipped="2"/><testsuite tests="3"/>
</testsuites>"""


def test_report_counts_errors_as_failed(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT, encoding="utf-8")

    assert suite.read_report(tmp_path / "report.xml") == Outcome(passed=6, failed=2, skipped=2)


def test_report_that_was_never_written_counts_nothing(tmp_path: Path) -> None:
    assert suite.read_report(tmp_path / "report.xml") == Outcome()


def test_part_that_breaks_off_has_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(suite, "VAR", tmp_path)
    monkeypatch.setattr(suite, "run", lambda *args, **options: SimpleNamespace(returncode=4))

    assert suite.part("on paper", []) == Outcome(failed=1)


@pytest.mark.skipif(os.name == "nt", reason="the folders of Windows are named differently")
def test_packages_are_looked_for_where_venv_puts_them() -> None:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"

    assert environment.site_packages() == ROOT / ".venv" / "lib" / version / "site-packages"


def test_demonstration_names_an_account_for_each_seat_and_how_it_is_opened() -> None:
    told = "\n".join(demo.accounts())

    people = tomllib.loads((ROOT / "src/renkei/demo/data/people.toml").read_text(encoding="utf-8"))
    offered = [one for one in people["people"] if "front" in one]
    assert [one["id"] for one in offered if one["title"]["en"] not in told] == []
    assert told.count("@demo.example.jp") == len(offered)
    assert people["accounts"]["password"] in told
    assert people["accounts"]["secret"] in told


def test_changed_people_are_loaded_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "src/renkei/demo/data"
    data.mkdir(parents=True)
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    (data / "people.toml").write_text("[accounts]", encoding="utf-8")
    before = demo.current_stamp()

    (data / "people.toml").write_text("[accounts] # another", encoding="utf-8")

    assert demo.current_stamp() != before


def test_demonstration_is_told_by_a_name_and_says_where_its_letters_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No browser makes a passkey for a number."""
    given: list[str] = []

    @contextmanager
    def served(port: int, variables: dict[str, str]) -> Iterator[None]:
        given.append(variables["RENKEI_ADDRESS"])
        yield

    monkeypatch.setattr(demo, "VAR", tmp_path)
    monkeypatch.setattr(demo.environment, "prepare", lambda _lock: None)
    monkeypatch.setattr(demo, "load_data", lambda _variables: None)
    monkeypatch.setattr(demo, "served", served)
    monkeypatch.setattr(demo, "wait_for_first_page", lambda _port, _server: None)

    demo.demo(port=None, once=True)

    told = capsys.readouterr().out
    assert given[0].startswith("http://localhost:")
    assert f"{given[0]}/demo/" in told
    assert str(tmp_path / "mail") in told
