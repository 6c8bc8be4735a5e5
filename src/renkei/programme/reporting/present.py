"""A figure as officials write it: initial, present and target beside the reason."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from renkei.charter.terms import Value
from renkei.core import writing
from renkei.programme import wording
from renkei.programme.reporting.paper import Head, Told, word


def officials_head() -> tuple[Head, ...]:
    return (
        Head(_("指標")),
        Head(_("選んだ理由")),
        Head(_("当初値")),
        Head(_("現在値")),
        Head(_("目標値")),
    )


def figure_rows(told: Told, reference: str) -> list[tuple[str, ...]]:
    return [_row(one) for one in told["figures"] if one["initiative"] == reference]


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    name = _("%(id)s %(name)s（%(unit)s）") % {
        "id": one["id"],
        "name": word(one["name"]),
        "unit": word(one["unit"]),
    }
    return (
        name,
        reason(one),
        stated(one["initial"]) or _("不明"),
        present(one["present"]),
        stated(one["target"]) or _("定めなし"),
    )


def reason(one: Mapping[str, Any]) -> str:
    """Why this is watched: what level it stands for, and how the agreement speaks of it."""
    return _("%(level)s。%(grounds)s") % {
        "level": wording.LEVELS[one["level"]],
        "grounds": wording.CONFIDENCES_EXPLAINED[one["confidence"]],
    }


def stated(value: Mapping[str, Any] | None) -> str:
    if not value:
        return ""
    figure = Value(**value)
    return f"{wording.value(figure)} {wording.when(figure)}"


def present(one: Mapping[str, Any]) -> str:
    """The value with both sides, or why there is none."""
    if one["total"] is None:
        return str(_WITHOUT.get(one["state"], _WITHOUT["none"])())
    told = value(one["total"])
    if one["prefecture"] is not None and one["city"] is not None:
        told = _("%(total)s（道 %(prefecture)s、市 %(city)s、うち共同 %(joint)s）") % {
            name: value(one[name]) for name in ("total", "prefecture", "city", "joint")
        }
    if one["year"]:
        told = f"{told} {writing.year(one['year'])}"
    if one["state"] == "manual":
        told = _("%(value)s（手入力：%(source)s）") % {"value": told, "source": word(one["from"])}
    return told


def value(text: str | None) -> str:
    if text is None:
        return writing.UNKNOWN
    decimals = len(text.partition(".")[2])
    return writing.number(float(Decimal(text)), decimals)


_WITHOUT = {
    "waits": lambda: _("まだ数えられない（記録する部屋がない）"),
    "withheld": lambda: _("人数が少ないため非公表"),
    "none": lambda: _("集計なし"),
}
