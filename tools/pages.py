"""The pages of docs/ that are written from a source: write them, or say which are stale.

    python -m tools.pages            write
    python -m tools.pages --check    change nothing; exit 1 when a page is not what its source says
"""

import sys
from collections.abc import Callable
from pathlib import Path

from tools import glossary

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "glossary.md": glossary.page,
}


def stale() -> list[str]:
    """Pages that differ from what their source says now."""
    return [
        name
        for name, page in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != page()
    ]


def main(arguments: list[str]) -> int:
    old = stale()
    if "--check" in arguments:
        print("\n".join(f"docs/{name} is stale: python3 dev.py docs" for name in old))
        return 1 if old else 0
    for name in old:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
