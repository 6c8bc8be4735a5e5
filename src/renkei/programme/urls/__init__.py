"""Addresses of the programme, split by noun."""

from renkei.programme.urls.activities import urlpatterns as activities
from renkei.programme.urls.councils import urlpatterns as councils
from renkei.programme.urls.measurements import urlpatterns as measurements
from renkei.programme.urls.money import urlpatterns as money
from renkei.programme.urls.opinions import urlpatterns as opinions
from renkei.programme.urls.overview import urlpatterns as overview
from renkei.programme.urls.reports import urlpatterns as reports
from renkei.programme.urls.reviews import urlpatterns as reviews
from renkei.programme.urls.spread import urlpatterns as spread

app_name = "programme"
urlpatterns = [
    *overview,
    *activities,
    *councils,
    *measurements,
    *money,
    *opinions,
    *reports,
    *reviews,
    *spread,
]
