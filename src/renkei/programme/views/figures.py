"""All figures of a period, as a page and as a file."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.charter.text import Text
from renkei.core.calendar import fiscal_year_of
from renkei.core.rights import asker_of
from renkei.core.tables import Column, Table, download
from renkei.core.writing import UNKNOWN, number
from renkei.programme.periods import Period, quarter_of, quarters_of
from renkei.programme.queries.figures_shown import Group, Sided, groups
from renkei.programme.queries.measurements import (
    measured_periods,
)
from renkei.programme.rules.officials import is_official


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    asker, period = asker_of(request), period_asked(request)
    shown = groups(asker, period)
    context = {
        "period": period,
        "groups": shown,
        "finding": _finding(shown, period),
        "is_official": is_official(asker),
        "periods": [(one.key, one.label) for one in periods_offered()],
    }
    return render(request, "programme/figures.html", context)


def _finding(shown: Sequence[Group], period: Period) -> str:
    rows = [row for group in shown for row in group.rows]
    told = [row for row in rows if row.value]
    return _(
        "%(period)s：%(all)sの指標のうち%(told)sに値があり、%(locked)sは道と市の両方が承認しました。"
    ) % {
        "period": period.label,
        "all": number(len(rows)),
        "told": number(len(told)),
        "locked": number(sum(row.is_locked for row in told)),
    }


@require_safe
def figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    asker, period = asker_of(request), period_asked(request)
    columns = (
        Column("indicator", Text("指標番号", "indicator")),
        Column("initiative", Text("取組", "initiative")),
        Column("name", Text("指標名", "name")),
        Column("unit", Text("単位", "unit")),
        Column("period", Text("期間", "period")),
        Column("total", Text("合計", "total")),
        Column("prefecture", Text("道", "prefecture")),
        Column("city", Text("市", "city")),
        Column("joint", Text("うち共同", "of these joint")),
        Column("state", Text("状態", "state")),
    )
    rows = [
        [
            row.indicator.id,
            group.reference or None,
            row.indicator.name,
            row.indicator.unit,
            period.key,
            *_cells(row.value),
            row.state or row.note or None,
        ]
        for group in groups(asker, period)
        for row in group.rows
    ]
    title = Text(f"指標の値 {period.label}", f"Figures {period.key}")
    return download(Table(title, columns, rows), (), f"renkei-figures-{period.key}", kind)


def _cells(value: Sided | None) -> list[float | None]:
    if value is None:
        return [None] * 4
    told = (value.total, value.prefecture, value.city, value.joint)
    return [plain(one) for one in told]


def plain(text: str) -> float | None:
    plain = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return float(plain) if plain and text != UNKNOWN else None


def period_asked(request: HttpRequest) -> Period:
    """The one in the address; the last quarter that is over where there is none, or a wrong one."""
    try:
        return Period.called(request.GET.get("period", ""))
    except ValueError:
        return last_quarter()


def last_quarter() -> Period:
    today = timezone.localdate()
    year = fiscal_year_of(today)
    over = [one for n in (year - 1, year) for one in quarters_of(n) if one.is_over(today)]
    return max(over)


def periods_offered() -> list[Period]:
    """What was measured, the quarter that goes on, and the last one."""
    return sorted(
        {*measured_periods(), quarter_of(timezone.localdate()), last_quarter()}, reverse=True
    )
