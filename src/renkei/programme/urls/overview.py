"""Addresses by the references of the agreement: /programme/II/ and /programme/II-3/."""

from django.urls import path, re_path

from renkei.core.lazy import lazy_view

urlpatterns = [
    path("", lazy_view("renkei.programme.views.overview:home"), name="home"),
    re_path(
        r"^(?P<reference>[IVX]+)/$",
        lazy_view("renkei.programme.views.overview:theme"),
        name="theme",
    ),
    re_path(
        r"^(?P<reference>[IVX]+-[0-9]+)/$",
        lazy_view("renkei.programme.views.initiatives:initiative"),
        name="initiative",
    ),
    re_path(
        r"^(?P<reference>[IVX]+-[0-9]+)/documents/$",
        lazy_view("renkei.programme.views.documents:of_initiative"),
        name="documents_of",
    ),
]
