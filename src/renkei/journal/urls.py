from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.journal.views"

app_name = "journal"
urlpatterns = [
    path("", lazy_view(f"{VIEWS}:browse"), name="home"),
    path("entries.<slug:kind>", lazy_view(f"{VIEWS}:browse_file"), name="file"),
    path("kinds/", lazy_view(f"{VIEWS}:kinds"), name="kinds"),
    path("<int:number>/", lazy_view(f"{VIEWS}:entry"), name="entry"),
    path("<int:number>/reverse/", lazy_view(f"{VIEWS}:reverse"), name="reverse"),
]
