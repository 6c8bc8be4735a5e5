"""Who asks, known to every view as `request.asker`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from renkei.core.rights import NOBODY, Asker
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
    return asker_for(request.user) if request.user.pk else NOBODY
