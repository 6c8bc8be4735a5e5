"""Money of initiatives. What is not known is None, and a sum of which a part is unknown is too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renkei.core.sides import OTHER, Side
from renkei.programme.models import BudgetLine


@dataclass(frozen=True, slots=True)
class Amount:
    """Of one government in one fiscal year, in whole yen."""

    planned: int | None = None
    spent: int | None = None
    source: str = ""

    @property
    def is_known(self) -> bool:
        return self.planned is not None or self.spent is not None


@dataclass(frozen=True, slots=True)
class YearOfMoney:
    fiscal_year: int
    prefecture: Amount = Amount()
    city: Amount = Amount()

    @property
    def planned(self) -> int | None:
        """Of both together; None while either is unknown."""
        return summed([self.prefecture.planned, self.city.planned])

    @property
    def spent(self) -> int | None:
        return summed([self.prefecture.spent, self.city.spent])

    def of(self, side: str) -> Amount:
        return self.prefecture if side == Side.PREFECTURE else self.city


def money_of(initiative: str, years: Iterable[int]) -> list[YearOfMoney]:
    """Each year, also where nothing is known; one query."""
    return money_of_all([initiative], years)[initiative]


def money_of_all(initiatives: Iterable[str], years: Iterable[int]) -> dict[str, list[YearOfMoney]]:
    """The same of many initiatives, in one query."""
    references, wanted = list(initiatives), sorted(set(years))
    found = BudgetLine.objects.filter(initiative__in=references, fiscal_year__in=wanted)
    known = {
        (one.initiative, one.fiscal_year, one.side): Amount(
            one.planned_yen, one.spent_yen, one.source
        )
        for one in found
    }
    return {
        reference: [
            YearOfMoney(year, *(known.get((reference, year, side), Amount()) for side in _SIDES))
            for year in wanted
        ]
        for reference in references
    }


def line_of(initiative: str, side: str, fiscal_year: int) -> BudgetLine | None:
    return (
        BudgetLine.objects.select_related("unit")
        .filter(initiative=initiative, side=side, fiscal_year=fiscal_year)
        .first()
    )


def summed(amounts: Sequence[int | None]) -> int | None:
    known = [one for one in amounts if one is not None]
    return sum(known) if known and len(known) == len(amounts) else None


_SIDES = tuple(OTHER)
assert _SIDES == (Side.PREFECTURE, Side.CITY)
