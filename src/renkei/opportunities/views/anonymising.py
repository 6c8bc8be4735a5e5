"""One step, said to be meant: who it was is forgotten."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Verb, asker_of
from renkei.opportunities.actions.anonymising import anonymise_seeker
from renkei.opportunities.forms.anonymising import AnonymiseForm
from renkei.opportunities.models import Seeker
from renkei.opportunities.queries.placements import live_of_seeker
from renkei.opportunities.rules.seekers import address, is_about_herself, may_anonymise
from renkei.opportunities.views.seekers import lines_of


@require_http_methods(["GET", "HEAD", "POST"])
def anonymise(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Seeker.objects.select_related("organisation").seen_by(asker, Verb.WRITE, key=key)
    if found.anonymised_at:
        return redirect(address(found))
    if not may_anonymise(asker, found):
        raise Http404("nobody but the desk and the person herself")
    is_hers = is_about_herself(asker, found)
    form = AnonymiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            anonymise_seeker(found, by=asker, on=timezone.localdate())
        except NotPermitted:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("消しました。だれの登録だったかは、もう分かりません。"))
            # Of hers she has no page any more.
            return redirect("opportunities:seekers") if is_hers else redirect(address(found))
    context = {
        "seeker": found,
        "form": form,
        "is_hers": is_hers,
        "running": lines_of(list(live_of_seeker(found))),
    }
    status = 422 if form.errors else 200
    return render(request, "opportunities/anonymise.html", context, status=status)
