"""A table of budgets and spending as a finance section keeps it; blank cells leave an amount."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.rights import Asker, Role
from renkei.core.sides import OTHER, Side
from renkei.core.tables.imports import (
    Change,
    ChangeKind,
    Difference,
    Importer,
    Misfit,
    Snapshot,
    declare_importer,
)
from renkei.core.tables.imports.cells import one_of, said, text, whole
from renkei.core.tables.intake import Row
from renkei.programme.actions.money import FIRST_YEAR, LAST_YEAR, MOST_YEN, Money, enter_money
from renkei.programme.models import BudgetLine
from renkei.programme.rules.money import enters_money_of

AMOUNTS = ("planned_yen", "spent_yen")
Place = tuple[str, str, int]


@declare_importer
class Budgets(Importer):
    name = "money"
    label = Text("予算と決算の表", "Tables of budgets and spending")
    kind = "budget_line"
    columns = (
        text("initiative", "取組番号", "Initiative", is_key=True),
        text(
            "side",
            "側",
            "Side",
            is_key=True,
            convert=one_of([(side.value, side.label) for side in OTHER]),
        ),
        whole("fiscal_year", "年度", "Fiscal year", is_key=True),
        whole("planned_yen", "予算額", "Planned"),
        whole("spent_yen", "決算額", "Spent"),
        text("source", "出典", "Source"),
    )

    def may_import(self, asker: Asker) -> bool:
        return any(
            seat.role in (Role.OFFICER, Role.PROGRAMME_OFFICE) and seat.side in OTHER
            for seat in asker.seats
        )

    def check(self, rows: Sequence[Row], *, by: Asker) -> Iterable[Misfit]:
        known = {one.reference for one in programme().initiatives}
        mine = enters_money_of(by)
        for row in rows:
            reference, side, _year = _place(row)
            if reference not in known:
                text_ = _("「%(reference)s」という取組はありません。II-3のように書いてください。")
                yield Misfit(row.number, "initiative", text_ % {"reference": reference})
            elif reference not in mine.get(side, frozenset()):
                yield Misfit(
                    row.number,
                    "initiative",
                    _("この側のこの取組の額を登録できるのは、担当部署と総括担当です。"),
                )
            yield from _impossible(row)

    def plan(self, rows: Sequence[Row], *, by: Asker) -> Sequence[Change]:  # noqa: ARG002 - the same for everybody
        wanted = Q(pk__in=[])
        for initiative, side, year in map(_place, rows):
            wanted |= Q(initiative=initiative, side=side, fiscal_year=year)
        found = BudgetLine.objects.filter(wanted)
        known = {(one.initiative, one.side, one.fiscal_year): one for one in found}
        return [self._change(row, known.get(_place(row))) for row in rows]

    def apply(self, change: Change, *, by: Asker, on: date) -> str:
        line = BudgetLine.objects.filter(pk=change.key).first() if change.key else None
        return enter_money(_money(change.row, line), by=by, on=on, reason=_("表の取込")).key

    def snapshot(self, keys: Sequence[str]) -> Mapping[str, Snapshot]:
        found = BudgetLine.objects.filter(pk__in=keys).order_by()
        return {
            one.key: {name: getattr(one, name) for name in (*AMOUNTS, "source")} for one in found
        }

    def undo(self, key: str, before: Snapshot | None, *, by: Asker, on: date) -> None:
        line = BudgetLine.objects.get(pk=key)
        told: dict[str, Any] = before or {
            "planned_yen": None,
            "spent_yen": None,
            "source": line.source,
        }
        money = Money(
            initiative=line.initiative, side=line.side, fiscal_year=line.fiscal_year, **told
        )
        enter_money(money, by=by, on=on, reason=_("表の取込の取消"))

    def address(self, key: str) -> str:
        line = BudgetLine.objects.get(pk=key)
        return f"{reverse('programme:money')}?year={line.fiscal_year}#{line.initiative}"

    def _change(self, row: Row, line: BudgetLine | None) -> Change:
        reference, side, year = _place(row)
        title = f"{reference} {Side(side).label} {year}"
        if line is None:
            return Change(row=row, kind=ChangeKind.NEW, title=title)
        money = _money(row, line)
        differences = tuple(
            Difference(name, getattr(line, name), getattr(money, name))
            for name in (*AMOUNTS, "source")
            if getattr(line, name) != getattr(money, name)
        )
        kind = ChangeKind.CHANGED if differences else ChangeKind.SAME
        return Change(row=row, kind=kind, title=title, key=line.key, differences=differences)


def _impossible(row: Row) -> Iterator[Misfit]:
    if not FIRST_YEAR <= _place(row)[2] <= LAST_YEAR:
        yield Misfit(row.number, "fiscal_year", _("年度を西暦4桁で書いてください。例：2025"))
    if not said(row, "source"):
        text_ = _("額の出典（予算書、決算書など）を書いてください。")
        yield Misfit(row.number, "source", text_)
    for name in AMOUNTS:
        amount = row.values.get(name)
        if isinstance(amount, int) and not 0 <= amount <= MOST_YEN:
            text_ = _("額は0円以上の整数で、円の単位で書いてください。")
            yield Misfit(row.number, name, text_)


def _place(row: Row) -> Place:
    year = row.values["fiscal_year"]
    assert isinstance(year, int)
    return said(row, "initiative").upper(), said(row, "side"), year


def _money(row: Row, line: BudgetLine | None) -> Money:
    reference, side, year = _place(row)
    told: dict[str, Any] = {}
    for name in AMOUNTS:
        given = row.values.get(name)
        told[name] = getattr(line, name, None) if given is None else given
    return Money(
        initiative=reference, side=side, fiscal_year=year, source=said(row, "source"), **told
    )
