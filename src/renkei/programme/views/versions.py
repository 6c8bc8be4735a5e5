"""How the charter came about: its versions, those that touch an initiative, the period before."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renkei.charter.differences import of_initiatives
from renkei.charter.periods import Pair, neighbour, pairs_of
from renkei.core.writing import localized, long_date
from renkei.programme import wording
from renkei.programme.charters import FOLDER, Version, changes_of, charter_on, rebased, versions
from renkei.programme.queries.changes import ChangeRow, change_rows, said
from renkei.programme.queries.reviews import fates


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: str
    effective: str
    is_to_come: bool
    reason: str
    decided: str
    review: str  # key of the review that it came from
    initiative: str
    changes: list[ChangeRow]


@require_safe
def versions_page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "versions": _rows(""),
        "goals": _goals(""),
        "programme": charter_on(today),
    }
    return render(request, "programme/versions.html", context)


@require_safe
def of_initiative(request: HttpRequest, reference: str) -> HttpResponse:
    agreed = charter_on(timezone.localdate())
    try:
        found = agreed.initiative(reference)
    except KeyError:
        raise Http404(f"no initiative {reference}") from None
    context = {
        "versions": _rows(reference),
        "goals": _goals(reference),
        "initiative": found,
        "theme": agreed.theme_of(found),
        "programme": agreed,
    }
    return render(request, "programme/versions.html", context)


def _rows(reference: str) -> list[VersionRow]:
    """The newest first; of an initiative those that changed it, and the agreement."""
    rows = []
    for one in reversed(versions()):
        found = [
            change for change in changes_of(one) if not reference or change.initiative == reference
        ]
        if found or not one.decision:
            rows.append(_row(one, change_rows(found)))
    return rows


def _row(one: Version, changes: list[ChangeRow]) -> VersionRow:
    return VersionRow(
        number=_("第%(n)s版") % {"n": one.number},
        effective=long_date(one.effective_on),
        is_to_come=one.effective_on > timezone.localdate(),
        reason=localized(one.reason) if one.reason else "",
        decided=long_date(one.decided_on) if one.decided_on else "",
        review=one.review,
        initiative=one.initiative,
        changes=changes,
    )


def _goals(reference: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Of each re-based target what it is and what it was, each with the day from which it held."""
    found = rebased(timezone.localdate())
    return [
        (
            indicator,
            [
                (
                    said(goal.value),
                    long_date(goal.version.effective_on),
                    localized(goal.version.reason) if goal.version.reason else "",
                )
                for goal in goals
            ],
        )
        for indicator, goals in found.items()
        if not reference or indicator.rpartition(".")[0] == reference
    ]


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """The programme beside the one before and the one after it, as far as their texts are here."""
    agreed = charter_on(timezone.localdate())
    before, after = (
        neighbour(FOLDER, one) if one else None for one in (agreed.predecessor, agreed.successor)
    )
    context = {
        "programme": agreed,
        "period": wording.period(agreed.period),
        "predecessor": agreed.predecessor and wording.period(agreed.predecessor),
        "successor": agreed.successor and wording.period(agreed.successor),
        "compared": [
            (title, [_pair(pair) for pair in pairs_of(old, new)])
            for title, old, new in (
                (_("前の期との比較"), before, agreed),
                (_("次の期との比較"), agreed, after),
            )
            if old and new
        ],
        "ended": [
            (agreed.initiative(reference), fate, long_date(fate.since))
            for reference, fate in fates(timezone.localdate()).items()
        ],
    }
    return render(request, "programme/periods.html", context)


def _pair(pair: Pair) -> tuple[str, Pair, list[ChangeRow]]:
    names = {
        "same": _("同じ"),
        "changed": _("変更"),
        "new": _("新規"),
        "ended": _("終了"),
    }
    is_both = pair.before is not None and pair.after is not None
    rows = (
        change_rows(of_initiatives(pair.after.reference, pair.before, pair.after))
        if is_both and pair.after
        else []
    )
    return names[pair.kind], pair, rows
