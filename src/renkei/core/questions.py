"""Questions of lists: a prepared queryset of records, asked page by page.

_OF_RECORD = Question(lambda kind, key: Share.objects.filter(record_kind=kind, ...))
page = page_of(_OF_RECORD.of(kind=kind, key=key), request)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from renkei.core.prepared import Prepared

Record = TypeVar("Record", bound=Model)


class Question(Generic[Record]):
    """As `Prepared`, of records; the parts of the list have their own statements."""

    def __init__(self, build: Callable[..., QuerySet[Record]]) -> None:
        self.parts = Prepared(lambda start, stop, **values: build(**values)[start:stop])
        self.counted = Prepared(
            lambda most, **values: build(**values).order_by().values("pk")[:most]
        )

    def of(self, **values: Any) -> "Found[Record]":
        return Found(self, values)


@dataclass(frozen=True, slots=True)
class Found(Generic[Record]):
    """What a question finds; asked each time when a part of it is wanted."""

    question: Question[Record]
    values: dict[str, Any]

    def __getitem__(self, part: slice) -> list[Record]:
        return self.question.parts.rows(start=part.start, stop=part.stop, **self.values)

    def __iter__(self) -> Iterator[Record]:
        return iter(self[:])

    def n_at_most(self, most: int) -> int:
        """How many there are, counted only so far."""
        statement = self.question.counted.statement(most=most, **self.values)
        rows = statement.counting().rows(**self.values)
        return int(rows[0][0]) if rows else 0
