"""Writing SVG: elements, paths, and the document that carries title and description.

Numbers are written here and nowhere else, so that a decimal point stays a point under any locale.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from renkei.core.figures import Chart

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Caption:
    """What a reader who cannot see the picture is told; `key` makes the ids unique on a page."""

    key: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Width:
    """A width to draw for. Lettering is in real pixels: the picture is not meant to be shrunk."""

    name: str
    px: float
    letter: float
    height: float  # of a picture whose height does not follow from its rows

    @property
    def line(self) -> float:
        return round(self.letter * 1.35, 1)

    @property
    def is_narrow(self) -> bool:
        return self.name == "narrow"


NARROW = Width("narrow", 340, 12, 250)
WIDE = Width("wide", 720, 13, 340)


def coordinate(value: float) -> str:
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def tag(name: str, *children: str, **attributes: str | float | None) -> SafeString:
    """One element; `class_` becomes class, `text_anchor` becomes text-anchor, None is left out."""
    head = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return SafeString(f"<{name}{head}/>")
    inner = "".join([_safe(child) for child in children])
    return SafeString(f"<{name}{head}>{inner}</{name}>")


def _written(value: str | float) -> str:
    return _safe(value) if isinstance(value, str) else coordinate(value)


def _safe(text: str) -> str:
    # As Django's conditional_escape, without its support for lazy texts: a page draws thousands
    # of marks.
    return text if isinstance(text, SafeString) else escape(text)


def group(children: Iterable[str], **attributes: str | float | None) -> SafeString:
    return tag("g", *children, **attributes)


def line(start: Point, end: Point, class_: str) -> SafeString:
    return tag("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=class_)


def words(text: str, at: Point, class_: str, anchor: str | None = None) -> SafeString:
    """Lettering standing on the baseline through `at`."""
    return tag("text", text, x=at[0], y=at[1], class_=class_, text_anchor=anchor)


def polyline(points: Sequence[Point]) -> str:
    """Path data through the points."""
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Path data of a rectangle: bars of one colour share a single path."""
    return (
        f"M{coordinate(x)} {coordinate(y)}h{coordinate(width)}"
        f"v{coordinate(height)}h{coordinate(-width)}z"
    )


def path(data: str, class_: str) -> SafeString:
    return tag("path", d=SafeString(data), class_=class_)


def document(
    caption: Caption, width: Width, height: float, marks: Iterable[str], *, role: str = "img"
) -> SafeString:
    title_id = f"{caption.key}-{width.name}-title"
    description_id = f"{caption.key}-{width.name}-desc"
    return tag(
        "svg",
        tag("title", caption.title, id=title_id),
        tag("desc", caption.description, id=description_id),
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart-{width.name}",
        role=role,
        aria_labelledby=f"{title_id} {description_id}",
        viewBox=f"0 0 {coordinate(width.px)} {coordinate(height)}",
        width=width.px,
        height=height,
        font_size=width.letter,
    )


def in_both_widths(draw: Callable[[Width], SafeString]) -> Chart:
    return Chart(narrow=draw(NARROW), wide=draw(WIDE))
