from django.urls import path

from renkei.core.lazy import lazy_view

VIEWS = "renkei.core.jobs.views"

app_name = "jobs"
urlpatterns = [
    path("", lazy_view(f"{VIEWS}:home"), name="home"),
    path("<slug:key>/", lazy_view(f"{VIEWS}:one"), name="job"),
    path("<slug:key>/cancel/", lazy_view(f"{VIEWS}:cancel"), name="cancel"),
    path("<slug:key>/resume/", lazy_view(f"{VIEWS}:resume"), name="resume"),
]
