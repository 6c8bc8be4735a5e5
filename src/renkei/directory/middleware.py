"""Who asks, known to every view as `request.asker`; and when somebody has been here long enough."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from renkei.core.rights import NOBODY, Asker
from renkei.directory.queries.factors import has_shown_factor, must_show_factor
from renkei.directory.queries.seats import asker_for

View = Callable[[HttpRequest], HttpResponseBase]
# Of the session: when it began, when it was last seen, and whether the limits of staff hold.
BEGAN, SEEN, IS_STAFF = "began", "seen", "is_staff"
# Not every page writes: how many seconds "last seen" may be behind.
GRAIN = 60


def session_end(get_response: View) -> View:
    """Staff has to sign in again after a working day, or after a time without a page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.get(IS_STAFF):
            if _is_over(request.session):
                logout(request)
            else:
                _note_seen(request)
        return get_response(request)

    return middleware


def _is_over(session: SessionBase) -> bool:
    now = time.time()
    return (
        now - session[BEGAN] > settings.STAFF_SESSION_HOURS * 3600
        or now - session[SEEN] > settings.STAFF_IDLE_MINUTES * 60
    )


def _note_seen(request: HttpRequest) -> None:
    if time.time() - request.session[SEEN] > GRAIN:
        request.session[SEEN] = time.time()


def asker(get_response: View) -> View:
    """A page that does not ask who reads it costs no query.

    Staff that has shown only a password is led to a second factor where a page is refused to her.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.asker = SimpleLazyObject(lambda: _asker(request))  # type: ignore[attr-defined]
        response = get_response(request)
        if response.status_code in {403, 404} and _lacks_factor(request):
            return HttpResponseRedirect(reverse("directory:factor"))
        return response

    return middleware


def _asker(request: HttpRequest) -> Asker:
    # The account is lazy as well; its key tells whether there is one.
    if not request.user.pk:
        return NOBODY
    asker = asker_for(request.user)
    if not asker.is_staff:
        return asker
    _hold_to_limits(request)
    return asker if has_shown_factor(request) else without_seats(asker)


def _hold_to_limits(request: HttpRequest) -> None:
    if not request.session.get(IS_STAFF):
        request.session.update({IS_STAFF: True, BEGAN: time.time(), SEEN: time.time()})


def without_seats(asker: Asker) -> Asker:
    """Somebody who has only shown a password: a person like any other, with nothing opened."""
    return Asker(person=asker.person, name=asker.name, on=asker.on, lacks_factor=True)


def _lacks_factor(request: HttpRequest) -> bool:
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.method == "GET"
        and request.user.is_authenticated
        and not has_shown_factor(request)
        and must_show_factor(request.user)
    )
