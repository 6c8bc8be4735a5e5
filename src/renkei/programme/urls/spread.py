"""Whom the programme reaches."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.programme.views.spread"

urlpatterns = [
    path("spread/", lazy_view(f"{VIEWS}:spread"), name="spread"),
    path("spread.<slug:kind>", lazy_view(f"{VIEWS}:spread_file"), name="spread_file"),
    path("spread/<slug:code>/", lazy_view(f"{VIEWS}:municipality"), name="spread_of"),
]
