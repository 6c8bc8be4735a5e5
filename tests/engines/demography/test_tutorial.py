"""The tutorial runs as it is printed and prints what it says; both languages share its code."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

import renkei

PAGES = Path(renkei.__file__).parents[2] / "docs/tutorials"
ENGLISH = PAGES / "project-a-municipality.md"
JAPANESE = PAGES / "project-a-municipality.ja.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(page: Path) -> list[tuple[str, str]]:
    """The language and the content of each block, in order."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def chapters(page: Path) -> list[tuple[str, str]]:
    """Each piece of code with what the page says that it prints, if anything."""
    found = blocks(page)
    after = [*found[1:], ("", "")]
    return [
        (code, printed if kind == "text" else "")
        for (language, code), (kind, printed) in zip(found, after, strict=True)
        if language == "python"
    ]


def test_every_block_prints_what_the_page_says() -> None:
    names: dict[str, Any] = {}

    for code, said in chapters(ENGLISH):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, ENGLISH.name, "exec"), names)

        assert out.getvalue().splitlines() == said.splitlines(), code


def test_page_is_made_of_code_and_of_what_it_prints() -> None:
    languages = [language for language, _ in blocks(ENGLISH)]

    assert set(languages) == {"python", "text"}
    assert len(chapters(ENGLISH)) >= 8


def test_projection_takes_ten_lines() -> None:
    (code,) = [code for code, _ in chapters(ENGLISH) if "projected = project(" in code]

    assert len(code.splitlines()) == 10


def test_both_languages_share_code_and_results() -> None:
    assert blocks(JAPANESE) == blocks(ENGLISH)


@pytest.mark.parametrize("page", [ENGLISH, JAPANESE], ids=lambda page: page.name)
def test_figures_in_the_text_are_those_of_the_official_tables(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))

    # Census of 2020; official projection of 2018 for 2020 and for 2045.
    for figure in ("166,536", "169,138", "149,749"):
        assert figure in text
