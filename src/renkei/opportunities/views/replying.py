"""Yes or no to an introduction, by whoever was introduced."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.rights import asker_of
from renkei.directory.views.refusals import told
from renkei.opportunities.actions.replying import reply as reply_to
from renkei.opportunities.models import Placement
from renkei.opportunities.rules.placements import address

SAYS = {"yes": True, "no": False}


@require_POST
def reply(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found: Placement = Placement.objects.seen_by(asker, key=key)
    is_yes = SAYS.get(request.POST.get("reply", ""))
    if is_yes is None:
        raise Http404("neither yes nor no")
    if told(request, lambda: reply_to(found, is_yes=is_yes, by=asker, on=timezone.localdate())):
        messages.success(
            request,
            _("お返事を受け付けました。窓口から連絡します。")
            if is_yes
            else _("見送りを受け付けました。"),
        )
    return redirect(address(found))
