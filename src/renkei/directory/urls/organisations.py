"""Organisations, their units and their agreements."""

from django.urls import URLPattern

VIEWS = "renkei.directory.views"

urlpatterns: list[URLPattern] = []
