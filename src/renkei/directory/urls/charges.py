"""Who is in charge of what."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.directory.views.charges"

urlpatterns = [
    path("charges/", lazy_view(f"{VIEWS}:charges"), name="charges"),
    path("charges.<slug:kind>", lazy_view(f"{VIEWS}:charges_file"), name="charges_file"),
    path("charges/take/", lazy_view(f"{VIEWS}:take"), name="take_charge"),
    path("charges/hand-over/", lazy_view(f"{VIEWS}:hand_over"), name="hand_over_charges"),
    path("charges/<slug:key>/end/", lazy_view(f"{VIEWS}:end"), name="end_charge"),
]
