"""What a reader of the stories can do: open a page, read it, follow its links, take a file away."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

# Elements of HTML that are never closed.
WITHOUT_CONTENT = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    content: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words between the tags, without those inside pictures."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for part in self.content:
            if isinstance(part, str):
                yield part
            elif part.tag != "svg":
                # A figure that is kept whole at the end of a line is part of its sentence.
                apart = "" if part.attributes.get("class") == "whole" else " "
                yield apart
                yield from part._words()
                yield apart

    def __iter__(self) -> Iterator["Element"]:
        for part in self.content:
            if isinstance(part, Element):
                yield part
                yield from part

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        return [
            one
            for one in self
            if one.tag == tag
            and all(one.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> "Element":
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def links(self) -> dict[str, str]:
        """Addresses of links by their words."""
        return {link.text: link.attributes["href"] for link in self.all("a")}


class Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in WITHOUT_CONTENT:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in WITHOUT_CONTENT:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


# Who is in charge stands among the partners, but changes each April: other tests read it.
IN_CHARGE = {"担当部局", "Responsible department"}


def _pairs(side: Element) -> Iterator[tuple[Element, Element]]:
    """Each name with what follows it; a name may be followed by several."""
    name = None
    for part in side:
        if part.tag == "dt":
            name = part
        elif part.tag == "dd" and name is not None:
            yield name, part


@dataclass(frozen=True)
class IndicatorRow:
    """A row of a table of indicators, as it is read."""

    id: str
    name: str
    baseline: str
    target: str
    newest: str
    kind: str
    confidence: str
    grounds: str


@dataclass
class Page:
    address: str
    root: Element

    @property
    def heading(self) -> str:
        return self.root.one("h1").text

    @property
    def lead(self) -> str:
        return " ".join(one.text for one in self.root.all("p", **{"class": "lead"}))

    def part(self, key: str) -> Element:
        """The part of the page that bears this id, or whose heading does."""
        for part in [*self.root.all("section"), *self.root.all("div")]:
            if key in (part.attributes.get("id"), part.attributes.get("aria-labelledby")):
                return part
        raise LookupError(f"{self.address} has no part “{key}”")

    @property
    def sides(self) -> dict[str, dict[str, str]]:
        """Who does what: the partners under each heading, with their roles."""
        sides = {
            side.one("h3").text: {
                name.text: role.text for name, role in _pairs(side) if name.text not in IN_CHARGE
            }
            for side in self.part("sides").all("section")
        }
        # Both governments stand there for who is in charge, even where neither has a part alone.
        return {title: partners for title, partners in sides.items() if partners}

    @property
    def indicators(self) -> dict[str, IndicatorRow]:
        """The rows of the table of indicators, by id."""
        rows = [row for row in self.part("indicators").all("tr") if "id" in row.attributes]
        return {row.attributes["id"]: _indicator(row) for row in rows}

    def choices(self, name: str) -> list[str]:
        return [option.text for option in self.root.one("select", name=name).all("option")]


def _indicator(row: Element) -> IndicatorRow:
    # The newest value has a column only where one is computed.
    baseline, target, *newest, kind, grounds = row.all("td")
    name = row.one("th").all("span")[0]
    confidence, provenance = grounds.all("span")
    return IndicatorRow(
        row.attributes["id"],
        name.text,
        _figure(baseline),
        _figure(target),
        "".join(_figure(cell) for cell in newest),
        kind.text,
        confidence.text,
        provenance.text,
    )


def _figure(cell: Element) -> str:
    """A figure and its year; the era in brackets only says the year again."""
    return re.sub("（(平成|令和)[^）]*）", "", cell.text)


class Reader:
    """Somebody at a browser, without an account and without JavaScript."""

    def __init__(self, client: Client, proven: set[str]) -> None:
        self.client = client
        self.proven = proven

    def opens(self, address: str, **query: str) -> Page:
        response = self.client.get(address, query, follow=True)
        assert response.status_code == 200, address
        return Page(response.request["PATH_INFO"], parse(response.content.decode()))

    def initiative(self, reference: str, language: str = "ja") -> Page:
        """The page of an initiative. No link on it may lead nowhere."""
        prefix = "" if language == "ja" else f"/{language}"
        page = self.opens(f"{prefix}/programme/{reference}/")
        assert self.dead_ends(page) == []
        return page

    def takes(self, address: str) -> list[dict[str, str]]:
        """The rows of a file in CSV."""
        response = self.client.get(address)
        assert response.status_code == 200, address
        return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    def dead_ends(self, page: Page) -> list[str]:
        ids = {one.attributes.get("id") for one in page.root}
        links = [link.attributes["href"] for link in page.root.all("a")]
        return [
            link
            for link in links
            if (link[1:] not in ids if link.startswith("#") else not self._answers(link))
        ]

    def _answers(self, address: str) -> bool:
        if address not in self.proven and self.client.get(address).status_code == 200:
            self.proven.add(address)
        return address in self.proven


def parse(html: str) -> Element:
    builder = Builder()
    builder.feed(html)
    (root,) = builder.open
    return root
