"""The form in which officials keep an indicator, as a table for spreadsheets: one row each.

Why it was chosen, initial, present and target value, the project, the bureau in charge, the amount.
"""

from collections.abc import Mapping
from typing import Any

from renkei.charter.text import Text
from renkei.core.sides import OTHER
from renkei.core.tables import Cell, Column, Table
from renkei.core.writing import listed
from renkei.programme.reporting.paper import Told
from renkei.programme.reporting.present import reason
from renkei.programme.reporting.rows import as_number, as_text

YEN = Text("円", "yen")
COLUMNS = (
    Column("initiative", Text("取組番号", "Initiative")),
    Column("project", Text("事業", "Project")),
    Column("indicator", Text("指標番号", "Indicator")),
    Column("name", Text("指標名", "Name")),
    Column("unit", Text("単位", "Unit")),
    Column("reason", Text("選んだ理由", "Reason")),
    Column("initial", Text("当初値", "Initial value")),
    Column("initial_year", Text("当初値の年", "Year of the initial value")),
    Column("present", Text("現在値 合計", "Present value, total")),
    Column("present_prefecture", Text("現在値 道", "Present value, prefecture")),
    Column("present_city", Text("現在値 市", "Present value, city")),
    Column("present_joint", Text("現在値 うち共同", "Present value, joint part")),
    Column("present_year", Text("現在値の年", "Year of the present value")),
    Column("state", Text("現在値の状態", "State of the present value")),
    Column("target", Text("目標値", "Target")),
    Column("target_year", Text("目標値の年", "Year of the target")),
    Column("charge_prefecture", Text("担当部局 道", "In charge, prefecture")),
    Column("charge_city", Text("担当部局 市", "In charge, city")),
    Column("planned_prefecture", Text("予算額 道", "Planned, prefecture"), YEN),
    Column("planned_city", Text("予算額 市", "Planned, city"), YEN),
    Column("spent_prefecture", Text("決算額 道", "Spent, prefecture"), YEN),
    Column("spent_city", Text("決算額 市", "Spent, city"), YEN),
)


def officials_table(told: Told, theme: str) -> Table:
    """Of a theme's initiatives; of the programme as a whole where `theme` is empty."""
    themes = {one["reference"]: one["theme"] for one in told["initiatives"]}
    rows = [
        _row(told, one) for one in told["figures"] if themes.get(one["initiative"], "") == theme
    ]
    return Table(Text("指標の実績", "Figures of the year"), COLUMNS, rows)


def _row(told: Told, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    initial, target, present = one["initial"] or {}, one["target"] or {}, one["present"]
    initiative = next(
        (each for each in told["initiatives"] if each["reference"] == one["initiative"]), None
    )
    return (
        one["initiative"] or None,
        as_text(initiative["title"]) if initiative else None,
        one["id"],
        as_text(one["name"]),
        as_text(one["unit"]),
        reason(one),
        initial.get("value"),
        initial.get("year"),
        *(as_number(present[side]) for side in ("total", *OTHER, "joint")),
        present["year"] or told["fiscal_year"],
        present["state"],
        target.get("value"),
        target.get("year"),
        *(_units(initiative, side) for side in OTHER),
        *_amounts(told, one["initiative"]),
    )


def _units(initiative: Mapping[str, Any] | None, side: str) -> Cell:
    charges = initiative["in_charge"] if initiative else ()
    return listed(one["unit"] for one in charges if one["side"] == side) or None


def _amounts(told: Told, reference: str) -> tuple[Cell, ...]:
    rows = {row["side"]: row for row in told["money"] if row["initiative"] == reference}
    return tuple(
        rows[side][column] if side in rows else None
        for column in ("planned_yen", "spent_yen")
        for side in OTHER
    )
