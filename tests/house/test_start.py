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


FRONT = """
import json, sys
from renkei.web.wsgi import application
from renkei.observatory.front import front_figures
import renkei.web.views.front
assert front_figures().shown
print(json.dumps(sorted(sys.modules)))
"""


def test_web_process_starts_without_what_computes() -> None:
    imported = imported_by(SHOW)

    assert "renkei.web.urls" in imported
    assert HEAVY & imported == set()


def test_front_page_shows_its_figures_without_what_computes() -> None:
    imported = imported_by(FRONT)

    assert "renkei.web.views.front" in imported
    assert HEAVY & imported == set()


def imported_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=clean_environment(
            RENKEI_DEMO="1",
            PYTHONPATH=str(ROOT / "src"),
            RENKEI_STATISTICS="/nowhere",  # the shipped tables alone
        ),
        text=True,
        capture_output=True,
        check=True,
    )
    return set(json.loads(done.stdout))
