"""What every page's layout needs to know."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Item:
    """A page of the primary navigation; `here` is the value of aria-current, empty elsewhere."""

    name: str
    address: str
    here: str


def page(request: HttpRequest) -> dict[str, object]:
    """Navigation, the same page in the other languages, and whether this is a demonstration."""
    return {
        "demonstration": settings.DEMO,
        "navigation": _navigation(request.path),
        "same_page_in": [
            (code, name, _same_page(request.get_full_path(), code))
            for code, name in settings.LANGUAGES
        ],
        # The name under which django-htmx looks for it.
        "csp_nonce": getattr(request, "csp_nonce", None),
    }


def _navigation(path: str) -> list[Item]:
    pages = {
        reverse("home"): _("トップ"),
        reverse("observatory:home"): _("人口の動き"),
        reverse("programme:home"): _("共同プログラム"),
        reverse("observatory:sources"): _("数値について"),
    }
    # The nearest of the pages above: the page about the figures lies below the observatory's.
    nearest = max(filter(path.startswith, pages), key=len, default="")
    return [Item(name, page, _here(page, path, nearest)) for page, name in pages.items()]


def _here(page: str, path: str, nearest: str) -> str:
    if page == path:
        return "page"
    return "true" if page == nearest and page != reverse("home") else ""


def _same_page(address: str, code: str) -> str:
    """The address in that language; its front page where no page stands at the address."""
    translated = translate_url(address, code)
    if translated != address or code == get_language():
        return translated
    with override(code):
        return reverse("home")
