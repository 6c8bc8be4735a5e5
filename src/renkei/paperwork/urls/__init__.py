"""Addresses of the paper, split by noun."""

from renkei.paperwork.urls.attachments import urlpatterns as attachments

app_name = "paperwork"
urlpatterns = [*attachments]
