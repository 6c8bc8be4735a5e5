"""Signing in through an organisation's identity provider; only where one is configured."""

from django.urls import path
from django.views.decorators.cache import never_cache

from renkei.core.lazy import lazy_view

VIEWS = "renkei.directory.views.identity"

# The names are those under which allauth looks for them.
urlpatterns = [
    path("", never_cache(lazy_view(f"{VIEWS}:identities")), name="socialaccount_connections"),
    path(
        "<slug:provider_id>/",
        never_cache(lazy_view(f"{VIEWS}:begin")),
        name="openid_connect_login",
    ),
    path(
        "<slug:provider_id>/return/",
        never_cache(lazy_view(f"{VIEWS}:come_back")),
        name="openid_connect_callback",
    ),
]
