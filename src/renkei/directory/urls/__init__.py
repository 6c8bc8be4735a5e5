"""Addresses of the directory, split by noun."""

from renkei.directory.urls.access import urlpatterns as access
from renkei.directory.urls.charges import urlpatterns as charges
from renkei.directory.urls.organisations import urlpatterns as organisations
from renkei.directory.urls.people import urlpatterns as people

app_name = "directory"
urlpatterns = [*access, *charges, *organisations, *people]
