"""Who works at a desk, and what a desk may do in a market."""

from renkei.charter.markets import Market
from renkei.core.rights import Asker, Role
from renkei.core.sides import OTHER

COUNSELLING = (Role.COUNSELLOR, Role.COORDINATOR, Role.DESK_MANAGER)
OFFICERS = (Role.OFFICER, Role.BUREAU_OFFICER, Role.PROGRAMME_OFFICE)
AT_A_DESK = (*COUNSELLING, *OFFICERS)
OF_AN_ORGANISATION = (Role.REPRESENTATIVE, Role.MUNICIPALITY_OFFICER)


def runs_market(asker: Asker, market: Market) -> bool:
    """Whether somebody has a seat from which people are introduced in a market."""
    return any(seat.role in market.runs and seat.side in OTHER for seat in asker.seats)


def works_at_a_desk(asker: Asker) -> bool:
    return any(seat.role in AT_A_DESK and seat.side in OTHER for seat in asker.seats)
