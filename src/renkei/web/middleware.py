"""Headers of pages, and how a page says that something was not done."""

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from renkei.core.errors import NotPermitted, Refused
from renkei.core.log import note
from renkei.core.rights import asker_of

# What no page of the house ever asks a browser for.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# What a person typed is longer than a choice, and says something that is no secret.
SECRETS = ("password", "token", "code", "secret", "credential")
LONGEST_CHOICE = 26
# No page answers to anything else: TRACE would echo cookies, the others promise what we do not do.
METHODS = ("GET", "HEAD", "POST")

View = Callable[[HttpRequest], HttpResponseBase]


def public_page(get_response: View) -> View:
    """A page for everybody is asked for again and sent again only when it has changed; a page
    for one person is kept by nobody.

    It must stand outside the policy's middleware: an answer "not modified" then carries no new
    policy, and the browser's copy keeps the policy whose nonce it holds.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if _is_personal(request, response):
            patch_cache_control(response, private=True, no_store=True)
            return response
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            return response
        if not isinstance(response, HttpResponse):
            return response
        patch_cache_control(response, private=True, no_cache=True)
        response.headers.setdefault("ETag", _etag(request, response))
        etag = response.headers["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response

    return middleware


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whoever has a session reads pages of her own; a form carries a token of its reader."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)


def _etag(request: HttpRequest, response: HttpResponse) -> str:
    """Of the page without its nonce, which is new each time."""
    content = response.content
    nonce = getattr(request, "csp_nonce", None)
    if nonce:  # true only where the page used it
        content = content.replace(str(nonce).encode(), b"")
    return quote_etag(blake2b(content, digest_size=16).hexdigest())


class SaysWhy:
    """Where an action refuses, its message becomes a page: nothing was done, nothing is lost."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, problem: Exception
    ) -> HttpResponseBase | None:
        if not isinstance(problem, Refused):
            return None
        if isinstance(problem, NotPermitted):
            return _not_permitted(request)
        return _refused(request, problem)


def _not_permitted(request: HttpRequest) -> HttpResponseBase:
    """Says nothing of the record: whoever may not act may not learn about it either."""
    note("refused", request, person=asker_of(request).person, method=request.method)
    if not asker_of(request).is_somebody and request.method == "GET":
        return redirect_to_login(request.get_full_path())
    return render(request, "403.html", status=403)


def _refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    is_part = bool(getattr(request, "htmx", False))
    context = {"message": str(problem), "back": _back(request), "typed": _typed(request)}
    template = "web/_refused.html" if is_part else "web/refused.html"
    return render(request, template, context, status=409)


def _back(request: HttpRequest) -> str:
    """The page from which the form was sent, if it is one of ours."""
    here = f"{request.scheme}://{request.get_host()}/"
    referrer = request.headers.get("Referer", "")
    # Two slashes at its beginning would lead to another host.
    return "/" + referrer.removeprefix(here).lstrip("/") if referrer.startswith(here) else ""


def _typed(request: HttpRequest) -> list[str]:
    """The texts that were sent, so that nobody writes them twice."""
    return [
        text
        for name, texts in request.POST.lists()
        if not any(secret in name for secret in SECRETS)
        for text in texts
        if len(text) > LONGEST_CHOICE or " " in text or not text.isascii()
    ]
