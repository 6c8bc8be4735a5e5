"""One pagination for all lists: 20 rows, filters that stay in the address, no count of millions.

A page is fetched with one row more, which tells whether another follows; the rows are counted only
up to a limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from renkei.core.questions import Found
from renkei.core.writing import number

Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)

ROWS = 20
# Nobody turns more pages; from here on a list is narrowed down. So an OFFSET stays short.
MOST_PAGES = 50
MOST_COUNTED = ROWS * MOST_PAGES


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    number: int
    has_next: bool
    n_found: int  # at most MOST_COUNTED; then `is_more` says whether there are more
    is_more: bool
    query: str = ""  # what else the address asks for
    size: int = ROWS  # most rows on a page

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def found(self) -> str:
        """How many there are: 1,234, or 1,000+ where nobody counted on."""
        return number(self.n_found) + ("+" if self.is_more else "")

    @property
    def previous_address(self) -> str:
        return self.address_of(self.number - 1) if self.number > 1 else ""

    @property
    def next_address(self) -> str:
        return self.address_of(self.number + 1) if self.has_next else ""

    def address_of(self, page: int) -> str:
        asked = [self.query, f"page={page}" if page > 1 else ""]
        return "?" + "&".join(part for part in asked if part)

    def with_rows(self, rows: Sequence[Any]) -> "Page[Any]":
        """The same page with other things on it: what a template shows of each record."""
        return replace(self, rows=rows)


def page_of(found: QuerySet[Record] | Found[Record], request: HttpRequest) -> Page[Record]:
    """The page that the address asks for, in two queries; the first where it asks for none."""
    asked = number_asked(request)
    start = (asked - 1) * ROWS
    rows = list(found[start : start + ROWS + 1])
    if not rows and asked > 1:
        asked, start = 1, 0
        rows = list(found[: ROWS + 1])
    are_here = asked == 1 and len(rows) <= ROWS  # all of them
    return _page(rows, asked, len(rows) if are_here else _counted(found), request)


def _counted(found: QuerySet[Any] | Found[Any]) -> int:
    if isinstance(found, Found):
        return found.n_at_most(MOST_COUNTED + 1)
    return found.order_by()[: MOST_COUNTED + 1].count()


def page_of_list(found: Sequence[Row], request: HttpRequest, *, size: int = ROWS) -> Page[Row]:
    """The same of things in memory already; fewer rows where each is a table of its own."""
    asked = number_asked(request)
    start = (asked - 1) * size
    if start >= len(found):
        asked, start = 1, 0
    return _page(found[start : start + size + 1], asked, len(found), request, size)


def number_asked(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(max(int(text), 1), MOST_PAGES) if text.isdecimal() and len(text) < 9 else 1


def _page(
    rows: Sequence[Row], asked: int, counted: int, request: HttpRequest, size: int = ROWS
) -> Page[Row]:
    query = request.GET.copy()
    query.pop("page", None)
    return Page(
        rows[:size],
        asked,
        has_next=len(rows) > size and asked < MOST_PAGES,
        n_found=min(counted, MOST_COUNTED),
        is_more=counted > MOST_COUNTED,
        query=query.urlencode(),
        size=size,
    )
