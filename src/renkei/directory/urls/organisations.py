"""Organisations, their units and their agreements."""

from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.directory.views"

urlpatterns = [
    path(
        "organisations/",
        lazy_view(f"{VIEWS}.organisations:organisations"),
        name="organisations",
    ),
    path(
        "organisations.<slug:kind>",
        lazy_view(f"{VIEWS}.organisations:organisations_file"),
        name="organisations_file",
    ),
    path(
        "organisations/new/",
        lazy_view(f"{VIEWS}.organisation_forms:register"),
        name="register_organisation",
    ),
    path("organisations/doubles/", lazy_view(f"{VIEWS}.merging:doubles"), name="doubles"),
    path(
        "organisations/doubles/<slug:key>/dismiss/",
        lazy_view(f"{VIEWS}.merging:dismiss"),
        name="dismiss_double",
    ),
    path("organisations/merge/", lazy_view(f"{VIEWS}.merging:merge"), name="merge_organisations"),
    path("merges/<slug:key>/", lazy_view(f"{VIEWS}.merging:merged"), name="merged"),
    path(
        "organisations/<slug:key>/",
        lazy_view(f"{VIEWS}.organisations:organisation"),
        name="organisation",
    ),
    path(
        "organisations/<slug:key>/change/",
        lazy_view(f"{VIEWS}.organisation_forms:change"),
        name="change_organisation",
    ),
    path(
        "organisations/<slug:key>/publish/",
        lazy_view(f"{VIEWS}.organisation_forms:publish"),
        name="publish_organisation",
    ),
    path(
        "organisations/<slug:key>/names/",
        lazy_view(f"{VIEWS}.organisation_forms:names"),
        name="organisation_names",
    ),
    path(
        "organisations/<slug:key>/establishments/",
        lazy_view(f"{VIEWS}.organisation_forms:establishments"),
        name="organisation_establishments",
    ),
    path(
        "organisations/<slug:key>/history/",
        lazy_view(f"{VIEWS}.organisations:history"),
        name="organisation_history",
    ),
    path(
        "organisations/<slug:key>/units/new/",
        lazy_view(f"{VIEWS}.units:make"),
        name="make_unit",
    ),
    path("units/", lazy_view(f"{VIEWS}.units:units"), name="units"),
    path("units/<slug:key>/", lazy_view(f"{VIEWS}.units:change"), name="change_unit"),
    path("agreements/", lazy_view(f"{VIEWS}.agreements:agreements"), name="agreements"),
    path(
        "agreements.<slug:kind>",
        lazy_view(f"{VIEWS}.agreements:agreements_file"),
        name="agreements_file",
    ),
    path("agreements/new/", lazy_view(f"{VIEWS}.agreement_forms:draft"), name="draft_agreement"),
    path("agreements/<slug:key>/", lazy_view(f"{VIEWS}.agreements:agreement"), name="agreement"),
    path(
        "agreements/<slug:key>/change/",
        lazy_view(f"{VIEWS}.agreement_forms:change"),
        name="change_agreement",
    ),
    path(
        "agreements/<slug:key>/step/",
        lazy_view(f"{VIEWS}.agreement_forms:step"),
        name="agreement_step",
    ),
    path(
        "agreements/<slug:key>/contacts/",
        lazy_view(f"{VIEWS}.agreement_forms:contacts"),
        name="agreement_contacts",
    ),
    path(
        "agreements/<slug:key>/results/",
        lazy_view(f"{VIEWS}.agreement_forms:ask_results"),
        name="ask_results",
    ),
]
