"""Reading a page back: its elements, its text, its tables, and what is not in its language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

# Elements that have no end: whatever else is opened must be closed where it was opened.
VOID = {"br", "hr", "img", "input", "link", "meta"}
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")
READ_ALOUD = ("alt", "aria-label", "content", "placeholder", "title")


@dataclass(eq=False, slots=True)
class Node:
    tag: str
    attributes: dict[str, str]
    inside: list["Node | str"] = field(default_factory=list)

    def nodes(self) -> Iterator["Node"]:
        yield self
        for child in self.inside:
            if isinstance(child, Node):
                yield from child.nodes()

    @property
    def text(self) -> str:
        return " ".join("".join(self._strings()).split())

    def _strings(self) -> Iterator[str]:
        for child in self.inside:
            if isinstance(child, Node):
                yield from child._strings()
            else:
                yield child

    def all(self, tag: str = "", class_: str = "", **attributes: str) -> list["Node"]:
        return [node for node in self.nodes() if node.matches(tag, class_, attributes)]

    def matches(self, tag: str, class_: str, attributes: dict[str, str]) -> bool:
        return (
            tag in ("", self.tag)
            and (not class_ or class_ in self.attributes.get("class", "").split())
            and attributes.items() <= self.attributes.items()
        )

    def one(self, tag: str = "", class_: str = "", **attributes: str) -> "Node":
        found = self.all(tag, class_, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {class_} {attributes}"
        return found[0]

    def table(self) -> list[list[str]]:
        """The cells of the one table in here, its header first, units left out."""
        rows = self.one("table").all("tr")
        return [[_name(cell) for cell in row.inside if isinstance(cell, Node)] for row in rows]

    def cell(self, row: str, column: str) -> str:
        """The cell of the one table in here whose row begins with `row`."""
        header, *rows = self.table()
        (found,) = [cells for cells in rows if cells[0] == row]
        return found[header.index(column)]


def _name(cell: Node) -> str:
    return " ".join(
        "".join(
            child if isinstance(child, str) else child.text
            for child in cell.inside
            if isinstance(child, str) or child.attributes.get("class") != "unit"
        ).split()
    )


class _Builder(HTMLParser):
    """A tree of the page; refuses an element that is closed where it was not opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        opened = self.open.pop()
        assert opened.tag == tag, f"</{tag}> closes <{opened.tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(response: HttpResponse) -> Node:
    builder = _Builder()
    builder.feed(response.content.decode())
    builder.close()
    assert len(builder.open) == 1, f"never closed: {[node.tag for node in builder.open[1:]]}"
    return builder.open[0]


def japanese_in(node: Node) -> list[str]:
    """Every text of an English page that is Japanese without being marked as such."""
    if node.attributes.get("lang") == "ja":
        return []
    found = [node.attributes[name] for name in READ_ALOUD if name in node.attributes]
    for child in node.inside:
        found += japanese_in(child) if isinstance(child, Node) else [child.strip()]
    return [text for text in found if JAPANESE.search(text)]
