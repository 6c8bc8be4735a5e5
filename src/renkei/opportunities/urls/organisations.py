"""Addresses of what an organisation has here, and of postings that are entered as a list."""

from django.urls import path

from renkei.core.lazy import lazy_view

_LISTS = "renkei.opportunities.views.posting_lists"
_VIEWS = "renkei.opportunities.views.organisations"

urlpatterns = [
    path("ours/", lazy_view(f"{_VIEWS}:ours"), name="ours"),
    path("organisations/<slug:key>/", lazy_view(f"{_VIEWS}:organisation"), name="organisation"),
    path("lists/", lazy_view(f"{_LISTS}:lists"), name="lists"),
    path(
        "lists/<slug:market>/<slug:which>.xlsx", lazy_view(f"{_LISTS}:list_file"), name="list_file"
    ),
    path("<slug:key>/keep/", lazy_view(f"{_VIEWS}:keep"), name="keep_posting"),
]
