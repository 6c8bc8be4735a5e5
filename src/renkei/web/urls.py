"""Addresses of the whole house. Japanese stands at the root, English under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from renkei.core.lazy import lazy_view

# One click signs in: such an address must not even exist where people are real.
DEMO = [path("demo/", include("renkei.demo.urls"))] if settings.DEMO else []
# Nor where nobody has named a provider.
IDENTITY = (
    [path("account/organisation/", include("renkei.directory.urls.identity"))]
    if settings.IDENTITY_PROVIDERS
    else []
)
urlpatterns = i18n_patterns(
    path("", lazy_view("renkei.web.views.front:home"), name="home"),
    path("start/", lazy_view("renkei.web.views.work:start"), name="start"),
    path("tasks/", lazy_view("renkei.web.views.work:tasks"), name="tasks"),
    path("tasks/counts/", lazy_view("renkei.web.views.work:counts"), name="counts"),
    path("search/", include("renkei.core.search.urls")),
    path("jobs/", include("renkei.core.jobs.urls")),
    path("imports/", include("renkei.core.tables.imports.urls")),
    path("account/", include("renkei.directory.urls.accounts")),
    *IDENTITY,
    path("", include("renkei.directory.urls")),
    path("notices/", include("renkei.paperwork.urls.notices")),
    path("paperwork/", include("renkei.paperwork.urls")),
    path("journal/", include("renkei.journal.urls")),
    path("opportunities/", include("renkei.opportunities.urls")),
    path("programme/", include("renkei.programme.urls")),
    path("observatory/", include("renkei.observatory.urls")),
    *DEMO,
    prefix_default_language=False,
)
