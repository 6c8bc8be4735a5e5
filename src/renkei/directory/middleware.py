"""Who asks, known to every view as `request.asker`; and when somebody has been here long enough."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from renkei.core.rights import NOBODY, Asker
from renkei.directory.queries.factors import has_shown_factor
from renkei.directory.queries.seats import asker_for

View = Callable[[HttpRequest], HttpResponseBase]
# Of the session: when it began, when it was last seen, and whether the limits of staff hold.
BEGAN, SEEN, IS_STAFF = "began", "seen", "is_staff"
# Not every page writes: how many seconds "last seen" may be behind.
GRAIN = 60
# What a page answers that somebody may not see.
CLOSED = (403, 404)
# What a password alone still shows to staff: figures, the programme, and one's own account.
PUBLIC = re.compile(r"/(en/?)?((account|demo|observatory|programme|static)/.*)?$")


def session_end(get_response: View) -> View:
    """Staff has to sign in again after a working day, or after a time without a page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _has_session(request) and request.session.get(IS_STAFF):
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

    Staff that has shown only a password is led to a second factor from all but what is public.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asker = SimpleLazyObject(lambda: _asker(request))
        request.asker = asker  # type: ignore[attr-defined]
        if _is_at_work(request) and asker.lacks_factor:
            return HttpResponseRedirect(reverse("directory:factor"))
        response = get_response(request)
        # Among public pages there are some of work; whoever may not see one yet is told the way.
        if response.status_code in CLOSED and _has_session(request) and asker.lacks_factor:
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


def _is_at_work(request: HttpRequest) -> bool:
    return _has_session(request) and not PUBLIC.match(request.path_info)


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES
