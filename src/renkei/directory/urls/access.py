"""Who may see what and who has seen it; consents and what is handed on by them."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.directory.views"
RECORD = "records/<slug:kind>/<slug:key>"

urlpatterns = [
    path("me/rights/", lazy_view(f"{VIEWS}.access:my_rights"), name="my_rights"),
    path("me/seen/", lazy_view(f"{VIEWS}.access:seen_of_me"), name="seen_of_me"),
    path("me/consents/", lazy_view(f"{VIEWS}.handing:my_consents"), name="my_consents"),
    path(f"{RECORD}/why/", lazy_view(f"{VIEWS}.access:why"), name="why"),
    path(f"{RECORD}/open/", lazy_view(f"{VIEWS}.access:open_it"), name="open"),
    path(f"{RECORD}/seen/", lazy_view(f"{VIEWS}.access:seen"), name="seen"),
    path(f"{RECORD}/handing/", lazy_view(f"{VIEWS}.handing:handing"), name="handing"),
    path(f"{RECORD}/handing/share/", lazy_view(f"{VIEWS}.handing:share"), name="share"),
    path(
        f"{RECORD}/handing/consent/",
        lazy_view(f"{VIEWS}.handing:take_consent"),
        name="take_consent",
    ),
    path("openings/", lazy_view(f"{VIEWS}.access:openings"), name="openings"),
    path("openings/<slug:key>/close/", lazy_view(f"{VIEWS}.access:close"), name="close_opening"),
    path("shares/", lazy_view(f"{VIEWS}.handing:shares"), name="shares"),
    path("shares/<slug:key>/end/", lazy_view(f"{VIEWS}.handing:end"), name="end_share"),
    path("consents/<slug:key>/", lazy_view(f"{VIEWS}.handing:consent"), name="consent"),
    path(
        "consents/<slug:key>/withdraw/",
        lazy_view(f"{VIEWS}.handing:withdraw"),
        name="withdraw_consent",
    ),
]
