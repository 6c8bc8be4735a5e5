"""What every page's layout needs to know."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url


def page(request: HttpRequest) -> dict[str, object]:
    """The same page in the other languages, and whether this is a demonstration."""
    here = request.get_full_path()
    return {
        "demonstration": settings.DEMO,
        "same_page_in": [(code, name, translate_url(here, code)) for code, name in settings.LANGUAGES],
    }
