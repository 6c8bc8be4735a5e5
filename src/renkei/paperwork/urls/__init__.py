"""Addresses of the paper, split by noun."""

from renkei.paperwork.urls.attachments import urlpatterns as attachments
from renkei.paperwork.urls.documents import urlpatterns as documents
from renkei.paperwork.urls.retention import urlpatterns as retention
from renkei.paperwork.urls.sheets import urlpatterns as sheets
from renkei.paperwork.urls.subject_access import urlpatterns as subject_access

app_name = "paperwork"
urlpatterns = [*attachments, *documents, *retention, *sheets, *subject_access]
