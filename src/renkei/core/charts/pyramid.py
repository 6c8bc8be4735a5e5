"""Population pyramid: one year filled, another as an outline over it; men left, women right."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from renkei.core.charts.axes import GAP
from renkei.core.charts.empty import empty_chart
from renkei.core.charts.lettering import text_width, widest
from renkei.core.charts.numbers import written_ticks
from renkei.core.charts.scales import Linear, known, nice_ticks
from renkei.core.charts.svg import (
    Caption,
    Width,
    coordinate,
    document,
    in_both_widths,
    line,
    path,
    rectangle,
    words,
)
from renkei.core.charts.tones import Tone, toned
from renkei.core.figures import Chart

APART = 24.0  # between the entries of the key
HEIGHT = {"narrow": 340.0, "wide": 420.0}


@dataclass(frozen=True, slots=True)
class Sexes:
    """Persons by age of one year, in the order of the ages of the pyramid."""

    name: str  # the year, as it is written in the picture
    women: Sequence[float | None]
    men: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the filled population lies with a stated probability: (low, high) by age."""

    name: str
    women: Sequence[tuple[float, float]]
    men: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Pyramid:
    """`ages` are the names of the groups from the youngest; each `tick_every`th is written."""

    caption: Caption
    ages: Sequence[str]
    filled: Sexes
    women: str
    men: str
    outlined: Sexes | None = None
    interval: Interval | None = None
    tick_every: int = 1
    unit: str = ""


def pyramid_chart(spec: Pyramid) -> Chart:
    if not known(_all_values(spec)):
        return in_both_widths(lambda width: empty_chart(spec.caption, width))
    return in_both_widths(lambda width: _draw(spec, width))


@dataclass(frozen=True, slots=True)
class _Frame:
    men: Linear  # towards the left
    women: Linear
    age: Linear
    tall: float  # of one age group


def _all_values(spec: Pyramid) -> list[float | None]:
    shown = [spec.filled, *([spec.outlined] if spec.outlined else [])]
    values = [value for sexes in shown for side in (sexes.women, sexes.men) for value in side]
    sides = (spec.interval.women, spec.interval.men) if spec.interval else ()
    return [*values, *(high for side in sides for _low, high in side)]


def _draw(spec: Pyramid, width: Width) -> SafeString:
    ticks = nice_ticks(0, max(known(_all_values(spec))), most=3 if width.is_narrow else 4)
    frame = _frame(spec, ticks, width)
    marks = [
        *_key(spec, width),
        *_sexes(spec, frame, width),
        *_grid(ticks, frame, width),
        *_bars(spec.filled, frame),
        *(_outline(spec.outlined, frame) if spec.outlined else ()),
        *(_whiskers(spec.interval, frame) if spec.interval else ()),
        *_ages(spec, frame, width),
    ]
    return document(spec.caption, width, HEIGHT[width.name], marks)


def _frame(spec: Pyramid, ticks: Sequence[float], width: Width) -> _Frame:
    gutter = widest(spec.ages[:: spec.tick_every], width.letter) + 2 * GAP
    margin = text_width(written_ticks(ticks)[-1], width.letter) / 2
    middle = width.px / 2
    heading = (len(_key_rows(spec, width)) + 1) * width.line
    top, bottom = heading + GAP, HEIGHT[width.name] - width.line - GAP
    age = Linear(0, len(spec.ages), bottom, top)
    return _Frame(
        men=Linear(0, ticks[-1], middle - gutter / 2, margin),
        women=Linear(0, ticks[-1], middle + gutter / 2, width.px - margin),
        age=age,
        tall=(bottom - top) / len(spec.ages),
    )


def _key_rows(spec: Pyramid, width: Width) -> list[list[tuple[str, str]]]:
    """Swatch and name of filled, outlined and interval, in one row where they fit."""
    entries = [("mark-swatch", spec.filled.name)]
    entries += [("mark-swatch-outline", spec.outlined.name)] if spec.outlined else []
    entries += [("mark-whisker", spec.interval.name)] if spec.interval else []
    room = sum(_key_width(name, width) for _, name in entries) + APART * (len(entries) - 1)
    fits = room <= width.px
    return [entries] if fits else [[entry] for entry in entries]


def _key_width(name: str, width: Width) -> float:
    return width.letter + GAP + text_width(name, width.letter)


def _key(spec: Pyramid, width: Width) -> Iterable[SafeString]:
    """What is filled, outlined and a whisker, in the middle above the sexes."""
    side = width.letter * 0.8
    for i, row in enumerate(_key_rows(spec, width)):
        baseline = width.letter + i * width.line
        wide = sum(_key_width(name, width) for _, name in row) + APART * (len(row) - 1)
        left = (width.px - wide) / 2
        for class_, name in row:
            yield path(_swatch(class_, left, baseline - side, side), class_)
            yield words(name, (left + side + GAP, baseline), "mark-name")
            left += _key_width(name, width) + APART


def _swatch(class_: str, left: float, top: float, side: float) -> str:
    if class_ == "mark-whisker":
        return _whisker(left, left + side, top + side / 2, side / 3)
    return rectangle(left, top, side, side)


def _sexes(spec: Pyramid, frame: _Frame, width: Width) -> list[SafeString]:
    """The sexes at their sides, and between them, above the ages, the unit."""
    baseline = frame.age.end - GAP - width.letter * 0.36
    return [
        words(spec.men, (frame.men.end, baseline), toned("mark-label", Tone.MEN)),
        words(spec.unit, (width.px / 2, baseline), "mark-tick", "middle"),
        words(spec.women, (frame.women.end, baseline), toned("mark-label", Tone.WOMEN), "end"),
    ]


def _grid(ticks: Sequence[float], frame: _Frame, width: Width) -> Iterable[SafeString]:
    top, bottom = frame.age.end, frame.age.start
    written = written_ticks(ticks)
    apart = abs(frame.women(ticks[1]) - frame.women(ticks[0]))
    every = math.ceil((widest(written, width.letter) + GAP) / apart)
    for scale in (frame.men, frame.women):
        for i, (value, text) in enumerate(zip(ticks, written, strict=True)):
            x = scale(value)
            yield line((x, top), (x, bottom), "mark-grid-zero" if value == 0 else "mark-grid")
            if i % every == 0:
                yield words(text, (x, bottom + width.line), "mark-tick", "middle")


def _bars(sexes: Sexes, frame: _Frame) -> Iterable[SafeString]:
    gap = 1.0 if frame.tall > 5 else 0.0  # single years of age stand close together
    for values, scale, tone in (
        (sexes.women, frame.women, Tone.WOMEN),
        (sexes.men, frame.men, Tone.MEN),
    ):
        data = [
            rectangle(
                min(scale(value), scale(0)),
                frame.age(i + 1) + gap / 2,
                abs(scale(value) - scale(0)),
                frame.tall - gap,
            )
            for i, value in enumerate(values)
            if known([value])
            for value in known([value])
        ]
        yield path("".join(data), toned("mark-bar mark-pyramid", tone))


def _outline(sexes: Sexes, frame: _Frame) -> Iterable[SafeString]:
    for values, scale in ((sexes.women, frame.women), (sexes.men, frame.men)):
        yield path(_staircase(values, scale, frame.age), "mark-outline")


def _whiskers(interval: Interval, frame: _Frame) -> Iterable[SafeString]:
    """A line from low to high in the middle of each bar, over its end."""
    reach = frame.tall / 4
    for side, scale in ((interval.women, frame.women), (interval.men, frame.men)):
        data = [
            _whisker(scale(low), scale(high), frame.age(i + 0.5), reach)
            for i, (low, high) in enumerate(side)
        ]
        yield path("".join(data), "mark-whisker")


def _whisker(start: float, end: float, level: float, reach: float) -> str:
    """Path data of a line with a cross stroke at either end."""
    top, bottom = coordinate(level - reach), coordinate(level + reach)
    ends = "".join(f"M{coordinate(x)} {top}V{bottom}" for x in (start, end))
    return f"M{coordinate(start)} {coordinate(level)}H{coordinate(end)}{ends}"


def _staircase(values: Sequence[float | None], scale: Linear, age: Linear) -> str:
    """Path data along the ends of the bars; an unknown age interrupts it."""
    data, pen = "", "M"
    for i, value in enumerate(values):
        if not known([value]):
            pen = "M"
            continue
        x = coordinate(scale(sum(known([value]))))
        data += f"{pen}{x} {coordinate(age(i))}V{coordinate(age(i + 1))}"
        pen = "L"
    return data


def _ages(spec: Pyramid, frame: _Frame, width: Width) -> Iterable[SafeString]:
    for i in range(0, len(spec.ages), spec.tick_every):
        at = (width.px / 2, frame.age(i + 0.5) + width.letter * 0.36)
        yield words(spec.ages[i], at, "mark-tick", "middle")
