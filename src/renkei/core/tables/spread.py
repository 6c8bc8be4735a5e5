"""A long table laid out for reading: what is compared stands side by side."""

from collections.abc import Sequence

from renkei.charter.text import Text
from renkei.core.tables.table import Cell, Column, Table


def spread(
    table: Table, *, down: Sequence[str], across: str, value: str, sort: bool = False
) -> Table:
    """One row for each combination of `down`, one column for each value of `across`.

    The columns stand in the order in which their values first appear; what the long table does
    not hold is unknown. A reader compares across; a program reads the long table. `sort` orders
    the rows by `down`; otherwise they come as the long table brings them.
    """
    keys = [column.key for column in table.columns]
    at = [keys.index(key) for key in down]
    x, y = keys.index(across), keys.index(value)
    heads: dict[Cell, int] = {}
    rows: dict[tuple[Cell, ...], dict[int, Cell]] = {}
    for row in table.rows:
        column = heads.setdefault(row[x], len(heads))
        rows.setdefault(tuple(row[i] for i in at), {})[column] = row[y]
    columns = [table.columns[i] for i in at]
    unit = table.columns[y].unit
    columns += [Column(f"{across}_{i}", _label(head), unit) for head, i in heads.items()]
    found = sorted(rows.items(), key=lambda item: item[0]) if sort else rows.items()
    return Table(
        table.title,
        columns,
        [(*names, *(cells.get(i) for i in range(len(heads)))) for names, cells in found],
    )


def _label(head: Cell) -> Text:
    return head if isinstance(head, Text) else Text(str(head), str(head))
