"""Addresses of what desks and officials learn from all postings and registrations together."""

from django.urls import path

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.opportunities.views.insight"

urlpatterns = [
    path("unwanted/", lazy_view(f"{_VIEWS}:unwanted"), name="unwanted"),
    path("fairness/", lazy_view(f"{_VIEWS}:fairness"), name="fairness"),
]
