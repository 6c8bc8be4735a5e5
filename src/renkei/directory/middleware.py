"""Who asks, known to every view as `request.asker`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from renkei.core.rights import NOBODY, Asker
from renkei.directory.queries.factors import has_shown_factor
from renkei.directory.queries.seats import asker_for

View = Callable[[HttpRequest], HttpResponseBase]


def asker(get_response: View) -> View:
    """A page that does not ask who reads it costs no query."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.asker = SimpleLazyObject(lambda: _asker(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _asker(request: HttpRequest) -> Asker:
    # The account is lazy as well; its key tells whether there is one.
    if not request.user.pk:
        return NOBODY
    asker = asker_for(request.user)  # type: ignore[arg-type]
    if asker.is_staff and not has_shown_factor(request):
        return without_seats(asker)
    return asker


def without_seats(asker: Asker) -> Asker:
    """Staff that has only shown a password is a person like any other: no seat, nothing opened."""
    return Asker(person=asker.person, name=asker.name, on=asker.on)
