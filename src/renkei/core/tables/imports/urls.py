from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.core.tables.imports.views"

app_name = "imports"
urlpatterns = [
    path("", lazy_view(f"{VIEWS}:home"), name="home"),
    path("batches/<slug:key>/", lazy_view(f"{VIEWS}:batch"), name="batch"),
    path("batches/<slug:key>/apply/", lazy_view(f"{VIEWS}:apply"), name="apply"),
    path("batches/<slug:key>/resume/", lazy_view(f"{VIEWS}:resume"), name="resume"),
    path("batches/<slug:key>/undo/", lazy_view(f"{VIEWS}:undo"), name="undo"),
    path("batches/<slug:key>/drop/", lazy_view(f"{VIEWS}:drop"), name="drop"),
    path("<slug:name>/", lazy_view(f"{VIEWS}:upload"), name="upload"),
    path("<slug:name>/template.xlsx", lazy_view(f"{VIEWS}:template"), name="template"),
]
