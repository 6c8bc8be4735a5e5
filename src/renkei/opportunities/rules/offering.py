"""Who works with postings, and in which markets somebody may enter one."""

from datetime import date

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market
from renkei.core.rights import Asker, Reach, Role, Verb, reasons
from renkei.core.sides import OTHER
from renkei.opportunities.desks import AT_A_DESK, OF_AN_ORGANISATION, runs_market
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.postings import markets_of
from renkei.opportunities.states import PostingState


def works_with_postings(asker: Asker) -> bool:
    return asker.has_role(*AT_A_DESK, *OF_AN_ORGANISATION, Role.AUDITOR)


def reads_by_a_seat(asker: Asker, posting: Posting) -> bool:
    """Not only because everybody does."""
    return any(one.rule.reach != Reach.PUBLIC for one in reasons(asker, Verb.READ, posting))


def enters_for_a_desk(asker: Asker) -> bool:
    """Names the organisation whose posting it is; a firm or a town enters its own."""
    return any(seat.side in OTHER and seat.role in AT_A_DESK for seat in asker.seats)


def own_organisations(asker: Asker) -> list[tuple[str, str]]:
    """Keys and names of the firms and towns for which somebody may offer something."""
    return list(
        {
            seat.organisation: seat.organisation_name
            for seat in asker.seats
            if seat.role in OF_AN_ORGANISATION
        }.items()
    )


def enters_postings(asker: Asker) -> bool:
    return enters_for_a_desk(asker) or bool(own_organisations(asker))


def markets_to_offer(asker: Asker, on: date) -> list[Market]:
    """Of a desk those that it runs; a firm or a town may choose among all that are in use."""
    if enters_for_a_desk(asker):
        found = [one for one in markets_of(asker, on) if runs_market(asker, one)]
    else:
        found = list(markets().values()) if own_organisations(asker) else []
    return [one for one in found if one.version_on(on)]


def is_settled_for(asker_publishes: bool, posting: Posting) -> bool:
    """Whether what it says is fixed for whoever cannot publish: somebody relies on it."""
    is_relied_on = posting.taken > 0 or posting.state == PostingState.FILLED
    return is_relied_on and not asker_publishes and posting.state != PostingState.DRAFT
