from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from renkei.charter.reader import programme
from renkei.charter.terms import Indicator
from renkei.core.rights import asker_of
from renkei.directory.queries.charges import in_charge_of
from renkei.programme import wording
from renkei.programme.queries.overview import indicator_rows, lately, sides


def home(request: HttpRequest) -> HttpResponse:
    agreed = programme()
    context = {
        "programme": agreed,
        "period": wording.period(agreed.period),
        "predecessor": agreed.predecessor and wording.period(agreed.predecessor),
        "successor": agreed.successor and wording.period(agreed.successor),
        **_watched(agreed.indicators),
    }
    return render(request, "programme/home.html", context)


def theme(request: HttpRequest, reference: str) -> HttpResponse:
    agreed = programme()
    try:
        found = agreed.theme(reference)
    except KeyError:
        raise Http404(f"no theme {reference}") from None
    return render(request, "programme/theme.html", {"programme": agreed, "theme": found})


def initiative(request: HttpRequest, reference: str) -> HttpResponse:
    agreed = programme()
    try:
        found = agreed.initiative(reference)
    except KeyError:
        raise Http404(f"no initiative {reference}") from None
    asker = asker_of(request)
    in_charge = in_charge_of(reference, timezone.localdate(), asker=asker)
    context = {
        "initiative": found,
        "theme": agreed.theme_of(found),
        "sides": list(sides(found, in_charge)),
        "is_staff": asker.is_staff,
        "entries": lately(found, asker),
        **_watched(found.indicators),
        "before": agreed.before(found),
        "after": agreed.after(found),
    }
    return render(request, "programme/initiative.html", context)


def _watched(indicators: Sequence[Indicator]) -> dict[str, object]:
    """What the table of indicators needs."""
    rows = indicator_rows(indicators)
    confidences = [
        (key, name, wording.CONFIDENCES_EXPLAINED[key]) for key, name in wording.CONFIDENCES.items()
    ]
    return {
        "indicators": rows,
        "are_computed": any(row.current for row in rows),
        "confidences": confidences,
    }
