"""Addresses of opportunities, split by noun."""

from renkei.opportunities.urls.insight import urlpatterns as insight
from renkei.opportunities.urls.organisations import urlpatterns as organisations
from renkei.opportunities.urls.placements import urlpatterns as placements
from renkei.opportunities.urls.postings import urlpatterns as postings
from renkei.opportunities.urls.rounds import urlpatterns as rounds
from renkei.opportunities.urls.searches import urlpatterns as searches
from renkei.opportunities.urls.seekers import urlpatterns as seekers

app_name = "opportunities"
# Those of postings last: any other first part would be taken for the key of one.
urlpatterns = [*seekers, *placements, *rounds, *insight, *searches, *organisations, *postings]
