"""Who works with postings, and in which markets somebody may enter one."""

from datetime import date, timedelta
from typing import Any

from renkei.charter.market_reader import markets
from renkei.charter.markets import Market
from renkei.core.rights import Asker, Reach, Role, Verb, reasons
from renkei.core.sides import OTHER
from renkei.directory.rules.organisations import reads_as_insider
from renkei.opportunities.desks import AT_A_DESK, OF_AN_ORGANISATION, runs_market
from renkei.opportunities.models import Posting
from renkei.opportunities.queries.of_organisations import soon_over
from renkei.opportunities.queries.postings import markets_of
from renkei.opportunities.states import PostingState

USUAL_DAYS = 90  # of publication


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


def sees_page_of(asker: Asker, organisation: Any) -> bool:
    """Whether somebody is shown what an organisation has here: its own people, and whoever works
    with postings and knows the organisation by a seat."""
    if organisation.key in {key for key, _name in own_organisations(asker)}:
        return True
    return works_with_postings(asker) and reads_as_insider(asker, organisation)


def verb_to_renew(posting: Posting, valid_until: date, on: date) -> Verb:
    """What is published and soon over, whoever has it may say to hold still as it is; for anything
    else it is the desk that publishes."""
    is_soon_over = posting.is_public and posting.valid_until <= soon_over(on)
    is_usual = valid_until <= on + timedelta(days=USUAL_DAYS)
    return Verb.WRITE if is_soon_over and is_usual else Verb.PUBLISH


def is_settled_for(asker_publishes: bool, posting: Posting) -> bool:
    """Whether what it says is fixed for whoever cannot publish: somebody relies on it."""
    is_relied_on = posting.taken > 0 or posting.state == PostingState.FILLED
    return is_relied_on and not asker_publishes and posting.state != PostingState.DRAFT
