"""Addresses of reviews, of the charter's versions and of logic models."""

from django.urls import path, re_path

from renkei.core.lazy import lazy_view

_REVIEWS = "renkei.programme.views.reviews"
_FORMS = "renkei.programme.views.review_forms"
_VERSIONS = "renkei.programme.views.versions"
_OF = r"^(?P<reference>[IVX]+-[0-9]+)/"

urlpatterns = [
    path("reviews/", lazy_view(f"{_REVIEWS}:reviews"), name="reviews"),
    path("reviews/new/", lazy_view(f"{_FORMS}:new"), name="new_review"),
    path("reviews/years/<int:year>/", lazy_view(f"{_REVIEWS}:year"), name="review_year"),
    path("reviews/<slug:key>/", lazy_view(f"{_REVIEWS}:review"), name="review"),
    path("reviews/<slug:key>/finding/", lazy_view(f"{_FORMS}:correct"), name="correct_finding"),
    path("reviews/<slug:key>/withdraw/", lazy_view(f"{_FORMS}:withdraw"), name="withdraw_review"),
    path("reviews/<slug:key>/propose/", lazy_view(f"{_FORMS}:propose"), name="propose_decision"),
    path("reviews/<slug:key>/sign/", lazy_view(f"{_REVIEWS}:sign"), name="sign_decision"),
    path("reviews/<slug:key>/return/", lazy_view(f"{_FORMS}:send_back"), name="return_decision"),
    path(
        "reviews/<slug:key>/take-back/", lazy_view(f"{_FORMS}:take_back"), name="withdraw_proposal"
    ),
    path("versions/", lazy_view(f"{_VERSIONS}:versions_page"), name="versions"),
    path("periods/", lazy_view(f"{_VERSIONS}:periods"), name="periods"),
    re_path(_OF + r"versions/$", lazy_view(f"{_VERSIONS}:of_initiative"), name="versions_of"),
    re_path(_OF + r"logic/$", lazy_view("renkei.programme.views.logic:logic"), name="logic"),
]
