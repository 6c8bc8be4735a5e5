"""Addresses of numbered documents, their series, and reminders."""

from django.urls import path

from renkei.core.lazy import lazy_view

_DOCUMENTS = "renkei.paperwork.views.documents"
_SERIES = "renkei.paperwork.views.series"
_REMINDERS = "renkei.paperwork.views.reminders"

urlpatterns = [
    path("documents/", lazy_view(f"{_DOCUMENTS}:documents"), name="documents"),
    path("documents/begin/", lazy_view(f"{_DOCUMENTS}:begin"), name="begin_document"),
    path("documents/draft/", lazy_view(f"{_DOCUMENTS}:draft"), name="draft_document"),
    path("documents/<slug:key>/", lazy_view(f"{_DOCUMENTS}:document"), name="document"),
    path("documents/<slug:key>/edit/", lazy_view(f"{_DOCUMENTS}:edit"), name="edit_document"),
    path("documents/<slug:key>/decide/", lazy_view(f"{_DOCUMENTS}:decide"), name="decide_document"),
    path("documents/<slug:key>/paper/", lazy_view(f"{_DOCUMENTS}:on_paper"), name="on_paper"),
    path("documents/<slug:key>.pdf", lazy_view(f"{_DOCUMENTS}:pdf"), name="document_pdf"),
    path("series/", lazy_view(f"{_SERIES}:all_series"), name="all_series"),
    path("series/new/", lazy_view(f"{_SERIES}:new_series"), name="new_series"),
    path("series/<slug:key>/", lazy_view(f"{_SERIES}:one_series"), name="one_series"),
    path("reminders/", lazy_view(f"{_REMINDERS}:reminders"), name="reminders"),
    path("reminders/set/", lazy_view(f"{_REMINDERS}:set_reminder"), name="remind"),
    path("reminders/<slug:key>/", lazy_view(f"{_REMINDERS}:reminder"), name="reminder"),
    path(
        "reminders/<slug:key>/change/",
        lazy_view(f"{_REMINDERS}:change_reminder"),
        name="change_reminder",
    ),
]
