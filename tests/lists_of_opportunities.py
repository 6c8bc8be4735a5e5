"""The lists of the markets."""

from renkei.opportunities.models import Proposal, Round
from tests.listing import Office, WorkList, made


def a_proposal(office: Office) -> Proposal:
    """A seeker to whom the round of this office gives a posting."""
    Round.objects.filter(pk=office.once("round").pk).update(state="closed", wave=1, digest="x")
    return Proposal.objects.create(
        round=office.once("round"),
        wave=1,
        seeker=made("seeker")(office),
        posting=made("posting")(office),
        score=70_000,
        place_in_list=1,
    )


_VIEWS = "renkei.opportunities.views"
OF_OPPORTUNITIES = (
    WorkList(
        view=f"{_VIEWS}.public_postings:search",
        address="/opportunities/",
        who="citizen",
        put=made("posting", is_public=True),
    ),
    WorkList(
        view=f"{_VIEWS}.postings:desk",
        address="/opportunities/desk/",
        who="city_officer",
        put=made("posting"),
    ),
    WorkList(
        view=f"{_VIEWS}.organisations:ours",
        address="/opportunities/ours/",
        who="representative",
        put=made("posting"),
    ),
    WorkList(
        view=f"{_VIEWS}.organisations:organisation",
        address=lambda office: (
            f"/opportunities/organisations/{office.world.organisation('company').key}/"
        ),
        who="city_office",
        put=made("posting"),
    ),
    WorkList(
        view=f"{_VIEWS}.seekers:seekers",
        address="/opportunities/seekers/",
        who="city_office",
        put=made("seeker"),
    ),
    WorkList(
        view=f"{_VIEWS}.placements:placements",
        address="/opportunities/placements/",
        who="city_office",
        put=made("placement"),
    ),
    WorkList(
        view=f"{_VIEWS}.rounds:rounds",
        address="/opportunities/rounds/",
        who="city_office",
        put=made("round"),
    ),
    WorkList(
        view=f"{_VIEWS}.rounds:proposals",
        address=lambda office: f"/opportunities/rounds/{office.once('round').pk}/proposals/",
        who="city_office",
        put=a_proposal,
    ),
)
