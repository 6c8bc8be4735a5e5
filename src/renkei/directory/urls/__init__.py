"""Addresses of the directory, split by noun."""

from renkei.directory.urls.organisations import urlpatterns as organisations

app_name = "directory"
urlpatterns = [*organisations]
