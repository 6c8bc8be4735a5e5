"""Where the pages of allauth do a little more, or a little less."""

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView


# A link on another site must not sign anybody out.
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Whoever sits down at this browser next finds no page of hers by going back."""
    response: HttpResponse = views.logout(request)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


sign_in = sensitive_post_parameters("password")(views.login)
change_email = reauthentication_required(views.email)
change_password = sensitive_post_parameters()(views.password_change)
set_password = reauthentication_required(views.password_set)
# One page shows all factors.
passkeys = RedirectView.as_view(pattern_name="mfa_index")
