"""The colours of charts.css against the paper and the ground of tokens.css, in light and dark."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from renkei.core.charts import COMPARED, Tone

STYLES = Path(__file__).parents[4] / "src/renkei/web/static/web"
CHARTS = (STYLES / "charts.css").read_text(encoding="utf-8")
TOKENS = (STYLES / "tokens.css").read_text(encoding="utf-8")
PRIMITIVES = (STYLES / "vendor/digital-agency-tokens.css").read_text(encoding="utf-8")

NON_TEXT, TEXT = 3.0, 4.5


def declared(css, *, dark):
    """The custom properties of :root, for the dark scheme on top of the light one."""
    light, _, rest = css.partition("@media")
    found = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", light))
    if dark:
        block = rest.partition("prefers-color-scheme: dark")[2].partition("@media")[0]
        found |= dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block.partition("}\n}")[0]))
    return found


def colours(*, dark):
    names = declared(PRIMITIVES, dark=False) | declared(TOKENS, dark=dark)
    return names | declared(CHARTS, dark=dark)


SCHEMES = {"light": colours(dark=False), "dark": colours(dark=True)}


def resolved(names, name):
    value = names[name].strip()
    while value.startswith("var("):
        value = names[value[4:-1]].strip()
    return value


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=SCHEMES.values(), ids=SCHEMES.keys())
def scheme(request):
    return lambda name: resolved(request.param, name)


def rule_of(tone, property_):
    rule = re.search(rf"\.tone-{tone.value} {{(.*?)}}", CHARTS, re.DOTALL)
    assert rule, f"charts.css has no rule for {tone}"
    found = re.search(rf"{property_}: var\((--[\w-]+)\)", rule[1])
    return found[1] if found else None


def test_contrast_is_measured_as_in_wcag():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("behind", ["--paper", "--ground"])
def test_marks_stand_out(tone, behind, scheme):
    assert contrast(scheme(rule_of(tone, "--tone")), scheme(behind)) >= NON_TEXT


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("behind", ["--paper", "--ground"])
def test_lettering_in_colour_can_be_read(tone, behind, scheme):
    name = rule_of(tone, "--tone-text") or rule_of(tone, "--tone")

    assert contrast(scheme(name), scheme(behind)) >= TEXT


@pytest.mark.parametrize("name", ["--data-women-pale", "--data-men-pale"])
def test_bars_of_a_pyramid_stand_out_and_so_does_the_outline_on_them(name, scheme):
    assert contrast(scheme(name), scheme("--paper")) >= NON_TEXT
    assert contrast(scheme(name), scheme("--ink")) >= NON_TEXT


BINS = re.findall(
    r"^\.bin-(\w+) { --bin: var\((--[\w-]+)\); --bin-text: var\((--[\w-]+)\); }", CHARTS, re.M
)


@pytest.mark.parametrize(("bin_", "face", "text"), BINS)
def test_labels_can_be_read_on_their_cells(bin_, face, text, scheme):
    assert contrast(scheme(face), scheme(text)) >= TEXT


def test_every_class_of_the_map_has_its_colours():
    assert {b for b, *_ in BINS} == {"none", *(f"s{i}" for i in range(1, 7))} | {
        f"d{i}" for i in range(1, 8)
    }


def test_edges_of_cells_stand_out(scheme):
    assert contrast(scheme("--map-edge"), scheme("--paper")) >= NON_TEXT
    assert contrast(scheme("--rule-strong"), scheme("--paper")) >= NON_TEXT


def test_sequential_classes_go_steadily_away_from_the_paper(scheme):
    steps = [contrast(scheme(f"--map-s{i}"), scheme("--paper")) for i in range(1, 7)]

    assert all(after > 1.2 * before for before, after in pairwise(steps))


# How the eye without red (protan) or green (deutan) cones sees linear RGB.
# Source: Viénot, Brettel, Mollon (1999), Color Research and Application 24(4), 243-252.
SEEN = {
    "protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}
TOGETHER = [
    (Tone.BIRTHS, Tone.DEATHS),
    (Tone.ARRIVALS, Tone.DEPARTURES),
    (Tone.WOMEN, Tone.MEN),
    (Tone.PREFECTURE, Tone.CITY),
    (Tone.CHILDREN, Tone.WORKING),
    (Tone.WORKING, Tone.AGED),
    *combinations(COMPARED, 2),
]


def lab(colour, eye):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rgb = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    if eye:
        rgb = [sum(w * p for w, p in zip(row, rgb, strict=True)) for row in SEEN[eye]]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(w * p for w, p in zip(row, rgb, strict=True)) for row in rows)
    f = [max(v, 0) ** (1 / 3) for v in (x / 0.9505, y, z / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eye", [None, *SEEN])
@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_colours_that_meet_differ_for_every_eye(one, other, eye, scheme):
    pair = [lab(scheme(rule_of(tone, "--tone")), eye) for tone in (one, other)]

    distance = sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5
    assert distance >= 15
