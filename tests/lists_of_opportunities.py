"""The lists of the markets."""

from tests.listing import WorkList, made

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
)
