"""Documents: links lead somewhere, generated pages are fresh, nothing is left out."""

import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT, files, named
from tools import glossary
from tools.pages import stale

PAGES = list(files(ROOT, ".md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s#]+)[^)]*\)")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    broken = [
        link for link in links if "://" not in link and not (page.parent / link).resolve().exists()
    ]

    assert broken == []


@pytest.mark.parametrize(
    ("folder", "index"),
    [("docs/decisions", "docs/decisions/README.md"), ("docs", "docs/index.md")],
)
def test_index_names_every_page(folder: str, index: str) -> None:
    path = ROOT / index
    linked = {
        (path.parent / link).resolve() for link in LINK.findall(path.read_text(encoding="utf-8"))
    }
    pages = {page.resolve() for page in files(ROOT / folder, ".md")}
    if folder == "docs":
        pages -= {page.resolve() for page in files(ROOT / "docs/decisions", ".md")}
        linked |= {(ROOT / index).resolve()}

    left_out = [named(page) for page in pages - linked - {path.resolve()}]

    assert left_out == []


def test_generated_pages_are_fresh() -> None:
    assert stale() == []


def test_glossary_gives_one_word_to_each_term() -> None:
    terms = [term["ja"] for section in glossary.sections() for term in section["terms"]]

    assert len(terms) == len(set(terms))


def test_changelog_has_a_place_for_what_is_not_released() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
