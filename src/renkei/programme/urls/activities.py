"""What was done."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.programme.views.activities"
ENTERING = "renkei.programme.views.activity_forms"

urlpatterns = [
    path("activities/", lazy_view(f"{VIEWS}:activities"), name="activities"),
    path("activities.<slug:kind>", lazy_view(f"{VIEWS}:activities_file"), name="activities_file"),
    path("activities/new/", lazy_view(f"{ENTERING}:new"), name="new_activity"),
    path("activities/<slug:key>/", lazy_view(f"{VIEWS}:activity"), name="activity"),
    path("activities/<slug:key>/change/", lazy_view(f"{ENTERING}:change"), name="change_activity"),
    path(
        "activities/<slug:key>/withdraw/",
        lazy_view(f"{ENTERING}:withdraw"),
        name="withdraw_activity",
    ),
    path("activities/<slug:key>/show/", lazy_view(f"{ENTERING}:show"), name="show_activity"),
    path("activities/<slug:key>/answer/", lazy_view(f"{ENTERING}:answer"), name="answer_activity"),
]
