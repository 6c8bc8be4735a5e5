"""The rules of machine-readable tables, as a function that every download is held to.

Source: the rules for tabular data of the Digital Agency of Japan, as far as a program can see them
in a CSV file.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO

BOM = b"\xef\xbb\xbf"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DECORATED_NUMBER = re.compile(r"[-−△▲(]?\d{1,3}(,\d{3})+(\.\d+)?\)?")
UNIT = re.compile(r"\([^()]+\)$")
ERA_YEAR = re.compile(r"(明治|大正|昭和|平成|令和)\s*(元|\d+)\s*年")
LOCAL_DATE = re.compile(r"\d{4}[/.年]\d{1,2}([/.月]\d{1,2}日?)?")
# An area code is six digits; the commonest error is the leading zero that a spreadsheet ate. A set
# of areas has no code of its own and is named by its key in letters.
CODE_HEADERS = ("コード", "code")
CODE = re.compile(r"\d{6}|[a-z]+(-[a-z]+)*")


def machine_readability_problems(content: bytes) -> list[str]:
    """Every breach of the rules in a CSV file, with row and column; empty when it keeps them."""
    if not content.startswith(BOM):
        return ["the encoding is not declared: there is no byte order mark"]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [f"the file is not UTF-8: {error}"]
    rows = list(csv.reader(StringIO(text, newline="")))
    if not rows:
        return ["the file is empty"]
    return [*_header_problems(rows[0]), *_row_problems(rows[0], rows[1:])]


def _header_problems(header: list[str]) -> Iterator[str]:
    for n, name in enumerate(header, start=1):
        if not name.strip():
            yield f"row 1, column {n}: the column has no name"
        elif name in header[: n - 1]:
            yield f"row 1, column {n}: the name {name!r} is used twice"
        elif name.isdigit():
            yield f"row 1, column {n}: {name!r} is a value, so the table is not in long format"


def _row_problems(header: list[str], rows: list[list[str]]) -> Iterator[str]:
    seen: dict[tuple[str, ...], int] = {}
    for n, row in enumerate(rows, start=2):
        if len(row) != len(header):
            yield f"row {n}: {len(row)} cells under {len(header)} names"
            continue
        first = seen.setdefault(tuple(row), n)
        if first != n:
            yield f"row {n}: the same as row {first}"
        if not any(row):
            yield f"row {n}: empty"
        for name, cell in zip(header, row, strict=True):
            problem = _cell_problem(name, cell)
            if problem:
                yield f"row {n}, {name}: {cell!r} {problem}"


def _cell_problem(name: str, cell: str) -> str:
    if not cell:
        return ""
    if "\n" in cell or "\r" in cell:
        return "has a line break"
    if cell != cell.strip() or "\u3000\u3000" in cell:
        return "has spaces as layout"
    if UNIT.search(name) and not NUMBER.fullmatch(cell):
        return "stands under a unit but is not a plain number"
    if DECORATED_NUMBER.fullmatch(cell):
        return "is a number with decoration"
    if ERA_YEAR.fullmatch(cell) or LOCAL_DATE.fullmatch(cell):
        return "is not a western year or an ISO date"
    if name.casefold().endswith(CODE_HEADERS) and not CODE.fullmatch(cell):
        return "is not a six-digit code"
    return ""
