"""Letters of the markets."""

from renkei.charter.text import Text
from renkei.opportunities.links import link_to_answer
from renkei.opportunities.models import Placement
from renkei.paperwork.actions.notices import Recipient, send


def how_it_goes(placement: Placement) -> None:
    """To whoever was placed: whether she is still there. Answered by one button."""
    posting, seeker = placement.posting, placement.seeker
    firm = posting.organisation
    send(
        "opportunities.how_it_goes",
        to=[Recipient(person=seeker.person, email=seeker.email, language=seeker.language)],
        context={
            "what": Text(posting.title_ja, posting.title_en or posting.title_ja),
            "where": Text(firm.name_ja, firm.name_en or firm.name_ja),
            "months": placement.ask_months or 0,
            "link": link_to_answer(placement),
        },
        unit=placement.unit_id,
    )
