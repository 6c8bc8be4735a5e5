"""Addresses by the references of the agreement: /programme/II/ and /programme/II-3/."""

from django.urls import path, re_path

from renkei.core.lazy import lazy_view

app_name = "programme"
urlpatterns = [
    path("", lazy_view("renkei.programme.views:home"), name="home"),
    re_path(r"^(?P<reference>[IVX]+)/$", lazy_view("renkei.programme.views:theme"), name="theme"),
    re_path(
        r"^(?P<reference>[IVX]+-[0-9]+)/$",
        lazy_view("renkei.programme.views:initiative"),
        name="initiative",
    ),
]
