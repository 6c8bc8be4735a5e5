"""Where the pages of allauth do a little more, or a little less."""

from typing import Any

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from renkei.directory.queries.identities import ways_in


# A link on another site must not sign anybody out.
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Whoever sits down at this browser next finds no page of hers by going back."""
    response: HttpResponse = views.logout(request)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


class SignIn(views.LoginView):
    """Beside a password and a passkey, what organisations offer their own people."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {"ways": ways_in()}


sign_in = sensitive_post_parameters("password")(SignIn.as_view())
change_email = reauthentication_required(views.email)
change_password = sensitive_post_parameters()(views.password_change)
set_password = reauthentication_required(views.password_set)
# One page shows all factors.
passkeys = RedirectView.as_view(pattern_name="mfa_index")
