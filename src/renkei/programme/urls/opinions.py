"""Calls for opinions."""

from django.urls import path

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.programme.views.opinions"

urlpatterns = [
    path("opinions/", lazy_view(f"{_VIEWS}:calls"), name="opinion_calls"),
    path("opinions/new/", lazy_view(f"{_VIEWS}:draft"), name="draft_opinion_call"),
    path("opinions/<slug:key>/", lazy_view(f"{_VIEWS}:call"), name="opinion_call"),
    path("opinions/<slug:key>/change/", lazy_view(f"{_VIEWS}:change"), name="change_opinion_call"),
    path("opinions/<slug:key>/begin/", lazy_view(f"{_VIEWS}:begin"), name="begin_opinion"),
    path("opinions/<slug:key>/begin-as/", lazy_view(f"{_VIEWS}:begin_of"), name="begin_opinion_of"),
    path(
        "opinions/<slug:key>/municipalities/",
        lazy_view(f"{_VIEWS}:ask_municipalities"),
        name="ask_municipalities",
    ),
    path("opinions/<slug:key>/answers/", lazy_view(f"{_VIEWS}:answer"), name="answer_opinions"),
    path("opinions/<slug:key>/<slug:step>/", lazy_view(f"{_VIEWS}:step"), name="opinion_step"),
]
