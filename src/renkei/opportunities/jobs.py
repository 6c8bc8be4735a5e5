"""Long work of the markets: rehearsing a round, making its proposal, telling everybody."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.jobs import Progress, job
from renkei.opportunities.actions.rounds import rehearse_round, run_round
from renkei.opportunities.actions.telling import publish_round
from renkei.opportunities.models import Round


@job("opportunities.rehearsal", Text("割り当ての試算", "Rehearsal of a round"))
def rehearsal(progress: Progress, *, key: str) -> dict[str, Any]:
    found = rehearse_round(Round.objects.get(pk=key), by=progress.by, say=progress)
    told = {"n": found.rehearsal["n_placed"], "all": found.rehearsal["n_seekers"]}
    return _done(found, _("いま締め切ると、%(all)s人のうち%(n)s人に決まります。") % told)


@job("opportunities.round", Text("割り当ての案の作成", "Making of a proposal"))
def bring_together(progress: Progress, *, key: str, way: str) -> dict[str, Any]:
    today = timezone.localdate()
    found = run_round(Round.objects.get(pk=key), way=way, by=progress.by, on=today, say=progress)
    told = {"n": found.result["n_placed"], "all": found.result["n_seekers"]}
    return _done(found, _("案ができました。%(all)s人のうち%(n)s人に決まります。") % told)


@job("opportunities.publication", Text("割り当ての発表", "Telling of a proposal"))
def publication(progress: Progress, *, key: str) -> dict[str, Any]:
    today = timezone.localdate()
    found = publish_round(Round.objects.get(pk=key), by=progress.by, on=today, say=progress)
    return _done(found, _("発表しました。全員に結果と理由を送りました。"))


def _done(found: Round, text: str) -> dict[str, Any]:
    return {"address": reverse("opportunities:round", args=[found.key]), "text": text}
