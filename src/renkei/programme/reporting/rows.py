"""The rows of the tables of a report: one observation each, one value in a cell."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from renkei.charter.text import Text
from renkei.core.tables import Cell
from renkei.programme.reporting.paper import Told

SIDES = ("prefecture", "city", "joint", "total")


def as_text(said: Mapping[str, str] | None) -> Text | None:
    return Text(said["ja"], said["en"]) if said else None


def as_number(text: str | None) -> Cell:
    if text is None:
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def initiatives(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["initiatives"]:
        yield (
            one["reference"],
            one["theme"],
            as_text(one["title"]),
            as_text(one["purpose"]),
        )


def in_charge(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["initiatives"]:
        for charge in one["in_charge"]:
            yield one["reference"], told["fiscal_year"], charge["side"], charge["unit"]


def indicators(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["figures"]:
        initial, target = one["initial"] or {}, one["target"] or {}
        yield (
            one["id"],
            one["initiative"] or None,
            as_text(one["name"]),
            as_text(one["unit"]),
            one["level"],
            one["direction"],
            one["basis"],
            one["source"],
            one["confidence"],
            initial.get("value"),
            initial.get("year"),
            target.get("value"),
            target.get("year"),
            as_text(one["definition"]),
            as_text(one["provenance"]),
        )


def figures(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["figures"]:
        present = one["present"]
        for side in SIDES:
            # What has no sides, as official statistics, stands in the total alone.
            if present[side] is not None or side == "total":
                yield (
                    one["id"],
                    told["fiscal_year"],
                    side,
                    as_number(present[side]),
                    as_text(one["unit"]),
                    present["year"],
                    as_number(present["numerator"]) if side == "total" else None,
                    as_number(present["denominator"]) if side == "total" else None,
                    present["state"],
                )


def activities(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["done"]["by_initiative"]:
        for side in SIDES:
            yield (
                one["initiative"],
                told["fiscal_year"],
                side,
                one["n"][side],
                one["participants"][side],
            )


def municipalities(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["reached"]:
        name = as_text(one["name"])
        yield one["code"], name, told["fiscal_year"], one["n"], one["participants"]


def spread(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["reached"]:
        for initiative, n in one["initiatives"].items():
            yield one["code"], as_text(one["name"]), initiative, told["fiscal_year"], n


def money(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["money"]:
        yield (
            one["initiative"],
            told["fiscal_year"],
            one["side"],
            one["planned_yen"],
            one["spent_yen"],
        )


def decisions(told: Told) -> Iterator[tuple[Cell, ...]]:
    for one in told["decisions"]:
        # One row for each initiative: a cell holds one value.
        for initiative in one["initiatives"] or [None]:
            yield (
                one["decided_on"],
                as_text(one["body"]),
                initiative,
                one["ruling"],
                as_text(one["text"]),
                one["n_to_do"],
                one["n_done"],
                one["n_dropped"],
            )
