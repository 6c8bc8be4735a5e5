"""Entering what a government planned and spent for an initiative in a fiscal year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.core.calendar import fiscal_year_days
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked
from renkei.core.rights import Asker, Role, Verb, must
from renkei.core.sides import OTHER
from renkei.directory.queries.charges import lead_of
from renkei.journal.actions import record, reverse
from renkei.journal.kinds import Event
from renkei.journal.queries import entry_numbered
from renkei.programme.events import money as events
from renkei.programme.models import BudgetLine
from renkei.programme.queries.money import line_of
from renkei.programme.rules.money import enters_money_of

MOST_YEN = (
    999_999_999_999  # of the fifteen digits that the journal keeps, three stand after a point
)
FIRST_YEAR, LAST_YEAR = 2015, 2100
EVENTS: dict[str, type[Event]] = {"planned": events.MoneyPlanned, "spent": events.MoneySpent}


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Whole yen; None is unknown."""

    initiative: str
    side: str
    fiscal_year: int
    planned_yen: int | None
    spent_yen: int | None
    source: str


@transaction.atomic
def enter_money(money: Money, *, by: Asker, on: date, reason: str = "") -> BudgetLine:
    """Enter or correct both amounts. An amount that changes takes its entry in the journal back
    and writes another; unknown takes it back and writes none.

    Errors  NotPermitted for whoever is neither of the unit in charge nor of its programme office;
            Refused without a source, for an amount below nought, or a correction without a reason;
            WrongState when somebody else was the first to enter it
    """
    _refuse_impossible(money)
    line = line_of(money.initiative, money.side, money.fiscal_year)
    line = locked(line) if line else _new(money, by, on)
    must(by, Verb.WRITE, line)
    _refuse_uncharged(line, by)
    _refuse_silent_correction(line, money, reason)
    line.source = money.source.strip()
    act = _Act(by, on, reason)
    for name, amount in zip(EVENTS, _amounts(money), strict=True):
        _enter(line, name, amount, act)
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError:
        raise WrongState(_("ほかの人が先に登録しました。いまの額を確かめてください。")) from None
    return line


def _new(money: Money, by: Asker, on: date) -> BudgetLine:
    return BudgetLine(
        initiative=money.initiative,
        side=money.side,
        fiscal_year=money.fiscal_year,
        unit_id=_keeper(money, by, on),
    )


def _keeper(money: Money, by: Asker, on: date) -> str:
    """The unit that answers for the amount: the one in charge, else that of the person."""
    lead = lead_of(money.initiative, money.side, on)
    mine = [seat.unit for seat in by.seats if seat.side == money.side]
    if lead and (lead in by.units or not mine or _is_office(by, money.side)):
        return lead
    if not mine:
        raise NotPermitted(_("額を登録できるのは、その側の担当部署と総括担当です。"))
    return mine[0]


@dataclass(frozen=True, slots=True)
class _Act:
    by: Asker
    on: date
    reason: str


def _enter(line: BudgetLine, name: str, amount: int | None, act: _Act) -> None:
    if amount == getattr(line, f"{name}_yen"):
        return
    number = getattr(line, f"{name}_entry")
    if number is not None:
        entry = entry_numbered(number)
        assert entry is not None, f"the journal lost entry {number}"
        reverse(entry, by=act.by, on=act.on, reason=act.reason)
    setattr(line, f"{name}_yen", amount)
    written = None
    if amount is not None:
        event = EVENTS[name](**_about(line, amount))
        written = record(event, by=act.by, on=_day(line, name, act.on)).pk
    setattr(line, f"{name}_entry", written)


def _day(line: BudgetLine, name: str, on: date) -> date:
    """A budget belongs to the first day of its year, what was spent to the last one so far."""
    first, last = fiscal_year_days(line.fiscal_year)
    return first if name == "planned" else max(first, min(last, on))


def _about(line: BudgetLine, amount: int) -> dict[str, Any]:
    return {
        "subject_kind": "budget_line",
        "subject_key": line.key,
        "side": line.side,
        "organisation": line.unit_id,
        "organisation_name": line.unit.name_ja,
        "initiatives": (line.initiative,),
        "fiscal_year": line.fiscal_year,
        "quantity": amount,
        "unit": "円",
    }


# --- what is looked at --------------------------------------------------------------------------


def _refuse_impossible(money: Money) -> None:
    if money.initiative not in {one.reference for one in programme().initiatives}:
        raise Refused(
            _("「%(reference)s」という取組はありません。") % {"reference": money.initiative}
        )
    if money.side not in OTHER:
        raise Refused(_("道か市のどちらの額かを選んでください。"))
    if not FIRST_YEAR <= money.fiscal_year <= LAST_YEAR:
        raise Refused(_("年度を西暦4桁で書いてください。例：2025"))
    if any(amount is not None and not 0 <= amount <= MOST_YEN for amount in _amounts(money)):
        raise Refused(_("額は0円以上の整数で、円の単位で書いてください。"))
    if not money.source.strip():
        raise Refused(_("額の出典（予算書、決算書など）を書いてください。"))


def _amounts(money: Money) -> tuple[int | None, int | None]:
    return money.planned_yen, money.spent_yen


def _refuse_uncharged(line: BudgetLine, by: Asker) -> None:
    if line.initiative not in enters_money_of(by).get(line.side, frozenset()):
        raise NotPermitted(
            _("%(reference)sの額を登録できるのは、担当部署と総括担当です。")
            % {"reference": line.initiative}
        )


def _refuse_silent_correction(line: BudgetLine, money: Money, reason: str) -> None:
    before = (line.planned_yen, line.spent_yen)
    changes = any(
        old is not None and old != new for old, new in zip(before, _amounts(money), strict=True)
    )
    if changes and not reason.strip():
        raise Refused(_("登録済みの額を直すときは、理由を書いてください。前の額も残ります。"))


def _is_office(by: Asker, side: str) -> bool:
    return any(seat.role == Role.PROGRAMME_OFFICE and seat.side == side for seat in by.seats)
