"""Addresses of rounds, and of the answers to what they gave."""

from django.urls import path

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.opportunities.views.rounds"
_FORMS = "renkei.opportunities.views.round_forms"
_STEPS = "renkei.opportunities.views.round_steps"
_PEOPLE = "renkei.opportunities.views.round_people"
_TAKING = "renkei.opportunities.views.taking"
_ONE = "rounds/<slug:key>"

urlpatterns = [
    path("rounds/", lazy_view(f"{_VIEWS}:rounds"), name="rounds"),
    path("rounds/new/<slug:market>/", lazy_view(f"{_FORMS}:new"), name="new_round"),
    path(f"{_ONE}/", lazy_view(f"{_VIEWS}:round_"), name="round"),
    path(f"{_ONE}/change/", lazy_view(f"{_FORMS}:change"), name="change_round"),
    path(f"{_ONE}/rehearse/", lazy_view(f"{_STEPS}:rehearse"), name="rehearse_round"),
    path(f"{_ONE}/run/", lazy_view(f"{_STEPS}:run"), name="run_round"),
    path(f"{_ONE}/publish/", lazy_view(f"{_STEPS}:publish"), name="publish_round"),
    path(f"{_ONE}/close/", lazy_view(f"{_STEPS}:close"), name="close_round"),
    path(f"{_ONE}/cancel/", lazy_view(f"{_STEPS}:cancel"), name="cancel_round"),
    path(f"{_ONE}/proposals/", lazy_view(f"{_VIEWS}:proposals"), name="proposals"),
    path(f"{_ONE}/people/<slug:seeker>/", lazy_view(f"{_PEOPLE}:person"), name="round_person"),
    path(
        f"{_ONE}/rulings/<slug:ruling>/drop/",
        lazy_view(f"{_STEPS}:drop_ruling"),
        name="drop_ruling",
    ),
    path("take/<str:token>/", lazy_view(f"{_TAKING}:take"), name="take"),
    path(
        "placements/<slug:key>/certificate/",
        lazy_view("renkei.opportunities.views.certificates:certificate"),
        name="certificate",
    ),
    path("placements/<slug:key>/answer/", lazy_view(f"{_TAKING}:answer_one"), name="answer"),
]
