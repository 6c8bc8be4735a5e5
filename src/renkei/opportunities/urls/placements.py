"""Addresses of placements."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.opportunities.views.placements"

urlpatterns = [
    path("after/<str:token>/", lazy_view("renkei.opportunities.views.after:after"), name="after"),
    path(
        "fitting/<slug:key>/",
        lazy_view("renkei.opportunities.views.fitting:fitting"),
        name="fitting",
    ),
    path(
        "placements/<slug:key>/reply/",
        lazy_view("renkei.opportunities.views.replying:reply"),
        name="reply",
    ),
    path("placements/", lazy_view(f"{VIEWS}:placements"), name="placements"),
    path("placements/<slug:key>/", lazy_view(f"{VIEWS}:placement"), name="placement"),
    path("placements/<slug:key>/step/", lazy_view(f"{VIEWS}:step"), name="step"),
    path("placements/<slug:key>/end/", lazy_view(f"{VIEWS}:end_one"), name="end_placement"),
    path("placements/<slug:key>/check/", lazy_view(f"{VIEWS}:check_one"), name="check_placement"),
]
