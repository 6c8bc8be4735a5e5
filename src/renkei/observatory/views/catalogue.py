"""The tables of official figures that everything rests on, each open to be read and taken away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from renkei.core.tables import Column, Table, download
from renkei.core.writing import localized
from renkei.observatory import tables
from renkei.observatory.catalogue import Entry, editions, entries, source_of
from renkei.observatory.withheld import open_table, small_cells

SHOWN = 20  # rows on the page; the file has all


def sources(request: HttpRequest) -> HttpResponse:
    context = {"entries": entries().values()}
    return render(request, "observatory/sources.html", context)


def source(request: HttpRequest, key: str) -> HttpResponse:
    entry = _entry(key)
    context = {
        "entry": entry,
        "editions": editions(key),
        "beginning": _table(entry, SHOWN),
        "rows": tables.table(key).height,
        "has_small_cells": bool(small_cells(key)),
    }
    return render(request, "observatory/source.html", context)


def source_file(_request: HttpRequest, key: str, kind: str) -> HttpResponse:
    entry = _entry(key)
    return download(
        _table(entry), (source_of(key),), f"renkei-{key}", kind, localized(entry.definition)
    )


def _entry(key: str) -> Entry:
    try:
        return entries()[key]
    except KeyError as error:
        raise Http404(f"no table {key}") from error


def _table(entry: Entry, most: int | None = None) -> Table:
    columns = [Column(column.name, column.meaning, column.unit) for column in entry.columns]
    return Table(entry.title, columns, open_table(entry.key).head(most or 10**9).rows())
