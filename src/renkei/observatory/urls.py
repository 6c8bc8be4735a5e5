from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.observatory.views"

app_name = "observatory"
urlpatterns = [
    path("", lazy_view(f"{VIEWS}.overview:home"), name="home"),
    path("ranking.<slug:kind>", lazy_view(f"{VIEWS}.overview:ranking_file"), name="ranking_file"),
    path("search/", lazy_view(f"{VIEWS}.overview:search"), name="search"),
    path("areas/<slug:code>/", lazy_view(f"{VIEWS}.area:area"), name="area"),
    path(
        "areas/<slug:code>/<slug:figure>.<slug:kind>",
        lazy_view(f"{VIEWS}.area:area_file"),
        name="area_file",
    ),
    path("compare/", lazy_view(f"{VIEWS}.compare:compare"), name="compare"),
    path("compare.<slug:kind>", lazy_view(f"{VIEWS}.compare:compare_file"), name="compare_file"),
    path("backtest/", lazy_view(f"{VIEWS}.backtest:backtest"), name="backtest"),
    path(
        "backtest/<slug:figure>.<slug:kind>",
        lazy_view(f"{VIEWS}.backtest:backtest_file"),
        name="backtest_file",
    ),
    path("method/", lazy_view(f"{VIEWS}.method:method"), name="method"),
    path("sources/", lazy_view(f"{VIEWS}.catalogue:sources"), name="sources"),
    path("sources/<slug:key>/", lazy_view(f"{VIEWS}.catalogue:source"), name="source"),
    path(
        "sources/<slug:key>.<slug:kind>",
        lazy_view(f"{VIEWS}.catalogue:source_file"),
        name="source_file",
    ),
]
