"""The logic of an initiative as a picture and as a table."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from renkei.charter.logic import LEVELS, POPULATION, Link, rank_of
from renkei.charter.reader import logic_levels
from renkei.charter.terms import Indicator, Initiative, Programme
from renkei.core.charts import Arrow, Box, Caption, Chain, chain_chart
from renkei.core.writing import localized
from renkei.programme.charters import charter_on

COLUMNS = {
    "activity": gettext_lazy("活動"),
    "output": gettext_lazy("産出"),
    "outcome": gettext_lazy("成果"),
    "population": gettext_lazy("人口"),
}
POPULATIONS = {
    "births": gettext_lazy("出生数"),
    "natural": gettext_lazy("自然増減"),
    "in_migration": gettext_lazy("転入者数"),
    "out_migration": gettext_lazy("転出者数"),
    "social": gettext_lazy("社会増減"),
}
GRADES = {
    "A": gettext_lazy("支援を受けなかった人や企業と比べた"),
    "B": gettext_lazy("前後を、統計などの基準と比べた"),
    "C": gettext_lazy("前後だけを比べた"),
    "D": gettext_lazy("主催者のアンケートだけ、またはほかの例から考えられるだけ"),
    "assumed": gettext_lazy("まだ何もわかっていない（仮に置いた）"),
}
LETTERS = {"assumed": "?"}
STRENGTH = {"assumed": 0, "D": 1, "C": 2, "B": 3, "A": 4}
# What the organiser asks or enters himself: nobody else has measured it.
OWN = ("survey", "manual")


@dataclass(frozen=True, slots=True)
class LinkRow:
    cause: str
    effect: str
    is_own: bool  # whether the effect is measured by the organiser's own questions only
    letter: str
    grade: str
    why: str
    source: str


@require_safe
def logic(request: HttpRequest, reference: str) -> HttpResponse:
    agreed = charter_on(timezone.localdate())
    try:
        found = agreed.initiative(reference)
    except KeyError:
        raise Http404(f"no initiative {reference}") from None
    rows = [_row(link, found, agreed) for link in found.logic]
    context = {
        "initiative": found,
        "theme": agreed.theme_of(found),
        "rows": rows,
        "picture": _picture(found, agreed) if rows else "",
        "grades": [(LETTERS.get(key, key), text) for key, text in GRADES.items()],
        "n_assumed": sum(1 for link in found.logic if link.grade == "assumed"),
        "n": len(rows),
        "has_own": any(row.is_own for row in rows),
    }
    return render(request, "programme/logic.html", context)


def _row(link: Link, of: Initiative, agreed: Programme) -> LinkRow:
    return LinkRow(
        cause=_name(link.cause, of, agreed),
        effect=_name(link.effect, of, agreed),
        is_own=_is_own(link.effect, agreed),
        letter=LETTERS.get(link.grade, link.grade),
        grade=str(GRADES[link.grade]),
        why=localized(link.why),
        source=localized(link.source) if link.source else "",
    )


def _picture(of: Initiative, agreed: Programme) -> str:
    levels = logic_levels(of, agreed)
    ends = dict.fromkeys(end for link in of.logic for end in (link.cause, link.effect))
    title = _("%(reference)sのロジックモデル") % {"reference": of.reference}
    said = _("左から、活動、産出、成果、人口。線の文字は根拠の段階。同じ内容が下の表にあります")
    return chain_chart(
        Chain(
            Caption("logic", title, said),
            [str(COLUMNS[level]) for level in LEVELS],
            [
                Box(
                    end,
                    rank_of(end, levels),
                    _name(end, of, agreed),
                    _("自己調査のみ") if _is_own(end, agreed) else "",
                )
                for end in ends
            ],
            [
                Arrow(
                    link.cause,
                    link.effect,
                    LETTERS.get(link.grade, link.grade),
                    STRENGTH[link.grade],
                )
                for link in of.logic
            ],
        )
    )


def _name(end: str, of: Initiative, agreed: Programme) -> str:
    if end == of.reference:
        return _("%(reference)sの実施") % {"reference": of.reference}
    if end.startswith(POPULATION):
        return str(POPULATIONS[end.removeprefix(POPULATION)])
    return f"{end} {localized(agreed.indicator(end).name)}"


def _is_own(end: str, agreed: Programme) -> bool:
    found = _indicator(end, agreed)
    return found is not None and found.level == "outcome" and found.source in OWN


def _indicator(end: str, agreed: Programme) -> Indicator | None:
    return next((one for one in agreed.every_indicator if one.id == end), None)
