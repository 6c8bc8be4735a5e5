"""That somebody took part, as a page to print for whoever has come to the end of something."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renkei.core.rights import asker_of
from renkei.core.writing import localized, long_date
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import place_names
from renkei.opportunities.models import Placement
from renkei.opportunities.queries.on_the_way import days_taken_part
from renkei.opportunities.rules.placements import address, reads_name
from renkei.opportunities.states import Step


@require_safe
def certificate(request: HttpRequest, key: str) -> HttpResponse:
    """For the person and the desk, and the organisation where she agreed to be named."""
    asker = asker_of(request)
    found = Placement.objects.select_related(
        "posting__organisation", "seeker__organisation", "unit__organisation"
    ).seen_by(asker, key=key)
    if not may_be_certified(found) or not reads_name(asker, found):
        raise Http404("nothing to certify")
    posting, unit = found.posting, found.unit
    partners = organisations_by_keys(posting.partners)
    context = {
        "placement": found,
        "who": found.seeker.shown_name,
        "market": localized(found.of_market.title),
        "hosts": [
            posting.organisation.name,
            *(partners[one].name for one in posting.partners if one in partners),
        ],
        "place": place_names([posting.place]).get(posting.place, ""),
        "first": long_date(found.started_on) if found.started_on else "",
        "last": long_date(found.ended_on) if found.ended_on else "",
        "days": days_taken_part(found),
        "desk": f"{unit.organisation.name} {unit.name}",
        "address": address(found),
    }
    return render(request, "opportunities/certificate.html", context)


def may_be_certified(found: Placement) -> bool:
    """Whether it has come to its end, and it is known of whom."""
    return found.state == Step.COMPLETED and found.seeker.anonymised_at is None
