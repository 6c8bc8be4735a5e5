"""Addresses of reports."""

from django.urls import path

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.programme.views.reports"

urlpatterns = [
    path("reports/", lazy_view(f"{_VIEWS}:reports"), name="reports"),
    path("reports/make/", lazy_view(f"{_VIEWS}:make"), name="make_report"),
    path("reports/<slug:key>/", lazy_view(f"{_VIEWS}:report"), name="report"),
    path("reports/<slug:key>/agree/", lazy_view(f"{_VIEWS}:agree"), name="agree_to_report"),
    path("reports/<slug:key>/withdraw/", lazy_view(f"{_VIEWS}:withdraw"), name="withdraw_report"),
    path("reports/<slug:key>/file.<slug:kind>", lazy_view(f"{_VIEWS}:file"), name="report_file"),
]
