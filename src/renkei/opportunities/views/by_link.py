"""Pages at which the address itself is the key."""

from functools import wraps
from typing import Protocol

from django.http import HttpRequest, HttpResponse


class View(Protocol):
    def __call__(self, request: HttpRequest, token: str) -> HttpResponse: ...


def kept_from_others(view: View) -> View:
    """No search engine keeps it, no cache, and no other site is told it."""

    @wraps(view)
    def kept(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return kept
