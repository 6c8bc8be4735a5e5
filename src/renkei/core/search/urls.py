from django.urls import path

from renkei.core.lazy import lazy_view

app_name = "search"
urlpatterns = [
    path("", lazy_view("renkei.core.search.views:home"), name="home"),
]
