"""Addresses of the programme, split by noun."""

from renkei.programme.urls.overview import urlpatterns as overview

app_name = "programme"
urlpatterns = [*overview]
