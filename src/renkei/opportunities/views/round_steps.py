"""The steps of a round; what takes long is done by a worker, who shows how far it is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.jobs import start_job
from renkei.core.rights import Verb, asker_of
from renkei.directory.views.refusals import said, told
from renkei.opportunities.actions import rounds as actions
from renkei.opportunities.actions.rulings import take_back
from renkei.opportunities.forms.rounds import CancelForm
from renkei.opportunities.models import Round, Ruling
from renkei.opportunities.rules.rounds import address
from renkei.opportunities.states import Way
from renkei.opportunities.views.rounds import round_page


@require_POST
def rehearse(request: HttpRequest, key: str) -> HttpResponse:
    found = _seen(request, key, Verb.WRITE)
    return _started(request, found, "opportunities.rehearsal")


@require_POST
def run(request: HttpRequest, key: str) -> HttpResponse:
    found = _seen(request, key, Verb.DECIDE)
    way = request.POST.get("way", "")
    way = way if way in Way.values else Way.IMPROVE
    return _started(request, found, "opportunities.round", way=str(way))


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    found = _seen(request, key, Verb.PUBLISH)
    return _started(request, found, "opportunities.publication")


@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    found = _seen(request, key, Verb.DECIDE)
    by, on = asker_of(request), timezone.localdate()
    if told(request, lambda: actions.close_round(found, by=by, on=on)):
        messages.success(request, _("割り当てを終えました。決まらなかった方は、探し続けています。"))
    return redirect(address(found))


@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    found, form = _seen(request, key, Verb.DECIDE), CancelForm(request.POST)
    by, on = asker_of(request), timezone.localdate()

    def act() -> Round:
        return actions.cancel_round(found, **form.cleaned_data, by=by, on=on)

    if form.is_valid() and said(form, act):
        messages.success(request, _("割り当てを取りやめました。"))
        return redirect(address(found))
    return round_page(request, found, cancelling=form)


@require_POST
def drop_ruling(request: HttpRequest, key: str, ruling: str) -> HttpResponse:
    found = _seen(request, key, Verb.WRITE)
    kept = Ruling.objects.select_related("round", "seeker", "posting").filter(
        pk=ruling, round=found
    )
    by, on = asker_of(request), timezone.localdate()
    one = kept.first()
    if one is not None and told(request, lambda: take_back(one, by=by, on=on) or True):
        messages.success(request, _("取り消しました。案を作り直すと反映されます。"))
    return redirect(address(found))


def _started(request: HttpRequest, found: Round, kind: str, **more: str) -> HttpResponse:
    job = start_job(kind, by=asker_of(request), title=found.title, key=found.key, **more)
    return redirect(job)


def _seen(request: HttpRequest, key: str, verb: Verb) -> Round:
    """Errors  Http404 for whoever may not do this to it"""
    seen: Round = Round.objects.select_related("unit__organisation").seen_by(
        asker_of(request), verb, key=key
    )
    return seen
