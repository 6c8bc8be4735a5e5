"""From where somebody registers what she looks for: at a desk, for herself, for her firm."""

from dataclasses import dataclass
from datetime import date

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market
from renkei.core.rights import Asker, Role
from renkei.core.sides import OTHER
from renkei.directory.queries.charges import initiatives_at, leading_units
from renkei.opportunities.desks import runs_market
from renkei.opportunities.queries.postings import desk_for, markets_of
from renkei.places.codes import SAPPORO

# Who stands behind a registration: an organisation, or one person.
ORGANISED = ("company", "team")


@dataclass(frozen=True, slots=True)
class Entrance:
    """The desk that keeps a registration, and for whom it is made where she makes it herself."""

    unit: str
    person: str = ""
    organisation: str = ""

    @property
    def is_at_a_desk(self) -> bool:
        return not self.person and not self.organisation


def markets_offered(asker: Asker, on: date) -> list[Market]:
    """The markets in which somebody may begin a registration."""
    if any(seat.side in OTHER for seat in asker.seats):
        found = [one for one in markets_of(asker, on) if runs_market(asker, one)]
    elif asker.is_somebody:
        led = {initiative for initiative, _side in leading_units(on)}
        fitting = [one for one in markets().values() if _is_hers(asker, one, on)]
        found = [one for one in fitting if led.intersection(one.initiatives)]
    else:
        found = []
    return [one for one in found if one.version_on(on)]


def entrance_to(market: Market, asker: Asker, on: date) -> Entrance | None:
    """None where somebody has none, or where no desk is in charge of the market."""
    if unit := _desk_of(asker, market, on):
        return Entrance(unit)
    if not _is_hers(asker, market, on):
        return None
    # Whoever registers at home says no place; Sapporo's desk hands on what is the prefecture's.
    unit = desk_for(market, SAPPORO, on)
    if not unit:
        return None
    if is_organised(market, on):
        return Entrance(unit, organisation=_firm_of(asker))
    return Entrance(unit, person=asker.person)


def is_organised(market: Market, on: date) -> bool:
    version = market.version_on(on)
    return version is not None and version.seeker.kind in ORGANISED


def _is_hers(asker: Asker, market: Market, on: date) -> bool:
    """A firm for itself; whoever has no seat anywhere for herself."""
    if is_organised(market, on):
        return bool(_firm_of(asker))
    return asker.is_somebody and not asker.seats and not asker.lacks_factor


def _firm_of(asker: Asker) -> str:
    found = (seat.organisation for seat in asker.seats if seat.role == Role.REPRESENTATIVE)
    return next(found, "")


def _desk_of(asker: Asker, market: Market, on: date) -> str:
    wanted = set(market.initiatives)
    for seat in asker.seats:
        runs = seat.role in market.runs and seat.side in OTHER
        if runs and wanted.intersection(initiatives_at(seat.unit, on)):
            return seat.unit
    return ""
