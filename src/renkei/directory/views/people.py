"""The people of a unit, for those who sit there and those who look after them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from renkei.core.paging import page_of, page_of_list
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.directory.models import Membership, Term, Unit
from renkei.directory.queries import people
from renkei.directory.rules.people import roles_to_give


def unit_for(asker: Asker, key: str, verb: Verb = Verb.READ) -> Unit:
    """The unit whose seats the asker may see, or manage.

    Errors  Http404 when there is none, or none that may be seen
    """
    unit: Unit = get_object_or_404(Unit.objects.select_related("organisation"), pk=key)
    if not may(asker, verb, Membership(unit=unit)):
        raise Http404("no unit to show")
    return unit


def units(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not asker.seats:
        raise Http404("nobody sits anywhere")
    page = page_of_list(people.units_looked_after(asker), request)
    return render(request, "directory/people.html", {"page": page})


def unit_people(request: HttpRequest, key: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    unit = unit_for(asker, key)
    over = request.GET.get("over") == "1"
    page = page_of(people.seats_at(unit, asker, on=on, over=over), request)
    is_managed = may(asker, Verb.MANAGE, Membership(unit=unit))
    context = {
        "unit": unit,
        "page": page.with_rows(people.sittings(page.rows, on=on)),
        "over": over,
        "is_managed": is_managed,
        "may_invite": bool(roles_to_give(asker, unit)) and not unit.closed_on,
        "invitations": people.invited_to(unit, asker),
        "has_terms": may(asker, Verb.WRITE, Term(unit=unit)),
    }
    return render(request, "directory/unit_people.html", context)
