"""Figures that a finding kept: what was known then, also when more is known today."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from renkei.core.writing import as_read, number
from renkei.programme.models import Review


@dataclass(frozen=True, slots=True)
class FrozenRow:
    id: str
    name: str
    unit: str
    total: str
    prefecture: str
    city: str
    joint: str


def figure_rows(review: Review, *, is_official: bool) -> list[FrozenRow]:
    return [_row(one, is_official) for one in review.figures]


def _row(one: Mapping[str, Any], is_official: bool) -> FrozenRow:
    is_withheld = bool(one["is_small"]) and not is_official
    values = {
        name: _("少人数のため非公開") if is_withheld and name == "total" else _said(one, name)
        for name in ("total", "prefecture", "city", "joint")
    }
    if is_withheld:
        values |= dict.fromkeys(("prefecture", "city", "joint"), number(None))
    return FrozenRow(
        id=one["id"],
        name=as_read(one["name"]["ja"], one["name"]["en"]),
        unit=as_read(one["unit"]["ja"], one["unit"]["en"]),
        **values,
    )


def _said(one: Mapping[str, Any], name: str) -> str:
    written = one[name]
    if written is None:
        return _("未集計") if name == "total" else number(None)
    value = Decimal(written)
    return number(float(value), 0 if value == value.to_integral_value() else 1)
