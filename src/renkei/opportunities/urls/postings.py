"""Addresses of postings."""

from django.urls import path

from renkei.core.lazy import lazy_view

_PUBLIC = "renkei.opportunities.views.public_postings"
_VIEWS = "renkei.opportunities.views.postings"
_FORMS = "renkei.opportunities.views.posting_forms"
_STEPS = "renkei.opportunities.views.posting_steps"

urlpatterns = [
    path("", lazy_view(f"{_PUBLIC}:search"), name="home"),
    path("map/", lazy_view("renkei.opportunities.views.search_map:search_map"), name="map"),
    path("desk/", lazy_view(f"{_VIEWS}:desk"), name="desk"),
    path("new/", lazy_view(f"{_FORMS}:offer"), name="offer"),
    path("new/<slug:market>/", lazy_view(f"{_FORMS}:new"), name="new_posting"),
    path("<slug:key>/", lazy_view(f"{_VIEWS}:posting"), name="posting"),
    path("<slug:key>/days.ics", lazy_view(f"{_VIEWS}:days"), name="posting_days"),
    path("<slug:key>/change/", lazy_view(f"{_FORMS}:change"), name="change_posting"),
    path("<slug:key>/copy/", lazy_view(f"{_STEPS}:copy"), name="copy_posting"),
    path("<slug:key>/check/", lazy_view(f"{_STEPS}:check"), name="check_posting"),
    path("<slug:key>/return/", lazy_view(f"{_STEPS}:give_back"), name="return_posting"),
    path("<slug:key>/publish/", lazy_view(f"{_STEPS}:publish"), name="publish_posting"),
    path("<slug:key>/renew/", lazy_view(f"{_STEPS}:renew"), name="renew_posting"),
    path("<slug:key>/close/", lazy_view(f"{_STEPS}:close"), name="close_posting"),
    path("<slug:key>/adopt/", lazy_view(f"{_STEPS}:adopt"), name="adopt_proposal"),
]
