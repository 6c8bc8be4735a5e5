"""Addresses of the demonstration; they do not exist where `RENKEI_DEMO` is off."""

from django.urls import path

from renkei.core.lazy import lazy_view

app_name = "demo"
urlpatterns = [
    path("", lazy_view("renkei.demo.views:seats"), name="seats"),
    path("<str:name>/", lazy_view("renkei.demo.views:take_seat"), name="take_seat"),
]
