"""Money of the initiatives: initiative by year and side, its file, and entering an amount."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.charter.terms import Initiative
from renkei.charter.text import Text
from renkei.core.calendar import fiscal_year_of
from renkei.core.rights import asker_of
from renkei.core.sides import OTHER, Side
from renkei.core.tables import Column, Table
from renkei.core.tables.out import download
from renkei.core.writing import UNKNOWN, fiscal_year, localized, number
from renkei.directory.views.refusals import said
from renkei.journal.queries import entries_about
from renkei.programme.actions.money import Money, enter_money
from renkei.programme.forms.money import MoneyForm
from renkei.programme.queries.money import Amount, YearOfMoney, line_of, money_of_all, summed
from renkei.programme.rules.money import enters_money_of

TITLE = Text("取組の予算と決算", "Budget and spending of the initiatives")
AHEAD = 1  # years for which a budget may be entered already


@dataclass(frozen=True, slots=True)
class Written:
    """An amount of one side as the table shows it."""

    planned: str
    spent: str
    address: str  # of the form; empty for whoever does not enter it
    name: str  # of the side


@dataclass(frozen=True, slots=True)
class Row:
    initiative: Initiative
    prefecture: Written
    city: Written
    planned: str
    spent: str
    sources: tuple[str, ...]


def money(request: HttpRequest) -> HttpResponse:
    asker, year = asker_of(request), _year_asked(request)
    initiatives = programme().initiatives
    found = money_of_all([one.reference for one in initiatives], [year])
    mine = enters_money_of(asker)
    rows = [_row(one, found[one.reference][0], mine) for one in initiatives]
    every = [found[one.reference][0] for one in initiatives]
    context = {
        "rows": rows,
        "year": year,
        "year_told": fiscal_year(year),
        "years": [(one, fiscal_year(one)) for one in _years()],
        "lead": _lead(year, every),
        "may_import": any(mine.values()),
    }
    return render(request, "programme/money.html", context)


def money_file(_request: HttpRequest, kind: str) -> HttpResponse:
    initiatives = [one.reference for one in programme().initiatives]
    found = money_of_all(initiatives, _years())
    rows = [
        (reference, side.value, year.fiscal_year, amount.planned, amount.spent, amount.source)
        for reference in initiatives
        for year in found[reference]
        for side in OTHER
        if (amount := year.of(side)).is_known
    ]
    return download(Table(TITLE, COLUMNS, rows), (), "money", kind, is_free_text=True)


def enter(request: HttpRequest, initiative: str, side: str, year: int) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    if (
        side not in OTHER
        or initiative not in enters_money_of(asker).get(side, ())
        or year not in _years()
    ):
        raise Http404("for the unit in charge and its programme office")
    line = line_of(initiative, side, year)
    form = MoneyForm(
        request.POST or None,
        initial={
            name: getattr(line, name, None) for name in ("planned_yen", "spent_yen", "source")
        },
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        reason = values.pop("reason")
        wanted = Money(initiative=initiative, side=side, fiscal_year=year, **values)
        if said(form, lambda: enter_money(wanted, by=asker, on=on, reason=reason)):
            messages.success(
                request, _("%(reference)sの額を登録しました。") % {"reference": initiative}
            )
            return redirect(f"{reverse('programme:money')}?year={year}#{initiative}")
    found = programme().initiative(initiative)
    context = {
        "form": form,
        "initiative": found,
        "title": f"{found.reference} {localized(found.title)}",
        "side": Side(side).label,
        "year": year,
        "year_told": fiscal_year(year),
        "entries": entries_about("budget_line", line.key).visible_to(asker) if line else [],
    }
    return render(request, "programme/enter_money.html", context)


def _row(initiative: Initiative, year: YearOfMoney, mine: Mapping[str, frozenset[str]]) -> Row:
    return Row(
        initiative,
        _written(initiative.reference, year, Side.PREFECTURE, mine),
        _written(initiative.reference, year, Side.CITY, mine),
        planned=yen(year.planned),
        spent=yen(year.spent),
        sources=_sources(year),
    )


def _sources(year: YearOfMoney) -> tuple[str, ...]:
    """Once where both sides name the same."""
    named = {side: year.of(side).source for side in OTHER if year.of(side).source}
    if len(named) == len(OTHER) and len(set(named.values())) == 1:
        return (_("出典：%(source)s") % {"source": year.prefecture.source},)
    return tuple(
        _("%(side)sの出典：%(source)s") % {"side": side.label, "source": source}
        for side, source in named.items()
    )


def _written(
    reference: str, year: YearOfMoney, side: Side, mine: Mapping[str, frozenset[str]]
) -> Written:
    amount: Amount = year.of(side)
    is_mine = reference in mine.get(side, ())
    address = (
        reverse("programme:enter_money", args=[reference, side.value, year.fiscal_year])
        if is_mine
        else ""
    )
    return Written(yen(amount.planned), yen(amount.spent), address, str(side.label))


def yen(amount: int | None) -> str:
    return UNKNOWN if amount is None else number(amount)


def _lead(year: int, every: list[YearOfMoney]) -> str:
    """What is known, and of how much it is the sum: an unknown amount is no nought."""
    amounts = [one.of(side).planned for one in every for side in OTHER]
    known = [one for one in amounts if one is not None]
    told = {
        "year": fiscal_year(year),
        "n": number(len(known)),
        "all": number(len(amounts)),
        "sum": number(summed(known)),
    }
    if not known:
        return _("%(year)sの予算額は、まだ登録されていません。") % told
    if len(known) == len(amounts):
        return _("%(year)sの予算額は、道と市のすべての取組の合計で%(sum)s円です。") % told
    return (
        _(
            "%(year)sの予算額は、登録のある%(n)s件（道と市の%(all)s件のうち）の合計で%(sum)s円です。"
            "登録のない額は含んでいません。"
        )
        % told
    )


def _years() -> list[int]:
    first = programme().period.first
    return list(range(fiscal_year_of(timezone.localdate()) + AHEAD, first - 1, -1))


def _year_asked(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if year in _years() else fiscal_year_of(timezone.localdate())


COLUMNS = (
    Column("initiative", Text("取組番号", "Initiative")),
    Column("side", Text("側", "Side")),
    Column("fiscal_year", Text("年度", "Fiscal year")),
    Column("planned_yen", Text("予算額", "Planned"), Text("円", "yen")),
    Column("spent_yen", Text("決算額", "Spent"), Text("円", "yen")),
    Column("source", Text("出典", "Source")),
)
