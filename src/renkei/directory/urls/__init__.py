"""Addresses of the directory, split by noun."""

from renkei.directory.urls.organisations import urlpatterns as organisations
from renkei.directory.urls.people import urlpatterns as people

app_name = "directory"
urlpatterns = [*organisations, *people]
