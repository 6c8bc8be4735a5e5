"""Differences of charters, ready to be read: words out and in, values old and new."""

from collections.abc import Iterable
from dataclasses import dataclass, is_dataclass
from typing import Any

from django.utils.translation import gettext as _

from renkei.charter.differences import Difference, Piece, pieces
from renkei.charter.logic import Link
from renkei.charter.terms import Indicator, Initiative, Partner, Period, Value
from renkei.charter.text import Text
from renkei.core.writing import localized
from renkei.programme import wording
from renkei.programme.wording_charter import path_in_words


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Of a text `ja` and `en` word for word; of anything else `before` and `after`."""

    initiative: str
    label: str
    ja: tuple[Piece, ...] = ()
    en: tuple[Piece, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def heading(self) -> str:
        """An indicator names its initiative itself."""
        is_named = self.label.startswith(f"{self.initiative}.")
        return self.label if is_named else f"{self.initiative} {self.label}".strip()

    @property
    def is_text(self) -> bool:
        return bool(self.ja)


def change_rows(found: Iterable[Difference]) -> list[ChangeRow]:
    return [_row(one) for one in found]


def _row(one: Difference) -> ChangeRow:
    label = path_in_words(one.path)
    if isinstance(one.before, Text) and isinstance(one.after, Text):
        return ChangeRow(
            one.initiative,
            label,
            ja=tuple(pieces(one.before.ja, one.after.ja)),
            en=tuple(pieces(one.before.en, one.after.en)),
        )
    return ChangeRow(one.initiative, label, before=said(one.before), after=said(one.after))


def said(value: Any) -> str:
    """A part of the charter in a line."""
    if value is None:
        return _("記載なし")
    for kind, tell in TELLERS:
        if isinstance(value, kind):
            return tell(value)
    if is_dataclass(value) and hasattr(value, "name"):
        return localized(value.name)
    return str(value)


def _goal(value: Value) -> str:
    return _("%(value)s（%(when)s）") % {"value": wording.value(value), "when": wording.when(value)}


def _carrier(partner: Partner) -> str:
    return _("%(name)s：%(role)s") % {
        "name": localized(partner.name),
        "role": localized(partner.role),
    }


def _link(link: Link) -> str:
    return f"{link.cause} → {link.effect} ({link.grade})"


TELLERS: tuple[tuple[type, Any], ...] = (
    (Text, localized),
    (Value, _goal),
    (Partner, _carrier),
    (Indicator, lambda one: f"{one.id} {localized(one.name)}"),
    (Initiative, lambda one: f"{one.reference} {localized(one.title)}"),
    (Period, wording.period),
    (Link, _link),
)
