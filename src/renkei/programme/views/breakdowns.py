"""A break-down of a figure as a file: the parts that the page of the indicator shows."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.core.rights import asker_of
from renkei.core.tables import Cell, Column, Table, download
from renkei.core.writing import localized
from renkei.programme import wording
from renkei.programme.figures import in_words, offered
from renkei.programme.periods import Period
from renkei.programme.queries.breakdowns_shown import (
    Parts,
    breakdown_named,
    note_of,
    parts_of_figure,
    what_is_withheld,
)
from renkei.programme.queries.figures_shown import unit_in
from renkei.programme.rules.officials import is_official
from renkei.programme.views.figures import as_float, period_asked
from renkei.programme.views.indicators import known

COLUMNS = (
    Column("indicator", Text("指標番号", "indicator")),
    Column("name", Text("指標名", "name")),
    Column("unit", Text("単位", "unit")),
    Column("period", Text("期間", "period")),
    Column("by", Text("内訳", "broken down by")),
    Column("part", Text("区分", "part")),
    Column("value", Text("値", "value")),
    Column("note", Text("備考", "note")),
    Column("source", Text("値のもと", "source")),
    Column("known_on", Text("いつまでの記録か", "as known on")),
)


@require_safe
def breakdown_file(request: HttpRequest, indicator: str, kind: str) -> HttpResponse:
    found, period, by = known(indicator), period_asked(request), request.GET.get("by", "")
    if by not in offered(found):
        raise Http404(f"{indicator} is not broken down by {by!r}")
    asker, named = asker_of(request), breakdown_named(found, by)
    parts = parts_of_figure(found, period, by, asker, is_official=is_official(asker))
    title = Text(
        f"{found.name.ja} {period.label} {named.ja}",
        f"{found.name.en}, {period.key}, by {named.en}",
    )
    table = Table(title, COLUMNS, list(_rows(found, period, named, parts)))
    told = [localized(one) for one in in_words(found)]
    definition = " ".join([*told, what_is_withheld()] if parts.is_public else told)
    name = f"renkei-{found.id}-{period.key}-{by}"
    # A unit may be called anything.
    return download(table, (), name, kind, definition, is_free_text=True)


def _rows(found: Indicator, period: Period, named: Text, parts: Parts) -> Iterator[list[Cell]]:
    for cell in parts.cells:
        yield [
            found.id,
            found.name,
            unit_in(found, period),
            period.key,
            named,
            cell.label,
            as_float(cell.value),
            note_of(cell),
            str(wording.SOURCES[found.source]),
            parts.known_on,
        ]
