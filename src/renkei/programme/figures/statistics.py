"""Figures of official statistics: the observatory's value, with the year it is of."""

from collections.abc import Iterable
from decimal import Decimal

from renkei.charter.terms import Indicator
from renkei.charter.text import Text
from renkei.places import queries as places
from renkei.places.queries import UnknownPlace
from renkei.programme.figures.results import Figure, Reference
from renkei.programme.periods import Period


def statistics(indicators: Iterable[Indicator], period: Period) -> dict[str, Figure]:
    """The newest value that is of the period's fiscal year or of one before."""
    return {one.id: _figure(one, period) for one in indicators}


def _figure(indicator: Indicator, period: Period) -> Figure:
    # Only who asks for official figures waits for what reads them.
    from renkei.observatory.queries import present_value, subject

    if indicator.measure is None or indicator.area is None:
        return Figure(indicator=indicator, period=period, state="no_definition")
    computed = Figure(indicator=indicator, period=period, state="computed")
    try:
        present = present_value(indicator.measure, subject(places.area(indicator.area)))
    except UnknownPlace:  # before the places are loaded
        return computed
    values = present.values if present else {}
    year = max((year for year in values if year <= period.fiscal_year), default=None)
    if present is None or year is None:
        return computed
    value = round(Decimal(str(indicator.sign * values[year])), present.measure.decimals)
    return Figure(
        indicator=indicator,
        period=period,
        state="computed",
        total=value,
        reference=Reference(year, _source(present.measure.quantity.tables)),
    )


def _source(tables: Iterable[str]) -> Text:
    from renkei.observatory.catalogue import entries

    found = [entries()[table] for table in tables]
    return Text(
        "、".join(dict.fromkeys(f"{one.institution.ja}「{one.title.ja}」" for one in found)),
        "; ".join(dict.fromkeys(f"{one.institution.en}: {one.title.en}" for one in found)),
    )
