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


@pytest.mark.parametrize("index", ["docs/decisions/README.md", "docs/index.md"])
def test_index_names_every_page(index: str) -> None:
    path = ROOT / index
    text = path.read_text(encoding="utf-8")
    linked = {(path.parent / link).resolve() for link in LINK.findall(text)}
    # A folder with an index of its own is reached through that.
    inner = [below.parent for below in path.parent.glob("*/README.md")]

    left_out = [
        named(page)
        for page in files(path.parent, ".md")
        if page not in {path, *linked} and page.parent not in inner
    ]

    assert left_out == []


def test_generated_pages_are_fresh() -> None:
    assert stale() == []


def test_glossary_gives_one_word_to_each_term() -> None:
    terms = [term["ja"] for section in glossary.sections() for term in section["terms"]]

    assert len(terms) == len(set(terms))


def test_changelog_has_a_place_for_what_is_not_released() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
