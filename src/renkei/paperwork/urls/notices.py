"""Addresses of notices; they stand at the root of the house."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from renkei.core.lazy import lazy_view

_VIEWS = "renkei.paperwork.views.notices"
_DELIVERY = "renkei.paperwork.views.delivery"

app_name = "notices"
urlpatterns = [
    path("", lazy_view(f"{_VIEWS}:inbox"), name="inbox"),
    path("read/", lazy_view(f"{_VIEWS}:read_all"), name="read_all"),
    path("preferences/", lazy_view(f"{_VIEWS}:preferences"), name="preferences"),
    # A mail program asks here by itself when its user presses “unsubscribe” (RFC 8058); the signed
    # token in the address is what a form's token would be.
    path("stop/<str:token>/", csrf_exempt(lazy_view(f"{_VIEWS}:stop")), name="stop"),
    path("delivery/", lazy_view(f"{_DELIVERY}:delivery"), name="delivery"),
    path("delivery/<slug:key>/<slug:what>/", lazy_view(f"{_DELIVERY}:decide"), name="decide"),
    path("<slug:key>/", lazy_view(f"{_VIEWS}:notice"), name="notice"),
]
