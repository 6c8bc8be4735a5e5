"""Reports that there are, and what is said of one."""

import json
from collections.abc import Mapping
from typing import Any

from renkei.core.rights import Asker, Role, RuledQuerySet, Verb, may
from renkei.core.sides import OTHER
from renkei.programme.models import Report
from renkei.programme.states import OUT, ReportState


def reports_for(
    asker: Asker, *, scope: str = "", fiscal_year: int | None = None
) -> RuledQuerySet[Report]:
    """Without the payload: a list needs none of it."""
    found = Report.objects.visible_to(asker).defer("payload")
    if scope:
        found = found.filter(scope=scope)
    return found.filter(fiscal_year=fiscal_year) if fiscal_year else found


def years_of_reports(asker: Asker) -> list[int]:
    """Of which years there are any, the newest first; one query."""
    found = Report.objects.visible_to(asker).order_by("-fiscal_year")
    return list(found.values_list("fiscal_year", flat=True).distinct())


def sides_to_agree(report: Report, asker: Asker) -> list[str]:
    """For which governments the person can say that the report is right."""
    if not may(asker, Verb.PUBLISH, report):
        return []
    own = {seat.side for seat in asker.seats if seat.role == Role.PROGRAMME_OFFICE}
    return [
        side
        for side in OTHER
        if side in own
        and not report.is_agreed_by(side)
        and getattr(report, f"{OTHER[side]}_by") != asker.person
    ]


def reports_about(initiative: str, asker: Asker) -> list[Report]:
    """Those of an initiative that the reader may see, the newest first; one query."""
    return list(reports_for(asker).filter(scope="initiative", about=initiative)[:5])


def told_by(report: Report) -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads(report.payload)
    return told


def of_the_same(report: Report) -> RuledQuerySet[Report]:
    """All revisions of what a report is about in its year."""
    return Report.objects.filter(
        scope=report.scope, about=report.about, fiscal_year=report.fiscal_year
    )


def newest_published(report: Report) -> Report | None:
    """What took the place of a report; None where it stands, or was never let out."""
    if report.state != ReportState.SUPERSEDED:
        return None
    return of_the_same(report).filter(state=ReportState.PUBLISHED).defer("payload").first()


def before(report: Report, asker: Asker) -> Report | None:
    """With what a report is compared: the revision before, else that of the year before."""
    seen = Report.objects.visible_to(asker).filter(scope=report.scope, about=report.about)
    kept = seen.exclude(state=ReportState.WITHDRAWN)
    earlier = kept.filter(fiscal_year=report.fiscal_year, revision__lt=report.revision)
    last_year = kept.filter(fiscal_year=report.fiscal_year - 1, state__in=OUT)
    return earlier.order_by("-revision").first() or last_year.order_by("-revision").first()
