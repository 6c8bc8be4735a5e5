from io import BytesIO

import pytest
import xlsxwriter
from django.utils.translation import override

from renkei.charter.text import Text
from renkei.core.tables import Column, intake
from renkei.core.tables.cells import Wanted
from renkei.core.tables.intake import Remark, letter

WANTED = [
    Wanted(Column("area", Text("団体コード", "Area code")), "text", is_key=True),
    Wanted(Column("year", Text("年", "Year")), "integer", is_key=True),
    Wanted(
        Column("persons", Text("人口", "Population"), Text("人", "persons")),
        "integer",
        is_key=False,
    ),
    Wanted(Column("rate", Text("率", "Rate")), "number", is_key=False),
]
HEADER = ["団体コード", "年", "人口(人)", "率"]
GOOD = ["011002", 2025, 1961682, 1.06]


def csv(*rows, encoding="utf-8"):
    return "".join(",".join(str(cell) for cell in row) + "\r\n" for row in rows).encode(encoding)


def xlsx(*rows, merge=None):
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("入力")
        if merge:
            sheet.merge_range(*merge)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if cell is not None:
                    sheet.write(y, x, cell)
    return out.getvalue()


def values(read):
    return [tuple(row.values.values()) for row in read.rows]


def said(remarks):
    return [str(remark) for remark in remarks]


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 (BOM)"), ("cp932", "CP932")]
)
def test_read_csv_in_each_encoding_says_which(encoding, name):
    read = intake.read(csv(HEADER, GOOD, encoding=encoding), WANTED)

    assert read.problems == read.repairs == []
    assert read.encoding == name
    assert values(read) == [("011002", 2025, 1961682, 1.06)]
    assert read.rows[0].number == 2


def test_read_xlsx_turns_floats_back_into_whole_numbers():
    read = intake.read(xlsx(HEADER, GOOD), WANTED)

    assert (read.sheet, read.encoding, read.problems, read.repairs) == ("入力", "", [], [])
    assert values(read) == [("011002", 2025, 1961682, 1.06)]
    assert type(read.rows[0].values["persons"]) is int


@pytest.mark.parametrize(
    "header",
    [
        ["area", "year", "persons", "rate"],
        ["Area code", "Year", "Population (persons)", "Rate"],
        ["ＡＲＥＡ", " 年 ", "人口", "Rate"],
    ],
)
def test_read_header_in_any_of_its_names(header):
    read = intake.read(csv(header, GOOD), WANTED)

    assert said(read.problems) == []
    assert values(read) == [("011002", 2025, 1961682, 1.06)]


def test_read_columns_in_another_order():
    read = intake.read(csv(HEADER[::-1], GOOD[::-1]), WANTED)

    assert read.rows[0].values == {
        "area": "011002", "year": 2025, "persons": 1961682, "rate": 1.06,
    }  # fmt: skip


def test_read_blank_is_unknown_and_empty_rows_are_passed_over():
    read = intake.read(csv(HEADER, ["011002", 2025, "", ""], ["", "", "", ""]), WANTED)

    assert read.problems == []
    assert values(read) == [("011002", 2025, None, None)]


@pytest.mark.parametrize(
    ("cell", "value", "repair"),
    [
        ('"1,961,682"', 1961682, "桁区切りを除きました"),
        ("１２３", 123, "全角の数字や記号を半角にしました"),
        ("△12", -12, "負の記号を「-」と読みました"),
        ("4315 ", 4315, "前後の空白を除きました"),
    ],
)
def test_read_repairs_what_is_certain_and_says_so(cell, value, repair):
    read = intake.read(csv(HEADER, ["011002", 2025, cell, ""]), WANTED)

    assert read.problems == []
    assert read.rows[0].values["persons"] == value
    assert said(read.repairs) == [f"2行目 C列 「人口(人)」: {repair}"]


@pytest.mark.parametrize("cell", ["…", "-", "x", "不明", "12人", "1.234.567", "1e5", "12,34"])
def test_read_ambiguous_number_is_refused(cell):
    read = intake.read(csv(HEADER, ["011002", 2025, f'"{cell}"', ""]), WANTED)

    assert said(read.problems) == [
        f"2行目 C列 「人口(人)」: 「{cell}」は数ではありません。"
        "不明なら空欄に、ないなら0にしてください。"
    ]


def test_read_fraction_where_a_whole_number_is_wanted_is_refused():
    read = intake.read(xlsx(HEADER, ["011002", 2025, 1.5, 1.5]), WANTED)

    assert said(read.problems) == [
        "シート「入力」 2行目 C列 「人口(人)」: 「1.5」は整数ではありません。"
    ]


def test_read_finds_all_problems_at_once():
    read = intake.read(csv(HEADER, ["", "x", "y", "z"], ["011002", 2025, "", "w"]), WANTED)

    assert [(one.row, one.column) for one in read.problems] == [
        (2, "A"), (2, "B"), (2, "C"), (2, "D"), (3, "D"),
    ]  # fmt: skip


def test_read_duplicate_of_a_key_names_both_rows():
    read = intake.read(csv(HEADER, GOOD, ["011002", 2025, 1, 1]), WANTED)

    assert said(read.problems) == [
        "3行目: 2行目と同じ行です(011002, 2025)。どちらかを削除してください。"
    ]


def test_read_unknown_missing_and_double_columns_are_named():
    header = ["団体コード", "area", "市町村名", "年", "人口"]

    read = intake.read(csv(header, ["011002", "011002", "札幌市", 2025, 1]), WANTED)

    assert said(read.problems) == [
        "1行目 B列 「area」: 同じ列が2つあります。1つにしてください。",
        "1行目 C列 「市町村名」: この表にない列です。削除するか、列名を直してください。",
        "1行目: 列「率」(rate)がありません。",
    ]


def test_read_values_under_no_name_are_refused():
    read = intake.read(csv([*HEADER, ""], [*GOOD, "注"]), WANTED)

    assert said(read.problems) == ["1行目 E列: 列名のない列に記入があります。"]


def test_read_empty_column_at_the_end_is_passed_over():
    read = intake.read(csv([*HEADER, ""], [*GOOD, ""]), WANTED)

    assert read.problems == []
    assert len(read.rows) == 1


def test_read_title_above_the_header_is_refused():
    content = xlsx(["住民基本台帳人口"], [], HEADER, GOOD, merge=(0, 0, 0, 3, "住民基本台帳人口"))

    read = intake.read(content, WANTED)

    assert said(read.problems) == [
        "シート「入力」 3行目: 見出しが3行目にあります。"
        "上の行(表題など)を削除して1行目にしてください。"
    ]


def test_read_table_without_header_says_what_is_wanted():
    read = intake.read(csv(GOOD), WANTED)

    assert said(read.problems) == [
        "1行目: 1行目に見出しがありません。次の列を置いてください: 団体コード、年、人口(人)、率"
    ]


def test_read_row_with_a_cell_too_many_or_too_few_is_refused():
    read = intake.read(csv(HEADER, GOOD[:3], [*GOOD, "注"]), WANTED)

    assert [one.row for one in read.problems] == [2, 3]
    assert "見出しは4列ですが、この行は3列です" in str(read.problems[0])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "ファイル: 何も記入されていません。"),
        (b"\r\n,,\r\n", "ファイル: 何も記入されていません。"),
        (csv(HEADER), "ファイル: 見出しの下に行がありません。"),
        (b"PK\x03\x04broken", "ファイル: Excelファイルとして開けません。"),
        (b"a,b\x81\x20", "ファイル: 文字コードがUTF-8でもCP932でもありません。"),
        ("年\t人口".encode("utf-16"), "ファイル: 文字コードがUTF-16です。"),
        (b"\x00\x01\x02", "ファイル: CSVでもExcelでもないファイルです。"),
    ],
)
def test_read_what_is_not_a_table_is_refused(content, problem):
    read = intake.read(content, WANTED)

    assert read.rows == []
    assert [str(one).startswith(problem) for one in read.problems] == [True]


def test_read_truth_value_of_excel_is_refused():
    read = intake.read(xlsx(HEADER, ["011002", 2025, True, None]), WANTED)

    assert [(one.row, one.column) for one in read.problems] == [(2, "C")]


def test_read_error_value_of_excel_is_refused_and_not_taken_for_unknown():
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("入力")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["011002", 2025, 1])
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")

    read = intake.read(out.getvalue(), WANTED)

    assert said(read.problems) == [
        "ファイル: エラー値(#N/Aなど)のセルがあります: D2。値に直すか、空欄にしてください。"
    ]


def test_read_convert_mends_or_refuses():
    def convert(text):
        if text == "x":
            raise ValueError("これは何ですか")
        return text.zfill(6), "0を補いました" if len(text) < 6 else ""

    wanted = [Wanted(Column("area", Text("団体コード", "Area code")), "text", True, convert)]

    read = intake.read(xlsx(["area"], [11002], ["x"], ["010006"]), wanted)

    assert values(read) == [("011002",), ("010006",)]
    assert said(read.repairs) == ["シート「入力」 2行目 A列 「area」: 0を補いました"]
    assert said(read.problems) == ["シート「入力」 3行目 A列 「area」: これは何ですか"]


def test_remark_speaks_english_too():
    remark = Remark("not a number", "Input", 3, "C", "Population")

    with override("en"):
        assert str(remark) == "sheet “Input” row 3 column C “Population”: not a number"


@pytest.mark.parametrize(("position", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letter_of_a_column_is_that_of_a_spreadsheet(position, name):
    assert letter(position) == name
