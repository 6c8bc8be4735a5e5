"""The pages of the repository that are written from a source: write them, or say which are stale.

    python -m tools.pages            write
    python -m tools.pages --check    change nothing; exit 1 when a page is not what its source says

A page is generated whole, or between the marks `<!-- initiatives -->` and `<!-- end -->`.
"""

import re
import sys
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from pathlib import Path

from renkei.charter.map import map_of
from renkei.charter.reader import programme
from tools import figures_page, glossary, indicators_page, rights_page

ROOT = Path(__file__).resolve().parent.parent
PART = re.compile(r"(<!-- initiatives -->\n).*?(<!-- end -->)", re.DOTALL)


def with_initiatives(path: Path, language: str) -> str:
    """A page of ours with the present table of initiatives between its marks."""
    table = initiative_table(language)
    return PART.sub(rf"\g<1>{table}\g<2>", path.read_text(encoding="utf-8"))


def initiative_table(language: str) -> str:
    themes = programme().themes
    head = [f"{theme.reference} {theme.title.in_language(language)}" for theme in themes]
    columns = [
        [f"{one.reference} {one.title.in_language(language)}" for one in theme.initiatives]
        for theme in themes
    ]
    rows = [head, ["---"] * len(themes), *zip_longest(*columns, fillvalue="")]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


PAGES: dict[str, Callable[[], str]] = {
    "README.md": partial(with_initiatives, ROOT / "README.md", "en"),
    "README.ja.md": partial(with_initiatives, ROOT / "README.ja.md", "ja"),
    "docs/map.md": lambda: map_of(programme()),
    "docs/glossary.md": glossary.page,
    "docs/reference/figures.md": figures_page.page,
    "docs/reference/indicators.md": partial(indicators_page.page, "en"),
    "docs/reference/indicators.ja.md": partial(indicators_page.page, "ja"),
    "docs/reference/rights.md": partial(rights_page.page, "en"),
    "docs/reference/rights.ja.md": partial(rights_page.page, "ja"),
}


def stale() -> list[str]:
    """Pages that differ from what their source says now."""
    return [
        name
        for name, page in PAGES.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != page()
    ]


def main(arguments: list[str]) -> int:
    old = stale()
    if "--check" in arguments:
        print("\n".join(f"{name} is stale: python3 dev.py docs" for name in old))
        return 1 if old else 0
    for name in old:
        (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"{name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
