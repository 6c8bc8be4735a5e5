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
    path("what-if/", lazy_view(f"{VIEWS}.what_if:what_if"), name="what_if"),
    path("what-if.<slug:kind>", lazy_view(f"{VIEWS}.what_if:what_if_file"), name="what_if_file"),
    path("what-if/save/", lazy_view(f"{VIEWS}.scenarios:save"), name="save_scenario"),
    path(
        "what-if/compare/",
        lazy_view(f"{VIEWS}.scenarios:compare_scenarios"),
        name="compare_scenarios",
    ),
    path(
        "what-if/compare.<slug:kind>",
        lazy_view(f"{VIEWS}.scenarios:compare_scenarios_file"),
        name="compare_scenarios_file",
    ),
    path(
        "what-if/saved/<slug:key>/",
        lazy_view(f"{VIEWS}.scenarios:open_scenario"),
        name="scenario",
    ),
    path(
        "what-if/saved/<slug:key>.<slug:kind>",
        lazy_view(f"{VIEWS}.scenarios:scenario_file"),
        name="scenario_file",
    ),
    path("goal/", lazy_view(f"{VIEWS}.goal:goal"), name="goal"),
    path("goal.<slug:kind>", lazy_view(f"{VIEWS}.goal:goal_file"), name="goal_file"),
    path(
        "goal/parts.<slug:kind>",
        lazy_view(f"{VIEWS}.goal:goal_parts_file"),
        name="goal_parts_file",
    ),
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
