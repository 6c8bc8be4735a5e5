"""The page of the method: what it says, the numbers it prints, and the run that it describes."""

import pytest

from renkei.charter.errors import CharterError, MisfitError
from renkei.charter.text import Text
from renkei.core.formulas import formula
from renkei.core.writing import number
from renkei.engines.demography.projection.operator import project
from renkei.observatory import method
from renkei.observatory.ahead.fits import fit
from renkei.observatory.ahead.parameters import parameters
from renkei.observatory.ahead.runs import newest_run
from renkei.observatory.method import Block, sections
from tests.rooms.observatory.reading import japanese_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


@LANGUAGES
def test_method_has_every_section_with_its_formulas(page, language):
    opened = page("method/", language)

    anchors = [link.attributes["href"] for link in opened.one("nav", "contents").all("a")]
    assert anchors == [f"#{section.key}" for section in sections()] + ["#run"]
    assert all(opened.all("section", id=anchor[1:]) for anchor in anchors)
    n_formulas = sum(len(block.formulas) for section in sections() for block in section.block)
    assert len(opened.all("math")) == n_formulas > 10


def test_method_is_in_the_language_of_its_reader(page):
    assert japanese_in(page("method/", "en")) == []


@LANGUAGES
def test_every_parameter_is_printed_as_the_code_uses_it(page, language):
    shown = [
        row[:2]
        for section in page("method/", language).all("section", "method")
        for table in section.all("details")
        for row in table.table()[1:]
    ]
    expected = [
        [one.name.in_language(language), f"{one.value:.6g}"] for one in parameters().values()
    ]
    assert sorted(shown) == sorted(expected)


def test_every_part_of_the_parameters_has_its_section():
    parts = {key.partition(".")[0] for key in parameters()}

    assert {section.parameters for section in sections() if section.parameters} == parts


def test_formulas_can_all_be_set():
    for section in sections():
        for block in section.block:
            assert all(formula(notation) for notation in block.formulas)


def test_run_that_is_shown_is_the_newest(page):
    manifest = newest_run().manifest

    run = page("method/").one("section", id="run")

    assert manifest.digest in run.text
    assert manifest.code_sha256 in run.text
    assert number(manifest.draws) in run.text
    linked = {a.attributes["href"].split("/")[-2] for a in run.all("a")}
    assert linked == {table.table for table in manifest.tables}


def test_comparison_with_the_official_projection_is_computed_from_the_run(page):
    fan = newest_run().people("010006", "everyone")
    official = page("areas/010006/").one("section", id="population")

    table = newest_comparison(page)

    at = fan.years.index(2050)
    ours = 0.25 * float(fan.median[at]) + 0.75 * float(fan.median[at + 1])
    assert table.cell("2050", "北海道：本推計（中央値）") == number(ours)
    assert table.cell("2050", "北海道：公的な推計") == official.cell("2050", "2023年推計")


def newest_comparison(page):
    return page("method/").one(**{"aria-labelledby": "beside-newest-table"})


def test_comparison_from_the_same_census_is_that_of_the_fit(page):
    started = fit(2015, until=2045)
    people = project(started.start, started.assumptions).population.persons[-1].sum()

    table = page("method/").one(**{"aria-labelledby": "beside-same-census-table"})

    assert table.cell("2045", "北海道：本推計の方法") == number(float(people))
    assert [row[0] for row in table.table()[1:]] == ["2020", "2025", "2030", "2035", "2040", "2045"]
    # The first of the years was counted since, and both were near it.
    assert float(table.cell("2020", "市町村の差の大きさの中央値")) < 2


# --- the file -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "text"),
        ({"formulas": ("x",)}, "letters"),
        ({"text": Text("文", "text"), "letters": Text("x", "x")}, "letters"),
    ],
)
def test_block_says_something_and_explains_its_letters(given, named):
    with pytest.raises(MisfitError) as refused:
        Block(**given)

    assert refused.value.name == named


def test_wrong_file_is_refused_with_its_place(tmp_path, monkeypatch):
    path = tmp_path / "method.toml"
    path.write_text('[[section]]\nkey = "what"\n', encoding="utf-8")
    monkeypatch.setattr(method, "FILE", path)

    with pytest.raises(CharterError, match=r"method.toml"):
        sections.__wrapped__()
