"""Who was in charge in the demonstration, line by line of `data/charges.toml`."""

from datetime import date
from typing import Any

from renkei.core.calendar import fiscal_year_days, fiscal_year_of
from renkei.core.sides import OTHER
from renkei.demo import cast
from renkei.demo.stage import Stage
from renkei.directory.actions.charges import Work, hand_over_charges, take_charge
from renkei.directory.states import ChargeRole

Line = dict[str, Any]


def lay_charges(stage: Stage) -> None:
    """Errors  Refused when an action does: then the table does not fit the house any more"""
    table = cast.charges()
    entered = table["entered"]
    on = _april(stage, entered["fiscal_year"])
    for line in table["charges"]:
        for side in OTHER:
            _take(stage, line["initiative"], line[side], by=entered["by"][side], on=on)
    for line in table["hand_overs"]:
        _hand_over(stage, line)


def _take(stage: Stage, initiative: str, part: Line, *, by: str, on: date) -> None:
    working = [(part["lead"], ChargeRole.LEAD)]
    working += [(unit, ChargeRole.SUPPORT) for unit in part.get("support", [])]
    for unit, role in working:
        work = Work(initiative=initiative, role=role, valid_from=on)
        take_charge(stage.units[unit], work, by=stage.asker(by, on=on), on=on)


def _hand_over(stage: Stage, line: Line) -> None:
    first_day = _april(stage, line["fiscal_year"])
    on = min(first_day, stage.today)
    hand_over_charges(
        stage.units[line["unit"]],
        stage.units[line["to"]],
        first_day=first_day,
        by=stage.asker(line["by"], on=on),
        on=on,
    )


def _april(stage: Stage, year: int) -> date:
    return fiscal_year_days(fiscal_year_of(stage.today) + year)[0]
