"""Reading a drawing back: its marks, its lettering, and the room the lettering takes."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations

from renkei.core.charts.lettering import Box, text_width

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def marked(svg: str, class_: str) -> list[ET.Element]:
    """Elements that carry the class."""
    return [e for e in parsed(svg).iter() if class_ in e.get("class", "").split()]


def lettering(svg: str) -> list[str]:
    texts = list(parsed(svg).iter(f"{SVG}text"))
    return [e.text or "" for text in texts for e in (list(text) or [text])]


def viewbox(svg: str) -> tuple[float, float]:
    _, _, wide, high = map(float, parsed(svg).get("viewBox", "").split())
    return wide, high


def text_boxes(svg: str) -> list[tuple[str, Box]]:
    """Where each text stands, with the ascent of Japanese letters and a small descent."""
    root = parsed(svg)
    letter = float(root.get("font-size", "0"))
    return [
        (_words(text), _box(text, letter, right, down))
        for text, right, down in _texts(root, 0.0, 0.0)
        if _words(text) and "hex-label" not in text.get("class", "")
    ]


def overlapping(svg: str) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, box), (other, second) in combinations(text_boxes(svg), 2)
        if box.overlaps(second)
    ]


def outside(svg: str) -> list[str]:
    wide, high = viewbox(svg)
    return [
        text
        for text, box in text_boxes(svg)
        if box.left < -1 or box.right > wide + 1 or box.top < -1 or box.bottom > high + 1
    ]


def path_points(element: ET.Element) -> list[tuple[float, float]]:
    """The absolute points of a path that has only M and L."""
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", element.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def rectangles(element: ET.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of the bars that share a path."""
    found = re.findall(r"M(\S+) (\S+?)h(\S+?)v(\S+?)h\S+?z", element.get("d", ""))
    return [tuple(map(float, bar)) for bar in found]  # type: ignore[misc]


def _texts(
    node: ET.Element, right: float, down: float
) -> Iterator[tuple[ET.Element, float, float]]:
    if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", node.get("transform", "")):
        right, down = right + float(moved[1]), down + float(moved[2])
    if node.tag == f"{SVG}text":
        yield node, right, down
    for child in node:
        yield from _texts(child, right, down)


def _words(text: ET.Element) -> str:
    """A name and the figure beside it are one line of text."""
    return "  ".join(text.itertext())


def _box(text: ET.Element, letter: float, right: float, down: float) -> Box:
    bold = {"mark-label", "is-strong"} & set(text.get("class", "").split())
    wide = text_width(_words(text), letter, bold=bool(bold))
    shift = {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0.0)
    left = float(text.get("x", "0")) - shift + right
    baseline = float(text.get("y", "0")) + down
    return Box(left, baseline - letter * 0.85, left + wide, baseline + letter * 0.12)
