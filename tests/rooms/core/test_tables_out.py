from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import pytest
from django.http import Http404
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from renkei.charter.text import Text
from renkei.core.figures import Source
from renkei.core.tables import Column, Table, as_csv, as_xlsx, download
from renkei.core.tables.readability import machine_readability_problems

PERSONS = Text("人", "persons")
COLUMNS = (
    Column("code", Text("団体コード", "Area code")),
    Column("area", Text("市区町村", "Area")),
    Column("date", Text("基準日", "Date")),
    Column("persons", Text("人口", "Population"), PERSONS),
)


MIC = Source(
    Text("総務省", "Ministry of Internal Affairs and Communications"),
    Text("住民基本台帳に基づく人口", "Population by the resident register"),
    Text("2025年1月1日", "1 January 2025"),
    "2026-08-01",
)


def population(*rows):
    return Table(Text("人口", "Population"), COLUMNS, rows)


SAPPORO = ("011002", Text("札幌市", "Sapporo"), date(2025, 1, 1), 1973395)


def test_csv_in_japanese_is_plain_data_under_a_header():
    with override("ja"):
        content = as_csv(population(SAPPORO, ("010006", None, None, None)))

    assert content.decode("utf-8-sig") == (
        "団体コード,市区町村,基準日,人口(人)\r\n011002,札幌市,2025-01-01,1973395\r\n010006,,,\r\n"
    )


def test_csv_in_english_has_english_names():
    with override("en"):
        content = as_csv(population(SAPPORO))

    assert content.decode("utf-8-sig") == (
        "Area code,Area,Date,Population (persons)\r\n011002,Sapporo,2025-01-01,1973395\r\n"
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (0, "0"),
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (1.06, "1.06"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (-0.0, "0"),
        (12.0, "12"),
        (np.int64(1234567), "1234567"),
        (np.float64(0.5), "0.5"),
        ("", ""),
        (" 札幌市\n中央区 ", "札幌市 中央区"),
        ('"a",b', '"""a"",b"'),
    ],
)
def test_csv_cell_is_written_without_decoration(cell, written):
    table = Table(Text("表", "Table"), COLUMNS[:2], [("010006", cell)])

    last_line = as_csv(table).decode("utf-8-sig").splitlines()[1]

    assert last_line == f"010006,{written}"


def test_csv_starts_with_the_mark_of_its_encoding():
    assert as_csv(population()).startswith(b"\xef\xbb\xbf")


def test_xlsx_keeps_types_and_codes():
    with override("ja"):
        content = as_xlsx(population(SAPPORO, ("012025", "函館市", None, None)), [MIC])

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == ["データ", "説明"]
    assert book.get_sheet_by_name("データ").to_python() == [
        ["団体コード", "市区町村", "基準日", "人口(人)"],
        ["011002", "札幌市", "2025-01-01", 1973395.0],
        ["012025", "函館市", "", ""],
    ]


def test_xlsx_explains_itself_on_the_second_sheet():
    source = replace(MIC, credit=Text("総務省の統計を加工して作成", "Made from MIC statistics"))

    with override("ja"):
        content = as_xlsx(population(SAPPORO), [source], "日本人と外国人の合計")

    about = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("説明").to_python()
    assert about == [
        ["項目", "内容"],
        ["表題", "人口"],
        ["単位:人口", "人"],
        ["定義", "日本人と外国人の合計"],
        ["出典", "総務省"],
        ["統計表", "住民基本台帳に基づく人口"],
        ["時点", "2025年1月1日"],
        ["取得日", "2026-08-01"],
        ["出典の表示", "総務省の統計を加工して作成"],
        ["空欄の意味", "不明または非公表（0ではありません）"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+81", "-x", "@SUM(A1)", "http://example.org", "{=A1}"])
def test_xlsx_text_never_becomes_a_formula_or_a_link(text):
    table = Table(Text("表", "Table"), COLUMNS[:2], [("010006", text)])

    content = as_xlsx(table, [])

    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["010006", text]


@pytest.mark.parametrize(
    ("kind", "content_type", "start"),
    [
        ("csv", "text/csv; charset=utf-8; header=present", b"\xef\xbb\xbf"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
    ],
)
def test_download_says_what_it_is(kind, content_type, start):
    response = download(population(SAPPORO), [MIC], "札幌市の人口", kind)

    name = "%E6%9C%AD%E5%B9%8C%E5%B8%82%E3%81%AE%E4%BA%BA%E5%8F%A3"
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}.{kind}"
    assert response.content.startswith(start)


def test_download_of_another_kind_is_not_found():
    with pytest.raises(Http404):
        download(population(SAPPORO), [], "population", "pdf")


def test_table_with_a_short_row_is_refused():
    with pytest.raises(ValueError, match="row 1 of “Population” has 2 cells, not 4"):
        population(("011002", "札幌市"))


def test_table_with_two_equal_names_is_refused():
    twice = [COLUMNS[0], Column("other", Text("団体番号", "Area code"))]

    with pytest.raises(ValueError, match="two columns"):
        Table(Text("表", "Table"), twice, [])


def test_readability_of_our_own_csv_has_no_problems():
    for language in ("ja", "en"):
        with override(language):
            content = as_csv(population(SAPPORO, ("012025", "函館市", None, None)))

        assert machine_readability_problems(content) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the file is empty"),
        ("a,\n1,2\n", "row 1, column 2: the column has no name"),
        ("a,a\n1,2\n", "row 1, column 2: the name 'a' is used twice"),
        ("a,2020\n1,2\n", "row 1, column 2: '2020' is a value, so the table is not in long format"),
        ("a,b\n1\n", "row 2: 1 cells under 2 names"),
        ("a,b\n1,2\n1,2\n", "row 3: the same as row 2"),
        ("a,b\n,\n", "row 2: empty"),
        ('a,b\n1,"x\ny"\n', "row 2, b: 'x\\ny' has a line break"),
        ("a,b\n1, x\n", "row 2, b: ' x' has spaces as layout"),
        ("人口(人)\n…\n", "row 2, 人口(人): '…' stands under a unit but is not a plain number"),
        (
            '人口(人)\n"1,234"\n',
            "row 2, 人口(人): '1,234' stands under a unit but is not a plain number",
        ),
        ('a\n"△1,234"\n', "row 2, a: '△1,234' is a number with decoration"),
        ("a\n令和7年\n", "row 2, a: '令和7年' is not a western year or an ISO date"),
        ("a\n2025/1/1\n", "row 2, a: '2025/1/1' is not a western year or an ISO date"),
        ("団体コード\n11002\n", "row 2, 団体コード: '11002' is not a six-digit code"),
    ],
)
def test_readability_names_the_breach(text, problem):
    assert machine_readability_problems(text.encode("utf-8-sig")) == [problem]


def test_readability_needs_a_declared_encoding():
    assert machine_readability_problems(b"a,b\n1,2\n") == [
        "the encoding is not declared: there is no byte order mark"
    ]
    assert machine_readability_problems(b"\xef\xbb\xbf\x90\x6c")[0].startswith(
        "the file is not UTF-8"
    )
