"""Seats of the demonstration: which there are, and one click to sit down."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from renkei.demo import cast
from renkei.demo.queries import is_open, offered_seats
from renkei.directory.queries.demonstration import has_invented_people, invented_person
from renkei.directory.queries.factors import note_factor

OF_THE_FIRST_HOUR = 7  # whoever comes for the first time is offered these
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def seats(request: HttpRequest) -> HttpResponse:
    offered = offered_seats()
    context = {
        "first": offered[:OF_THE_FIRST_HOUR],
        "others": offered[OF_THE_FIRST_HOUR:],
        "is_open": is_open(),
        "is_loaded": has_invented_people(),
        "accounts": cast.accounts(),
    }
    return render(request, "demo/seats.html", context)


@require_POST
def take_seat(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in as somebody invented; never where somebody real has an account."""
    chosen = next((one for one in cast.people() if one.id == name), None)
    person = invented_person(chosen.key) if chosen and is_open() else None
    if person is None:
        raise Http404(f"no seat {name} to take")
    logout(request)
    login(request, person, backend=BACKEND)
    # Nobody has the telephone of an invented person: in this session the factor counts as shown.
    note_factor(request, person, by="demo")
    return redirect("start")
