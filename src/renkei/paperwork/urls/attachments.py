"""Addresses of attachments."""

from django.urls import path

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.paperwork.views.attachments"

urlpatterns = [
    path(
        "attachments/of/<slug:kind>/<slug:record_key>/",
        lazy_view(f"{_VIEWS}:attachments"),
        name="attachments",
    ),
    path("attachments/<slug:key>/", lazy_view(f"{_VIEWS}:download"), name="attachment"),
    path(
        "attachments/<slug:key>/picture/",
        lazy_view(f"{_VIEWS}:picture"),
        name="attachment_picture",
    ),
    path(
        "attachments/<slug:key>/remove/",
        lazy_view(f"{_VIEWS}:remove"),
        name="remove_attachment",
    ),
]
