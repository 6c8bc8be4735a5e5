"""A web process starts light: what computes comes with the first page that computes."""

import json
import subprocess
import sys

from tests.house.repository import ROOT
from tools.dev.environment import clean_environment

HEAVY = {"numpy", "polars", "scipy", "python_calamine", "xlsxwriter", "renkei.engines"}
SHOW = """
import json, sys
from renkei.web.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns[0].url_patterns
print(json.dumps(sorted(sys.modules)))
"""


def test_web_process_starts_without_what_computes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=clean_environment(RENKEI_DEMO="1", PYTHONPATH=str(ROOT / "src")),
        text=True,
        capture_output=True,
        check=True,
    )

    imported = set(json.loads(done.stdout))

    assert "renkei.web.urls" in imported
    assert HEAVY & imported == set()
