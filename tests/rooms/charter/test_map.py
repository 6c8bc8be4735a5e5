import subprocess
import sys
from pathlib import Path

from renkei.charter.map import map_of
from renkei.charter.reader import programme

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "map.md"


def test_map_page_is_what_its_command_writes():
    command = [sys.executable, "-m", "renkei.charter.map"]

    written = subprocess.run(command, cwd=ROOT / "src", check=True, capture_output=True).stdout

    assert PAGE.read_bytes() == written, "run: python -m renkei.charter.map > docs/map.md"


def test_map_row_leads_from_the_reference_to_everything():
    rows = map_of(programme()).splitlines()

    row = next(line for line in rows if line.startswith("| I-2 |"))

    assert row.strip("| ").split(" | ") == [
        "I-2",
        "優良企業認定制度の普及展開",
        "Certification of good companies",
        "[2_company_certification.toml](../src/renkei/charter/hokkaido_sapporo_2020/"
        "1_workstyle_and_women/2_company_certification.toml)",
        "recognition, publishing",
        "`/programme/I-2/`",
        "`tests/stories/test_1_2_company_certification.py`",
    ]


def test_map_links_lead_to_files_that_exist():
    links = [
        line.split("](")[1].split(")")[0]
        for line in map_of(programme()).splitlines()
        if "](" in line
    ]

    assert len(links) == 22
    assert [link for link in links if not (PAGE.parent / link).is_file()] == []
