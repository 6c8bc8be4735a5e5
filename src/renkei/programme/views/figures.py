"""All figures of a period, as a page and as a file."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.charter.text import Text
from renkei.core.calendar import end_of_day, fiscal_year_of, read_date
from renkei.core.rights import asker_of
from renkei.core.tables import Column, Table, download
from renkei.core.writing import long_date, number
from renkei.programme.periods import Period, quarter_of, quarters_of
from renkei.programme.queries.figures_shown import Group, Sided, groups
from renkei.programme.queries.measurements import measured_periods
from renkei.programme.rules.officials import is_official


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    asker, period = asker_of(request), period_asked(request)
    published_by = end_asked(request, "published")
    shown = groups(asker, period, published_by=published_by)
    context = {
        "period": period,
        "published": request.GET.get("published", "") if published_by else "",
        "groups": shown,
        "finding": _finding(shown, period, published_by),
        "is_official": is_official(asker),
        "periods": [(one.key, one.label) for one in periods_offered()],
    }
    return render(request, "programme/figures.html", context)


def _finding(shown: Sequence[Group], period: Period, published_by: datetime | None) -> str:
    rows = [row for group in shown for row in group.rows]
    told = [row for row in rows if row.value]
    if published_by is not None:
        return _(
            "%(period)s：%(day)sまでに、%(all)sの指標のうち%(told)sの値が公表されていました。"
        ) % {
            "period": period.label,
            "day": long_date(timezone.localdate(published_by)),
            "all": number(len(rows)),
            "told": number(len(told)),
        }
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
            row.unit,
            period.key,
            *_cells(row.value),
            row.state or row.note or None,
        ]
        for group in groups(asker, period, published_by=end_asked(request, "published"))
        for row in group.rows
    ]
    title = Text(f"指標の値 {period.label}", f"Figures {period.key}")
    return download(Table(title, columns, rows), (), f"renkei-figures-{period.key}", kind)


def _cells(value: Sided | None) -> list[float | None]:
    if value is None:
        return [None] * 4
    return [as_float(value.numbers.get(part)) for part in ("total", "prefecture", "city", "joint")]


def as_float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def period_asked(request: HttpRequest) -> Period:
    """The one in the address; the last quarter that is over where there is none, or a wrong one."""
    try:
        return Period.called(request.GET.get("period", ""))
    except ValueError:
        return last_quarter()


def end_asked(request: HttpRequest, name: str) -> datetime | None:
    """The end of a day in the address; None where there is none, or what is no day."""
    try:
        return end_of_day(read_date(request.GET.get(name, "")))
    except ValueError:
        return None


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
