"""What rules open to somebody as a prepared question, for pages that many ask.

The statement has places for the values that open a record: units, sides, keys. They are read of
who asks each time and filled in, so nobody asks by another one's values; what is kept is only which
columns are compared, and with how many values.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql import Query

from renkei.core.prepared import filled_up
from renkei.core.questions import Found, Question
from renkei.core.rights.columns import is_text
from renkei.core.rights.reaches import Values

Record = TypeVar("Record", bound=Model)
Place = tuple[str, bool]
# By column, and whether it waits for a moment: the values that open a record.
Opens = dict[Place, Values]
COMPARED, BESIDE = "columns compared", "select_related"


class OpenQuestion(Generic[Record]):
    """A question of one table; `build` takes what opens its records, and values to compare with."""

    def __init__(self, table: type[Record], build: Callable[..., QuerySet[Record]]) -> None:
        self.table, self.build = table, build
        self.question: Question[Record] = Question(self._built)

    def of(self, opens: Opens | None, **values: Any) -> Found[Record]:
        """None opens every record."""
        if opens is None:
            return self.question.of(**{COMPARED: None}, **values)
        compared: list[tuple[Place, Values | None]] = []
        texts: dict[str, list[str]] = {}
        for place, opening in sorted(opens.items()):
            if is_text(self.table, place[0]):
                texts[_name(len(compared))] = filled_up(map(str, opening))
                compared.append((place, None))
            else:
                compared.append((place, opening))
        return self.question.of(**{COMPARED: tuple(compared)}, **texts, **values)

    def _built(self, **values: Any) -> QuerySet[Record]:
        compared = values.pop(COMPARED)
        if compared is None:
            return self.build(None, **values)
        opens = {
            place: frozenset(values.pop(_name(n))) if opening is None else opening
            for n, (place, opening) in enumerate(compared)
        }
        return self.build(opens, **values)


def _name(number: int) -> str:
    return f"opens {number}"


# --- one record by its key ------------------------------------------------------------------------


def one_of(found: Any, opens: Opens | None, lookup: dict[str, Any]) -> Any:
    """The first record of a queryset with this lookup, None without.

    A statement is kept for whole tables, with what is selected beside them, asked for by texts.
    """
    table = found.model
    if not (_is_whole(found) and all(_is_compared(table, *one) for one in lookup.items())):
        return found.opened_by(opens).filter(**lookup).first()
    names, beside = tuple(lookup), found.query.select_related
    question = _ONE.get((table, names, repr(beside)))
    if question is None:
        question = _ONE[table, names, repr(beside)] = OpenQuestion(table, _first_of(found.all()))
    return next(iter(question.of(opens, **lookup)[0:1]), None)


# As many as the house has views that ask for one record.
_ONE: dict[tuple[type[Model], tuple[str, ...], str], OpenQuestion[Any]] = {}


def _first_of(whole: Any) -> Callable[..., Any]:
    in_order = whole if whole.ordered else whole.order_by("pk")
    return lambda opens, **lookup: in_order.opened_by(opens).filter(**lookup)


def _is_whole(found: Any) -> bool:
    """Whether nothing was asked of the queryset yet but for what to select beside it."""
    asked, untouched = vars(found.query), _untouched(found.model)
    return (
        all(getattr(untouched, name) == told for name, told in asked.items() if name != BESIDE)
        and found._iterable_class is ModelIterable
        and found._db is None
        and not found._prefetch_related_lookups
        and not found._known_related_objects
    )


@cache
def _untouched(table: type[Model]) -> Query:
    return Query(table)


def _is_compared(table: type[Model], name: str, value: object) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and is_text(table, name)
    except FieldDoesNotExist:
        return False
