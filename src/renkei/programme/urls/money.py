"""Money planned and spent."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.programme.views.money"

urlpatterns = [
    path("money/", lazy_view(f"{VIEWS}:money"), name="money"),
    path("money.<slug:kind>", lazy_view(f"{VIEWS}:money_file"), name="money_file"),
    path(
        "money/<str:initiative>/<slug:side>/<int:year>/",
        lazy_view(f"{VIEWS}:enter"),
        name="enter_money",
    ),
]
