"""Records out of a list: what the page shows, as a file that programs and spreadsheets can read.

def organisations_file(request: HttpRequest, kind: str) -> HttpResponse:
    found, asker = filtered(Organisation.objects.all(), request), asker_of(request)
    return export(found, COLUMNS, by=asker, title=TITLE, name="organisations", kind=kind)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.calendar import today
from renkei.core.errors import Refused
from renkei.core.rights import Asker, RuledQuerySet, Verb
from renkei.core.tables.out import download
from renkei.core.tables.table import Cell, Column, Table
from renkei.core.writing import number

MOST_ROWS = 100_000  # a file that a spreadsheet still opens, and a worker holds in memory
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Exported:
    """A column of the file, and what stands in it for a record."""

    column: Column
    of: Callable[[Any], Cell]


def export(
    found: RuledQuerySet[Any],
    columns: Sequence[Exported],
    *,
    by: Asker,
    title: Text,
    name: str,
    kind: str,
) -> HttpResponse:
    """The records that the person may export, of those that are asked for, as CSV or XLSX.

    Errors  Refused when there are too many for a file; Http404 for another kind of file
    """
    records = found.visible_to(by, Verb.EXPORT)
    rows = [
        tuple(one.of(record) for one in columns)
        for record in records[: MOST_ROWS + 1].iterator(AT_ONCE)
    ]
    if len(rows) > MOST_ROWS:
        text = _("%(n)s件を超えるので、1つのファイルにできません。条件を足して絞り込んでください。")
        raise Refused(text % {"n": number(MOST_ROWS)})
    table = Table(title, [one.column for one in columns], rows)
    return download(table, (), f"{name}-{today().isoformat()}", kind, is_free_text=True)
