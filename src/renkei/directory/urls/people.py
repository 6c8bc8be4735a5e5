"""People, their seats, terms and invitations, and one's own account."""

from django.urls import URLPattern, path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.directory.views"

urlpatterns: list[URLPattern] = [
    path("account/me/", lazy_view(f"{VIEWS}.me:me"), name="me"),
    path("account/factor/", lazy_view(f"{VIEWS}.me:factor"), name="factor"),
    path("account/sessions/", lazy_view(f"{VIEWS}.me:sessions"), name="sessions"),
    path("account/sessions/end/", lazy_view(f"{VIEWS}.me:end_session"), name="end_session"),
    path("account/erase/", lazy_view(f"{VIEWS}.me:erase"), name="erase_me"),
    path(
        "account/invitation/<str:secret>/",
        lazy_view(f"{VIEWS}.invited:invitation"),
        name="invitation",
    ),
    path("account/invited/", lazy_view(f"{VIEWS}.invited:invited"), name="invited"),
    path("people/", lazy_view(f"{VIEWS}.people:units"), name="people"),
    path("people/<slug:key>/", lazy_view(f"{VIEWS}.people:unit_people"), name="unit_people"),
    path("people/<slug:key>/invite/", lazy_view(f"{VIEWS}.invitations:invite"), name="invite"),
    path("people/<slug:key>/terms/", lazy_view(f"{VIEWS}.terms:terms"), name="terms"),
    path(
        "people/<slug:key>/terms/start/", lazy_view(f"{VIEWS}.terms:start_term"), name="start_term"
    ),
    path("terms/<slug:key>/renew/", lazy_view(f"{VIEWS}.terms:renew_term"), name="renew_term"),
    path(
        "terms/<slug:key>/shorten/", lazy_view(f"{VIEWS}.terms:shorten_term"), name="shorten_term"
    ),
    path("seats/<slug:key>/", lazy_view(f"{VIEWS}.seats:seat"), name="seat"),
    path("seats/<slug:key>/period/", lazy_view(f"{VIEWS}.seats:period"), name="seat_period"),
    path("seats/<slug:key>/end/", lazy_view(f"{VIEWS}.seats:end"), name="end_seat"),
    path("seats/<slug:key>/factor/", lazy_view(f"{VIEWS}.seats:factor"), name="reset_factor"),
    path(
        "invitations/<slug:key>/withdraw/",
        lazy_view(f"{VIEWS}.invitations:withdraw"),
        name="withdraw_invitation",
    ),
    path(
        "invitations/<slug:key>/resend/",
        lazy_view(f"{VIEWS}.invitations:resend"),
        name="resend_invitation",
    ),
]
