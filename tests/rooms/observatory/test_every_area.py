"""Every figure on every page of a place: what it says, what it rests on, and in which language."""

import re

import pytest

from renkei.places.reader import read_areas
from tests.rooms.observatory.reading import japanese_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
SAMPLE = ("010006", "013901", "sapporo-area", "011002", "012076", "016314", "014702", "011011")
ELSEWHERE = ("prefecture", "country")
HERE = sorted(
    area.code for area in read_areas() if area.valid_to is None and area.kind not in ELSEWHERE
)
# Japanese on purpose: the example in the help of the search, the name of a source.
PROPER = ("帯広, おびひろ", "統計メモ帳")
# A placeholder, a number that is none, an empty bracket: a sentence put together wrongly.
LEFT_OVER = re.compile(r"%\(|\{\{|\bNone\b|\bnan\b|\binf\b|\(\)|（）|\s,|,,|、、|。。|\.\.(?!\.)")
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


def problems(opened, language):
    """Everything that is wrong with a page of a place, one line each."""
    found = []
    ids = [node.attributes["id"] for node in opened.nodes() if "id" in node.attributes]
    found += [f"id {name} is there twice" for name in set(ids) if ids.count(name) > 1]
    for lead in opened.all("p", "lead"):
        found += [f"sentence: {lead.text}"] if not reads_well(lead.text) else []
    for figure in opened.all("section", "figure"):
        found += [f"{figure.attributes['id']}: {line}" for line in figure_problems(figure)]
    if language == "en":
        left = japanese_in(opened)
        found += [f"Japanese: {text}" for text in left if not any(p in text for p in PROPER)]
    return found


def reads_well(text):
    return bool(text) and not LEFT_OVER.search(text) and not text.startswith((" ", ",", "、"))


def figure_problems(figure):
    rests_on = figure.one("div", "figure__rests-on")
    if not reads_well(figure.one("h2", "figure__finding").text):
        yield f"finding: {figure.one('h2').text}"
    if not reads_well(figure.one("p", "figure__measure").text):
        yield f"measure: {figure.one('p', 'figure__measure').text}"
    if not re.search(r"(定義：|Definition: ).{15,}", rests_on.text):
        yield "no definition"
    if not re.search(
        r"(出典：|Source: ).{3,}", rests_on.one("details", "source").one("summary").text
    ):
        yield "no source"
    if not rests_on.all("li"):
        yield "no date of a source"
    if len(figure.table()) < 2 or len(figure.table()[0]) < 2:
        yield "no rows in the table"
    drawn = {
        width: [len(part.all("svg")) > 0 for part in figure.all("div", f"figure__chart--{width}")]
        for width in ("narrow", "wide")
    }
    if drawn["narrow"] != drawn["wide"] or not all(drawn["narrow"]):
        yield f"pictures: {drawn}"


@pytest.mark.parametrize("code", SAMPLE)
@LANGUAGES
def test_area_says_everything_a_figure_needs(page, code, language):
    assert problems(page(f"areas/{code}/", language), language) == []


@pytest.mark.slow
@pytest.mark.parametrize("code", [code for code in HERE if code not in SAMPLE])
@LANGUAGES
def test_every_other_area_says_everything_a_figure_needs(page, code, language):
    assert problems(page(f"areas/{code}/", language), language) == []
