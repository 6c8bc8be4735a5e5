"""The peer of our lists: what Django gives by itself, for organisations, to who is signed in.

Its default middleware, its ListView with a paginator, its own template with five columns: no
rights, no navigation, no second language.
"""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.views.generic import ListView

from renkei.directory.models import Organisation

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string("""{% load i18n %}
<!doctype html><title>{% translate "Organisations" %}</title><p>{{ request.user.name }}</p>
<table><tr><th>{% translate "Name" %}</th><th>{% translate "Kind" %}</th></tr>
{% for one in page_obj %}<tr>
<td><a href="{% url "plain" %}?key={{ one.key }}">{{ one.name }}</a></td>
<td>{{ one.get_kind_display }}</td><td>{{ one.place }}</td><td>{{ one.industry }}</td>
<td>{{ one.get_size_display }}</td></tr>{% endfor %}</table>
{% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">{{ page_obj.number }}</a>
{% endif %}""")


class Plain(LoginRequiredMixin, ListView):
    model = Organisation
    paginate_by = 20

    def render_to_response(self, context: dict[str, object], **_more: object) -> HttpResponse:
        told = Context({**context, "request": self.request})
        return HttpResponse(PAGE.render(told))


def plain(request: HttpRequest) -> HttpResponse:
    response = Plain.as_view()(request)
    assert isinstance(response, HttpResponse)
    return response


urlpatterns = [path("plain/", plain, name="plain")]
