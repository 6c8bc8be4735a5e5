"""Yes or no to a place that a round gave: by the link in the letter, or signed in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.errors import Refused
from renkei.core.rights import asker_of
from renkei.core.writing import long_date
from renkei.directory.queries.places import place_names
from renkei.directory.views.refusals import told
from renkei.opportunities.actions.answers import answer
from renkei.opportunities.links import read_taking
from renkei.opportunities.models import Placement
from renkei.opportunities.queries.placements import WAITING
from renkei.opportunities.rules.placements import address
from renkei.opportunities.states import Step, Whose
from renkei.opportunities.views.by_link import kept_from_others

ANSWERS = {"yes": True, "no": False}


@kept_from_others
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the page says nothing: programs that read e-mail follow links too."""
    key = read_taking(token)
    found = Placement.objects.select_related("posting__organisation", "seeker").filter(pk=key or "")
    placement = found.first()
    if placement is None:
        raise Http404("no such link")
    refused = ""
    said = ANSWERS.get(request.POST.get("answer", "")) if request.method == "POST" else None
    if said is not None:
        note = request.POST.get("note", "")
        try:
            placement = answer(
                placement, whose=Whose.SEEKER, is_yes=said, on=timezone.localdate(), note=note
            )
        except Refused as refusal:
            refused = str(refusal)
    posting = placement.posting
    context = {
        "placement": placement,
        "place": place_names([posting.place]).get(posting.place, ""),
        "until": long_date(placement.answer_by) if placement.answer_by else "",
        "first_day": long_date(posting.first_day) if posting.first_day else "",
        "is_open": _is_open(placement),
        "is_taken": placement.state != Step.ENDED,
        "waits": placement.state in WAITING,
        "refused": refused,
    }
    return render(request, "opportunities/take.html", context, status=422 if refused else 200)


@require_POST
def answer_one(request: HttpRequest, key: str) -> HttpResponse:
    """Signed in: the person, the organisation, or the desk as it was told."""
    asker = asker_of(request)
    found = Placement.objects.select_related("seeker", "posting__organisation").seen_by(
        asker, key=key
    )
    said, whose = ANSWERS.get(request.POST.get("answer", "")), request.POST.get("whose", "")
    if said is None or whose not in Whose.values:
        raise Http404("neither yes nor no")
    note, on = request.POST.get("note", ""), timezone.localdate()
    if told(request, lambda: answer(found, whose=whose, is_yes=said, on=on, by=asker, note=note)):
        messages.success(
            request, _("お返事を受け付けました。") if said else _("辞退を受け付けました。")
        )
    return redirect(address(found))


def _is_open(placement: Placement) -> bool:
    """Whether the seeker is still asked."""
    if placement.answer_by is None or placement.state not in WAITING:
        return False
    return placement.seeker_yes_on is None and timezone.localdate() <= placement.answer_by
