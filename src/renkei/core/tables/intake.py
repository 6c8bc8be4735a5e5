"""A table that someone else made, read without guessing.

Row 1 names the columns, by key or by label in either language; every other row is one observation.
All problems are found in one reading, each with sheet, row, column and how to mend it. Who receives
an intake stores nothing while it has a problem.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from renkei.core.tables.cells import Value, Wanted, read_cell
from renkei.core.tables.guards import Limits, NotATable
from renkei.core.tables.sheets import GENEROUS, Sheet, read_sheet
from renkei.core.writing import language, listed

ROWS_SEARCHED_FOR_A_HEADER = 20


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a file, and where: row 1 is the first, column A the first."""

    text: str
    sheet: str = ""
    row: int | None = None
    column: str = ""  # its letter
    header: str = ""
    is_notice: bool = False  # to be looked at; it stops nothing

    def __str__(self) -> str:
        place = [
            _("シート「%(sheet)s」") % {"sheet": self.sheet} if self.sheet else "",
            _("%(row)d行目") % {"row": self.row} if self.row else "",
            _("%(column)s列") % {"column": self.column} if self.column else "",
            _("「%(header)s」") % {"header": self.header} if self.header else "",
        ]
        return _("%(place)s: %(text)s") % {
            "place": " ".join(part for part in place if part) or _("ファイル"),
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # in the sheet
    values: dict[str, Value]


@dataclass(slots=True)
class Intake:
    sheet: str = ""
    encoding: str = ""
    rows: list[Row] = field(default_factory=list)
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)  # key: letter, header
    problems: list[Remark] = field(default_factory=list)
    repairs: list[Remark] = field(default_factory=list)

    def refuse_cell(self, text: str, row: int, key: str) -> None:
        self.refuse(text, row, *self.columns[key])

    def notice(self, text: str, row: int, key: str = "") -> None:
        """Something to look at before the table is taken in."""
        place = self.columns[key] if key else ("", "")
        self.repairs.append(Remark(text, self.sheet, row, *place, is_notice=True))

    def refuse(self, text: str, row: int | None = None, column: str = "", header: str = "") -> None:
        self.problems.append(Remark(text, self.sheet, row, column, header))


def read(content: bytes, wanted: Sequence[Wanted], limits: Limits = GENEROUS) -> Intake:
    """The rows of a CSV or Excel file under the wanted columns, with all problems and repairs."""
    try:
        sheet = read_sheet(content, limits)
    except NotATable as error:
        return Intake(problems=[Remark(str(error))])
    intake = Intake(sheet.name, sheet.encoding)
    filled = [n for n, row in enumerate(sheet.rows) if not _is_empty(row)]
    if not filled:
        intake.refuse(_("何も記入されていません。"))
        return intake
    positions = _positions(sheet, wanted, intake)
    if not intake.problems:
        for n in filled:
            if n > 0:
                _read_row(sheet.rows, n, positions, intake)
        _refuse_duplicates(wanted, intake)
        if not intake.rows and not intake.problems:
            intake.refuse(_("見出しの下に行がありません。"))
    return intake


def letter(position: int) -> str:
    """The letter of a column, counted from 0: A, B ... Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _is_empty(row: Sequence[object]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in row)


# --- the header -----------------------------------------------------------------------------


def _positions(sheet: Sheet, wanted: Sequence[Wanted], intake: Intake) -> dict[int, Wanted]:
    """Which column of the sheet holds which wanted column; what does not fit is refused."""
    names = {_folded(name): one for one in wanted for name in _names(one)}
    header = _find_header(sheet, names)
    if header != 0:
        _refuse_header(header, wanted, intake)
        return {}
    found: dict[int, Wanted] = {}
    for x, cell in enumerate(sheet.rows[0]):
        one = names.get(_folded(cell))
        if one is None:
            if not _is_column_empty(sheet, x):
                _refuse_column(cell, x, intake)
        elif one in found.values():
            intake.refuse(_("同じ列が2つあります。1つにしてください。"), 1, letter(x), str(cell))
        else:
            found[x] = one
            intake.columns[one.column.key] = (letter(x), str(cell))
    for one in wanted:
        if one not in found.values():
            intake.refuse(
                _("列「%(column)s」(%(key)s)がありません。")
                % {"column": one.column.header(language()), "key": one.column.key},
                1,
            )
    return found


def _names(wanted: Wanted) -> list[str]:
    column = wanted.column
    labels = [column.label.ja, column.label.en, column.header("ja"), column.header("en")]
    return [column.key, *labels]


def _folded(cell: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(cell)).casefold().split())


def _find_header(sheet: Sheet, names: dict[str, Wanted]) -> int | None:
    """The first row that looks like the header: at least half of the wanted columns."""
    needed = len({id(one) for one in names.values()}) / 2
    for n, row in enumerate(sheet.rows[:ROWS_SEARCHED_FOR_A_HEADER]):
        if sum(_folded(cell) in names for cell in row) >= needed:
            return n
    return None


def _refuse_header(header: int | None, wanted: Sequence[Wanted], intake: Intake) -> None:
    if header is not None:
        text = _("見出しが%(row)d行目にあります。上の行(表題など)を削除して1行目にしてください。")
        intake.refuse(text % {"row": header + 1}, header + 1)
        return
    labels = [one.column.header(language()) for one in wanted]
    text = _("1行目に見出しがありません。次の列を置いてください: %(columns)s")
    intake.refuse(text % {"columns": listed(labels)}, 1)


def _refuse_column(cell: object, x: int, intake: Intake) -> None:
    if str(cell).strip():
        text = _("この表にない列です。削除するか、列名を直してください。")
        intake.refuse(text, 1, letter(x), str(cell))
    else:
        intake.refuse(_("列名のない列に記入があります。"), 1, letter(x))


def _is_column_empty(sheet: Sheet, x: int) -> bool:
    return all(_is_empty(row[x : x + 1]) for row in sheet.rows)


# --- the rows -------------------------------------------------------------------------------


def _read_row(
    rows: Sequence[Sequence[object]], n: int, positions: dict[int, Wanted], intake: Intake
) -> None:
    cells, width = rows[n], len(rows[0])
    if len(cells) < width or not _is_empty(cells[width:]):
        text = _("見出しは%(wanted)d列ですが、この行は%(found)d列です。区切りを確かめてください。")
        intake.refuse(text % {"wanted": width, "found": len(cells)}, n + 1)
        return
    values: dict[str, Value] = {}
    for x, wanted in positions.items():
        key = wanted.column.key
        try:
            values[key], repairs = read_cell(cells[x], wanted)
        except ValueError as error:
            intake.refuse_cell(str(error), n + 1, key)
            continue
        place = (intake.sheet, n + 1, *intake.columns[key])
        intake.repairs += [Remark(text, *place) for text in repairs]
    if len(values) == len(positions):
        intake.rows.append(Row(n + 1, values))


def _refuse_duplicates(wanted: Sequence[Wanted], intake: Intake) -> None:
    keys = [one.column.key for one in wanted if one.is_key]
    first: dict[tuple[Value, ...], int] = {}
    for row in intake.rows:
        key = tuple(row.values[name] for name in keys)
        if first.setdefault(key, row.number) != row.number:
            text = _("%(first)d行目と同じ行です(%(key)s)。どちらかを削除してください。")
            shown = {"first": first[key], "key": ", ".join(str(part) for part in key)}
            intake.refuse(text % shown, row.number)
