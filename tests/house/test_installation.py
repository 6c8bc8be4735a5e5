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
