"""Addresses of seekers."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.opportunities.views.seekers"
FORMS = "renkei.opportunities.views.seeker_forms"
DESK = "renkei.opportunities.views.introductions"

urlpatterns = [
    path("seekers/", lazy_view(f"{VIEWS}:seekers"), name="seekers"),
    path("seekers/new/<slug:market>/", lazy_view(f"{FORMS}:new"), name="new_seeker"),
    path("seekers/<slug:key>/", lazy_view(f"{VIEWS}:seeker"), name="seeker"),
    path("seekers/<slug:key>/change/", lazy_view(f"{FORMS}:change"), name="change_seeker"),
    path("seekers/<slug:key>/register/", lazy_view(f"{VIEWS}:register"), name="register_seeker"),
    path("seekers/<slug:key>/leave/", lazy_view(f"{VIEWS}:stop"), name="leave"),
    path(
        "seekers/<slug:key>/anonymise/",
        lazy_view("renkei.opportunities.views.anonymising:anonymise"),
        name="anonymise_seeker",
    ),
    path(
        "seekers/<slug:key>/introductions/",
        lazy_view(f"{DESK}:introductions"),
        name="introductions",
    ),
    path("seekers/<slug:key>/introductions/mail/", lazy_view(f"{DESK}:mail"), name="mail_fits"),
    path("seekers/<slug:key>/introduce/", lazy_view(f"{DESK}:introduce_one"), name="introduce"),
    path("seekers/<slug:key>/wish/", lazy_view(f"{DESK}:wish"), name="wish"),
]
