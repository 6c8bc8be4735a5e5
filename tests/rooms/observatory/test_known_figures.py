"""Figures that anybody can look up in the official publications, as the pages show them."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places_loaded")]
HOKKAIDO, SAPPORO = "010006", "011002"
in_both_languages = pytest.mark.parametrize("language", ["ja", "en"])


@in_both_languages
@pytest.mark.parametrize(
    ("code", "section", "row", "column", "expected"),
    [
        (HOKKAIDO, "population", "2015", ("国勢調査", "Census"), "5,381,733"),
        (HOKKAIDO, "population", "2020", ("国勢調査", "Census"), "5,224,614"),
        (SAPPORO, "population", "2020", ("国勢調査", "Census"), "1,973,395"),
        (HOKKAIDO, "population", "2050", ("2023年推計", "2023 edition"), "3,820,016"),
        (SAPPORO, "population", "2050", ("2023年推計", "2023 edition"), "1,745,608"),
        (HOKKAIDO, "natural-change", "2024", ("自然増減", "Natural change"), "−53,556"),
        (SAPPORO, "natural-change", "2024", ("自然増減", "Natural change"), "−14,712"),
        (HOKKAIDO, "social-change", "2024", ("社会増減", "Social change"), "4,398"),
        (SAPPORO, "social-change", "2024", ("社会増減", "Social change"), "13,462"),
        (HOKKAIDO, "fertility", "2023", ("北海道", "Hokkaido"), "1.06"),
    ],
)
def test_table_of_a_figure_holds(page, language, code, section, row, column, expected):
    figure = page(f"areas/{code}/", language).one("section", id=section)

    shown = figure.cell(row, column[language == "en"])

    assert shown == expected


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("ja", HOKKAIDO, "（自然増減−53,556人、社会増減+4,398人）"),
        ("ja", SAPPORO, "（自然増減−14,712人、社会増減+13,462人）"),
        ("en", HOKKAIDO, "natural change −53,556, social change +4,398"),
        ("en", SAPPORO, "natural change −14,712, social change +13,462"),
    ],
)
def test_first_sentence_splits_the_change_of_2024(page, language, code, expected):
    lead = page(f"areas/{code}/", language).all("p", "lead")[0].text

    assert expected in lead


@pytest.mark.parametrize(
    ("language", "columns", "tokyo"),
    [
        ("ja", ("年", "相手の都道府県", "転入", "転出"), "東京都"),
        ("en", ("Year", "Other prefecture", "In-migrants", "Out-migrants"), "Tokyo"),
    ],
)
def test_moves_between_prefectures_in_2025(page, language, columns, tokyo):
    figure = page(f"areas/{HOKKAIDO}/", language).one("section", id="prefectures")

    header, *rows = figure.table()
    years, others, arrived, left = (
        [row[header.index(column)] for row in rows] for column in columns
    )
    assert set(years) == {"2025"}
    assert len(others) == 46
    assert sum(int(n.replace(",", "")) for n in arrived) == 53_656
    assert sum(int(n.replace(",", "")) for n in left) == 58_818
    assert left[others.index(tokyo)] == "13,948"
    assert "53,656" in figure.one("h2").text
    assert "58,818" in figure.one("h2").text
