"""Cells as offices write them, brought to one form."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.calendar import read_date
from renkei.core.folding import fold
from renkei.core.tables.cells import Wanted
from renkei.core.tables.intake import Row
from renkei.core.tables.table import Column
from renkei.core.writing import listed


def text(key: str, ja: str, en: str, **more: Any) -> Wanted:
    return Wanted(Column(key, Text(ja, en)), "text", **{"is_key": False, **more})


def whole(key: str, ja: str, en: str, **more: Any) -> Wanted:
    return Wanted(Column(key, Text(ja, en)), "integer", **{"is_key": False, **more})


def day_read(written: str) -> tuple[str, str]:
    day = read_date(written).isoformat()
    return day, "" if day == written else _("日付を%(day)sと読みました") % {"day": day}


def one_of(choices: Iterable[tuple[str, Any]]) -> Callable[[str], tuple[str, str]]:
    """A value of a choice, or its label in the reader's language."""
    offered = list(choices)

    def read(written: str) -> tuple[str, str]:
        plain = fold(written)
        for value, label in offered:
            if plain in (fold(value), fold(str(label))):
                return value, ""
        raise ValueError(
            _("「%(text)s」は選べません。次のどれかを書いてください: %(labels)s")
            % {"text": written, "labels": listed(str(label) for _value, label in offered)}
        )

    return read


def said(row: Row, name: str) -> str:
    value = row.values.get(name)
    return "" if value is None else str(value)
