"""Documents and their numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from renkei.charter import letters as charter_letters
from renkei.charter.letters import Letter
from renkei.core.rights import Asker, Verb
from renkei.paperwork.models import Document, NumberTaken, Series
from renkei.paperwork.states import DocumentState


def letters() -> Mapping[str, Letter]:
    return charter_letters.letters()


def series_of(asker: Asker, verb: Verb = Verb.READ) -> QuerySet[Series]:
    return Series.objects.visible_to(asker, verb).filter(is_closed=False)


def documents_list(
    asker: Asker, *, series: str = "", state: str = "", fiscal_year: int | None = None
) -> QuerySet[Document]:
    """What the asker may read, newest first."""
    found = Document.objects.visible_to(asker, Verb.READ).select_related("series")
    if series:
        found = found.filter(series=series)
    if state:
        found = found.filter(state=state)
    return found.filter(fiscal_year=fiscal_year) if fiscal_year else found


def last_issued_on(series: Series, fiscal_year: int) -> date | None:
    """The day of the latest number of the year; numbers and days go up together."""
    found = series.documents.filter(fiscal_year=fiscal_year).order_by("-number").first()
    return found.issued_on if found else None


def missing_numbers(series: Series, fiscal_year: int) -> list[int]:
    """Numbers that were counted and stand on no document: there should be none."""
    counter = NumberTaken.objects.filter(series=series, fiscal_year=fiscal_year).first()
    given = set(series.documents.filter(fiscal_year=fiscal_year).values_list("number", flat=True))
    return [n for n in range(1, (counter.last if counter else 0) + 1) if n not in given]


def documents_about(kind: str, key: str) -> QuerySet[Document]:
    return Document.objects.filter(about_kind=kind, about_key=key)


def issued_about(asker: Asker, kind: str, keys: QuerySet[Any, Any]) -> QuerySet[Document]:
    """Letters about several records of a kind that went out and stand."""
    found = Document.objects.visible_to(asker).filter(about_kind=kind, about_key__in=keys)
    return found.filter(state=DocumentState.ISSUED)


def series_and_years(asker: Asker) -> tuple[list[Series], list[int]]:
    """What a list can be narrowed down to: series, and the fiscal years in which they counted."""
    found = Series.objects.visible_to(asker).annotate(year=F("counters__fiscal_year"))
    rows = list(found)
    years = {row.year for row in rows if row.year is not None}
    return list({row.key: row for row in rows}.values()), sorted(years, reverse=True)
