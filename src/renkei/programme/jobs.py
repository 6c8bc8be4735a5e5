"""Long work of the programme."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.jobs import Progress, job
from renkei.programme.actions.reports import make_report
from renkei.programme.reporting.subjects import Wanted


@job("programme.report", Text("年次報告の作成", "Making of a report"))
def report(
    progress: Progress, *, scope: str, about: str, fiscal_year: int, known_at: str, reason: str
) -> dict[str, Any]:
    wanted = Wanted(
        scope=scope,
        about=about,
        fiscal_year=fiscal_year,
        known_at=datetime.fromisoformat(known_at),
        reason=reason,
    )
    made = make_report(wanted, by=progress.by, on=timezone.localdate(), say=progress)
    return {
        "address": reverse("programme:report", args=[made.key]),
        "text": _("報告書の案ができました。道と市の総括担当が確かめると公表されます。"),
    }
