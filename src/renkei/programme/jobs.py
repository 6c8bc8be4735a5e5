"""Long work of the programme."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.jobs import Progress, job
from renkei.programme.actions.measurements import take_measurements
from renkei.programme.actions.reconciling import reconcile_figures
from renkei.programme.actions.reports import make_report
from renkei.programme.periods import Period
from renkei.programme.queries.reconciled_shown import differences_of, finding
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


@job("programme.figures", Text("指標の値の算出", "Computing of figures"))
def figures(progress: Progress, *, period: str) -> dict[str, Any]:
    of = Period.called(period)
    taken = take_measurements(of, by=progress.by, on=timezone.localdate(), say=progress)
    said = {"new": taken.n_new, "changed": taken.n_changed, "locked": taken.n_locked}
    return {
        "address": reverse("programme:quarter", args=[period]),
        "text": _(
            "新しい値%(new)s件、変わった値%(changed)s件、確定していて変えない値%(locked)s件。"
        )
        % said,
    }


@job("programme.reconciliation", Text("指標の値の突き合わせ", "Reconciling of figures"))
def reconciliation(progress: Progress, *, period: str) -> dict[str, Any]:
    made = reconcile_figures(Period.called(period), by=progress.by, say=progress)
    return {"address": made.get_absolute_url(), "text": finding(made, differences_of(made))}
