"""What an installation does that a demonstration does not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.repository import ROOT
from tools.dev.environment import clean_environment


def manage(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in clean_environment().items() if not name.startswith("RENKEI_")
    }
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env={**kept, **variables},
        text=True,
        capture_output=True,
        check=False,
    )


def test_installation_without_a_key_refuses_to_start() -> None:
    done = manage("check")

    assert done.returncode != 0
    assert "RENKEI_SECRET_KEY is not set" in done.stderr


@pytest.mark.parametrize("file", ["web/base.css", "web/vendor/digital-agency-tokens.css"])
def test_installation_names_collected_files_by_their_content(tmp_path: Path, file: str) -> None:
    done = manage(
        "collectstatic", "--noinput", RENKEI_SECRET_KEY="for-this-test", RENKEI_VAR=str(tmp_path)
    )

    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text(encoding="utf-8"))
    collected = manifest["paths"][file]
    assert collected != file
    assert (tmp_path / "static" / f"{collected}.gz").exists()


PROBE = """
from django.test import Client
plain = Client().get("/", headers={"host": "office.example"})
secure = Client().get("/", secure=True, headers={"host": "office.example"})
other = Client().get("/", secure=True, headers={"host": "elsewhere.example"})
print(plain.status_code, plain.headers["Location"])
print(secure.status_code, secure.headers["Strict-Transport-Security"])
print(other.status_code)
"""


def test_installation_speaks_https_alone_and_under_its_own_name(tmp_path: Path) -> None:
    settings = {
        "RENKEI_SECRET_KEY": "for-this-test",
        "RENKEI_VAR": str(tmp_path),
        "RENKEI_HOSTS": "office.example",
        "RENKEI_ADDRESS": "https://office.example",
    }
    for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--noinput")):
        assert manage(*command, **settings).returncode == 0

    done = manage("shell", "--no-imports", "--command", PROBE, **settings)

    assert done.stdout.splitlines() == [
        "301 https://office.example/",
        "200 max-age=31536000; includeSubDomains",
        "400",
    ]


@pytest.mark.parametrize(
    "address", ["", "http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000", "0.0.0.0"]
)
def test_installation_that_sends_letters_must_say_where_it_is(address: str) -> None:
    done = manage(
        "check",
        RENKEI_SECRET_KEY="for-this-test",
        RENKEI_EMAIL="smtp://localhost:25",
        **({"RENKEI_ADDRESS": address} if address else {}),
    )

    assert done.returncode != 0
    assert "Set RENKEI_ADDRESS to the address under which people reach the site" in done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {"RENKEI_EMAIL": "smtp://localhost:25", "RENKEI_ADDRESS": "https://office.example"},
        {},
    ],
    ids=["set", "sends nothing"],
)
def test_installation_whose_letters_lead_back_starts(settings: dict[str, str]) -> None:
    assert manage("check", RENKEI_SECRET_KEY="for-this-test", **settings).returncode == 0


LETTER = "from django.core.mail import send_mail; send_mail('a', 'b', 'c@x.org', ['d@x.org'])"


def test_demonstration_writes_its_letters_into_files(tmp_path: Path) -> None:
    done = manage(
        "shell",
        "--no-imports",
        "--command",
        LETTER,
        RENKEI_DEMO="1",
        RENKEI_VAR=str(tmp_path),
    )

    assert (done.returncode, done.stdout) == (0, "")
    (letter,) = (tmp_path / "mail").iterdir()
    assert "To: d@x.org" in letter.read_text(encoding="utf-8")
