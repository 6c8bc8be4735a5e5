"""How it goes, said by one button, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from renkei.core.errors import Refused
from renkei.opportunities.actions.placements import check
from renkei.opportunities.links import read_link
from renkei.opportunities.models import Placement
from renkei.opportunities.queries.placements import is_open_question
from renkei.opportunities.views.by_link import kept_from_others

ANSWERS = {"yes": True, "no": False}


@kept_from_others
def after(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the page says nothing: programs that read e-mail follow links too."""
    read = read_link(token)
    if read is None:
        raise Http404("no such link")
    key, months = read
    found = Placement.objects.select_related("posting__organisation").filter(pk=key).first()
    if found is None:
        raise Http404("no such placement")
    said = ANSWERS.get(request.POST.get("is_there", "")) if request.method == "POST" else None
    if said is not None:
        try:
            check(found, months=months, is_there=said, on=timezone.localdate())
        except Refused:
            said = None  # answered already, or over: the page says so
    context = {
        "placement": found,
        "months": months,
        "is_open": said is None and is_open_question(found, months),
        "said": said,
    }
    return render(request, "opportunities/after.html", context)
