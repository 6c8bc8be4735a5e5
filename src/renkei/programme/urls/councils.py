"""Councils: bodies, meetings, papers, decisions and what follows."""

from django.urls import path

from renkei.core.lazy import lazy_view

_COUNCILS = "renkei.programme.views.councils"
_MEETINGS = "renkei.programme.views.meetings"
_FORMS = "renkei.programme.views.meeting_forms"
_PAPERS = "renkei.programme.views.council_papers"
_DECISIONS = "renkei.programme.views.council_decisions"

urlpatterns = [
    path("councils/", lazy_view(f"{_COUNCILS}:councils"), name="councils"),
    path("councils/bodies/<slug:body>/", lazy_view(f"{_COUNCILS}:council"), name="council"),
    path(
        "councils/bodies/<slug:body>/members/new/",
        lazy_view(f"{_COUNCILS}:name"),
        name="name_member",
    ),
    path(
        "councils/bodies/<slug:body>/meetings/new/",
        lazy_view(f"{_FORMS}:plan"),
        name="plan_meeting",
    ),
    path("councils/members/<slug:key>/end/", lazy_view(f"{_COUNCILS}:end"), name="end_membership"),
    path("councils/meetings/", lazy_view(f"{_MEETINGS}:meeting_list"), name="meetings"),
    path("councils/meetings/<slug:key>/", lazy_view(f"{_MEETINGS}:meeting"), name="meeting"),
    path(
        "councils/meetings/<slug:key>.ics", lazy_view(f"{_MEETINGS}:calendar"), name="meeting_file"
    ),
    path(
        "councils/meetings/<slug:key>/change/",
        lazy_view(f"{_FORMS}:change"),
        name="change_meeting",
    ),
    path(
        "councils/meetings/<slug:key>/agenda/",
        lazy_view(f"{_FORMS}:agenda"),
        name="meeting_agenda",
    ),
    path("councils/meetings/<slug:key>/call/", lazy_view(f"{_FORMS}:call"), name="call_meeting"),
    path(
        "councils/meetings/<slug:key>/ask/", lazy_view(f"{_FORMS}:ask_new"), name="ask_new_members"
    ),
    path("councils/meetings/<slug:key>/hold/", lazy_view(f"{_FORMS}:hold"), name="hold_meeting"),
    path(
        "councils/meetings/<slug:key>/cancel/",
        lazy_view(f"{_FORMS}:cancel"),
        name="cancel_meeting",
    ),
    path(
        "councils/meetings/<slug:key>/minutes/",
        lazy_view(f"{_FORMS}:minutes"),
        name="write_minutes",
    ),
    path(
        "councils/meetings/<slug:key>/papers/new/",
        lazy_view(f"{_PAPERS}:ask"),
        name="ask_for_paper",
    ),
    path(
        "councils/meetings/<slug:key>/decisions/new/",
        lazy_view(f"{_DECISIONS}:record"),
        name="record_decision",
    ),
    path(
        "councils/minutes/<slug:key>/return/",
        lazy_view(f"{_FORMS}:return_"),
        name="return_minutes",
    ),
    path(
        "councils/minutes/<slug:key>/<slug:step>/",
        lazy_view(f"{_FORMS}:minutes_step"),
        name="minutes_step",
    ),
    path("councils/attendance/<slug:key>/", lazy_view(f"{_FORMS}:reply"), name="reply"),
    path("councils/papers/<slug:key>/", lazy_view(f"{_PAPERS}:paper"), name="paper"),
    path("councils/papers/<slug:key>/change/", lazy_view(f"{_PAPERS}:change"), name="change_paper"),
    path(
        "councils/papers/<slug:key>/<slug:step>/",
        lazy_view(f"{_PAPERS}:step"),
        name="paper_step",
    ),
    path("councils/decisions/", lazy_view(f"{_DECISIONS}:decision_list"), name="council_decisions"),
    path(
        "councils/decisions.<slug:kind>",
        lazy_view(f"{_DECISIONS}:decisions_file"),
        name="council_decisions_file",
    ),
    path(
        "councils/decisions/<slug:key>/",
        lazy_view(f"{_DECISIONS}:decision"),
        name="council_decision",
    ),
    path(
        "councils/decisions/<slug:key>/publish/",
        lazy_view(f"{_DECISIONS}:publish"),
        name="publish_decision",
    ),
    path(
        "councils/decisions/<slug:key>/follow-up/",
        lazy_view(f"{_DECISIONS}:follow"),
        name="set_follow_up",
    ),
    path("councils/follow-ups/<slug:key>/", lazy_view(f"{_DECISIONS}:follow_up"), name="follow_up"),
    path(
        "councils/follow-ups/<slug:key>/done/",
        lazy_view(f"{_DECISIONS}:finish"),
        name="finish_follow_up",
    ),
    path(
        "councils/follow-ups/<slug:key>/drop/",
        lazy_view(f"{_DECISIONS}:drop"),
        name="drop_follow_up",
    ),
]
