"""Addresses of keeping and disposing."""

from django.urls import path

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.paperwork.views.retention"

urlpatterns = [
    path("retention/", lazy_view(f"{_VIEWS}:retention"), name="retention"),
    path("retention/<slug:key>/", lazy_view(f"{_VIEWS}:disposal"), name="disposal"),
    path("holds/of/<slug:kind>/<slug:record_key>/", lazy_view(f"{_VIEWS}:hold"), name="hold"),
    path("holds/<slug:key>/lift/", lazy_view(f"{_VIEWS}:lift"), name="lift_hold"),
]
