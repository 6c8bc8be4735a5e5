"""The way to an organisation's identity provider, and back."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from renkei.directory.actions.identities import untie
from renkei.directory.identity.adapter import failed
from renkei.directory.identity.provider import Conversation, provider_called
from renkei.directory.queries.identities import identities_of


class ComeBack(OAuth2CallbackView):
    adapter: Conversation

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, answer = super()._get_state(request, provider)
        said = request.GET.get("iss", self.adapter.ours.issuer)
        if state and said != self.adapter.ours.issuer:
            return None, failed(request, why="another issuer sent somebody back")
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, answer


@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """A page of ours that goes on by itself: a form of ours may lead to no other house."""
    answer = _spoken(request, OAuth2LoginView, provider_id)
    if "Location" not in answer.headers:
        return answer
    address = answer.headers["Location"]
    name = provider_called(provider_id)
    page = render(request, "directory/to_provider.html", {"address": address, "provider": name})
    page.headers["Refresh"] = f"0;url={address}"
    return page


@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _spoken(request, ComeBack, provider_id)


def _spoken(request: HttpRequest, view: Any, provider_id: str) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(Conversation(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404("no such provider") from error
    except OAuth2Error as error:
        return failed(request, why=str(error))
    return answer


@login_required
@reauthentication_required
def identities(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and untie(request.user, request.POST.get("identity", "")):
        messages.success(request, _("つながりを切りました。"))
        return redirect("socialaccount_connections")
    context = {"identities": identities_of(request.user)}
    return render(request, "directory/identities.html", context)
