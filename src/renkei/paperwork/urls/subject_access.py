"""Addresses of what is held about people."""

from django.urls import path

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.paperwork.views.subject_access"

urlpatterns = [
    path("about-me/", lazy_view(f"{_VIEWS}:about_me"), name="about_me"),
    path("about-me/<slug:key>/", lazy_view(f"{_VIEWS}:download"), name="disclosure"),
    path("personal-files/", lazy_view(f"{_VIEWS}:personal_files"), name="personal_files"),
]
