"""What every page's layout needs to know."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
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
    pages = (
        (_("トップ"), "home"),
        (_("人口の動き"), "observatory:home"),
        (_("共同プログラム"), "programme:home"),
        (_("数値について"), "observatory:sources"),
    )
    return [_item(name, address, path) for name, page in pages if (address := _address(page))]


def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def _item(name: str, address: str, path: str) -> Item:
    """Marked as "page" on the page itself and as "true" on the pages below it."""
    if address == path:
        return Item(name, address, "page")
    below = path.startswith(address) and address != reverse("home")
    return Item(name, address, "true" if below else "")


def _same_page(address: str, code: str) -> str:
    """The address in that language; its front page where no page stands at the address."""
    translated = translate_url(address, code)
    if translated != address or code == get_language():
        return translated
    with override(code):
        return reverse("home")
