"""Addresses of question sheets and of answers to them."""

from django.urls import path

from renkei.core.lazy import lazy_view

_SHEETS = "renkei.paperwork.views.sheets"
_ANSWERS = "renkei.paperwork.views.answers"
_LINK = "renkei.paperwork.views.by_link"

urlpatterns = [
    path("sheets/", lazy_view(f"{_SHEETS}:sheets"), name="sheets"),
    path("sheets/<slug:name>/", lazy_view(f"{_SHEETS}:sheet"), name="sheet"),
    path("sheets/<slug:name>/start/", lazy_view(f"{_SHEETS}:start"), name="start_sheet"),
    path(
        "sheets/<slug:name>/codes.<slug:kind>",
        lazy_view(f"{_ANSWERS}:codes_file"),
        name="codes_file",
    ),
    path(
        "sheets/<slug:name>/<slug:version>/blank/",
        lazy_view(f"{_SHEETS}:blank"),
        name="blank_sheet",
    ),
    path("answers/", lazy_view(f"{_ANSWERS}:answers_page"), name="answers_list"),
    path("answers.<slug:kind>", lazy_view(f"{_ANSWERS}:answers_file"), name="answers_file"),
    path("answers/<slug:key>/", lazy_view(f"{_ANSWERS}:one"), name="answers"),
    path("answers/<slug:key>/fill/", lazy_view(f"{_ANSWERS}:fill"), name="fill"),
    path("answers/<slug:key>/autosave/", lazy_view(f"{_ANSWERS}:autosave"), name="autosave"),
    path("answers/<slug:key>/review/", lazy_view(f"{_ANSWERS}:review"), name="review"),
    path("answers/<slug:key>/receipt/", lazy_view(f"{_ANSWERS}:receipt"), name="receipt"),
    path("answers/<slug:key>/decide/", lazy_view(f"{_ANSWERS}:decide"), name="decide_answers"),
    path("answers/<slug:key>/link/", lazy_view(f"{_ANSWERS}:ask_by_link"), name="ask_by_link"),
    path(
        "answers/<slug:key>/link/<slug:link>/end/",
        lazy_view(f"{_ANSWERS}:end_link"),
        name="end_link",
    ),
    path("by-link/<slug:secret>/", lazy_view(f"{_LINK}:fill"), name="link_fill"),
    path("by-link/<slug:secret>/autosave/", lazy_view(f"{_LINK}:autosave"), name="link_autosave"),
    path("by-link/<slug:secret>/review/", lazy_view(f"{_LINK}:review"), name="link_review"),
    path("by-link/<slug:secret>/receipt/", lazy_view(f"{_LINK}:receipt"), name="link_receipt"),
    path(
        "by-link/<slug:secret>/take-back/",
        lazy_view(f"{_LINK}:take_back"),
        name="link_take_back",
    ),
]
