"""Headers of pages that are the same for every reader."""

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

# What no page of the house ever asks a browser for.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

View = Callable[[HttpRequest], HttpResponseBase]


def public_page(get_response: View) -> View:
    """A page is always asked for again, and sent again only when it has changed.

    It must stand outside the policy's middleware: an answer "not modified" then carries no new
    policy, and the browser's copy keeps the policy whose nonce it holds.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            return response
        if not isinstance(response, HttpResponse):
            return response
        patch_cache_control(response, private=True, no_cache=True)
        response.headers.setdefault("ETag", _etag(request, response))
        etag = response.headers["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response

    return middleware


def _etag(request: HttpRequest, response: HttpResponse) -> str:
    """Of the page without its nonce, which is new each time."""
    content = response.content
    nonce = getattr(request, "csp_nonce", None)
    if nonce:  # true only where the page used it
        content = content.replace(str(nonce).encode(), b"")
    return quote_etag(blake2b(content, digest_size=16).hexdigest())
