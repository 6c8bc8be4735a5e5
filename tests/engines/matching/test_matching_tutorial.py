"""The tutorial runs as it is printed and prints what it says; both languages share its code."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import renkei

PAGES = Path(renkei.__file__).parents[2] / "docs/tutorials"
ENGLISH = PAGES / "match-six-students.md"
JAPANESE = PAGES / "match-six-students.ja.md"
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


def run() -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """The names of the page after all of it, and for each block what it printed and should."""
    names: dict[str, Any] = {}
    printed = []
    for code, said in chapters(ENGLISH):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, ENGLISH.name, "exec"), names)
        printed.append((code, out.getvalue(), said))
    return names, printed


def test_every_block_prints_what_the_page_says() -> None:
    _, printed = run()

    assert len(printed) >= 12
    for code, out, said in printed:
        assert out.splitlines() == said.splitlines(), code


def test_figures_in_the_text_are_those_of_the_code() -> None:
    names, _ = run()

    assert len(names["STUDENTS"]) == 6
    assert len(names["HOSTS"]) == 4
    assert names["market"].tree.cap.tolist() == [3]
    assert names["market"].places.capacity.tolist() == [2, 2, 1, 2]
    assert names["ranked"].rule.target[:2].tolist() == [2, 1]
    assert names["students"]["weeks"].values[names["FUMI"]] == 2


def test_both_languages_share_code_and_results() -> None:
    assert blocks(JAPANESE) == blocks(ENGLISH)
