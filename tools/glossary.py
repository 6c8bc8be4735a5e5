"""The glossary page, written from docs/glossary.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "docs" / "glossary.toml"

HEAD = """# Glossary

One Japanese term, one English word: on pages, in code and in documents. This page is written from
`glossary.toml`; change that file and run `python3 dev.py docs`.
"""


def page() -> str:
    return "\n".join([HEAD, *lines()]) + "\n"


def lines() -> Iterator[str]:
    for section in sections():
        yield f"## {section['title']}\n"
        yield "| Japanese | Reading | English | Note |"
        yield "|---|---|---|---|"
        for term in section["terms"]:
            cells = (term["ja"], term["reading"], term["en"], term.get("note", ""))
            yield f"| {' | '.join(cells)} |"
        yield ""


def sections() -> list[dict]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))["section"]
