"""Addresses of searches that are kept; but for the first two, each is a key."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.opportunities.views.searches"

urlpatterns = [
    path("searches/new/", lazy_view(f"{_VIEWS}:save"), name="save_search"),
    path("searches/sent/", lazy_view(f"{_VIEWS}:sent"), name="search_sent"),
    path("searches/confirm/<str:token>/", lazy_view(f"{_VIEWS}:confirm"), name="confirm_search"),
    path("searches/kept/<str:token>/", lazy_view(f"{_VIEWS}:saved"), name="saved_search"),
    # As for notices: a mail program asks here by itself (RFC 8058), and the signed token in the
    # address is what a form's token would be.
    path(
        "searches/end/<str:token>/",
        csrf_exempt(lazy_view(f"{_VIEWS}:end")),
        name="end_search",
    ),
]
