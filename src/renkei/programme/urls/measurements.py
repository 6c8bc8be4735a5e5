"""Figures: all of them, one indicator, why a number is what it is, and what waits for approval."""

from django.urls import path, re_path

from renkei.core.lazy import lazy_view

FIGURES, QUARTERS = "renkei.programme.views.figures", "renkei.programme.views.quarters"
RECONCILING = "renkei.programme.views.reconciling"
ID = r"(?P<indicator>(?:P|[IVX]+-[0-9]+)\.[0-9]+)"
PERIOD = r"(?P<period>[0-9]{4}(?:Q[1-4]|-(?:0[1-9]|1[0-2]))?)"
QUARTER = rf"figures/quarters/{PERIOD}/"

urlpatterns = [
    path("figures/", lazy_view(f"{FIGURES}:figures"), name="figures"),
    path("figures.<slug:kind>", lazy_view(f"{FIGURES}:figures_file"), name="figures_file"),
    re_path(
        rf"^figures/{ID}/$",
        lazy_view("renkei.programme.views.indicators:indicator"),
        name="indicator",
    ),
    re_path(
        rf"^figures/{ID}\.(?P<kind>[a-z]+)$",
        lazy_view("renkei.programme.views.breakdowns:breakdown_file"),
        name="breakdown_file",
    ),
    re_path(rf"^figures/{ID}/why/$", lazy_view("renkei.programme.views.why:why"), name="why"),
    re_path(
        rf"^figures/{ID}/enter/{PERIOD}/$",
        lazy_view("renkei.programme.views.manual_values:enter"),
        name="enter_value",
    ),
    path(
        "figures/values/<str:key>/confirm/",
        lazy_view("renkei.programme.views.manual_values:confirm"),
        name="confirm_value",
    ),
    path(
        "figures/values/<str:key>/withdraw/",
        lazy_view("renkei.programme.views.manual_values:withdraw"),
        name="withdraw_value",
    ),
    re_path(rf"^{QUARTER}$", lazy_view(f"{QUARTERS}:quarter"), name="quarter"),
    re_path(rf"^{QUARTER}compute/$", lazy_view(f"{QUARTERS}:compute"), name="compute_figures"),
    re_path(
        rf"^{QUARTER}reconcile/$", lazy_view(f"{QUARTERS}:reconcile"), name="reconcile_figures"
    ),
    re_path(rf"^{QUARTER}submit/$", lazy_view(f"{QUARTERS}:submit"), name="submit_figures"),
    re_path(rf"^{QUARTER}approve/$", lazy_view(f"{QUARTERS}:approve"), name="approve_figures"),
    re_path(rf"^{QUARTER}return/$", lazy_view(f"{QUARTERS}:send_back"), name="return_figures"),
    path(
        "figures/reconciled/<str:key>/",
        lazy_view(f"{RECONCILING}:reconciliation"),
        name="reconciliation",
    ),
    re_path(
        rf"^figures/reconciled/(?P<key>[0-9A-Za-z]+)/{ID}/$",
        lazy_view(f"{RECONCILING}:records_of"),
        name="reconciled_records",
    ),
    path(
        "figures/measurements/<str:key>/revise/",
        lazy_view(f"{QUARTERS}:revise"),
        name="revise_figure",
    ),
]
