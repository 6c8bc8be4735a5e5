"""A period's figures: what waits for whom, and the acts of each government on its part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.core.choices import labels
from renkei.core.errors import NotPermitted, Refused
from renkei.core.jobs import start_job
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.sides import OTHER, Side
from renkei.core.writing import localized, long_date, number
from renkei.programme.actions.measurements import (
    approve_figures,
    return_figures,
    revise_measurement,
    submit_figures,
)
from renkei.programme.forms.measurements import ReturnForm, ReviseForm
from renkei.programme.models import Approval, Measurement, Reconciliation
from renkei.programme.periods import Period
from renkei.programme.queries.figures_shown import Sided, sided, unit_of
from renkei.programme.queries.measurements import (
    Late,
    Stored,
    approvals_of,
    in_order,
    indicator_called,
    late,
    newest,
)
from renkei.programme.queries.reconciled_shown import latest_told
from renkei.programme.queries.standing import written
from renkei.programme.rules.officials import is_official
from renkei.programme.states import ApprovalState
from renkei.programme.views.figures import periods_offered
from renkei.programme.views.form_pages import FormPage, form_page

# In which states a part can be handed in, and decided on.
STEPS = {
    Verb.WRITE: (ApprovalState.COMPUTED, ApprovalState.RETURNED),
    Verb.DECIDE: (ApprovalState.SUBMITTED,),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one government says of a figure."""

    side: str
    state: str
    label: str
    since: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    stored: Stored
    name: str
    unit: str
    value: Sided
    parts: tuple[Part, ...]
    late: Late | None
    late_told: str


@dataclass(frozen=True, slots=True)
class Step:
    """What the person may do for a side with everything that stands there."""

    side: str
    label: str
    n_to_submit: int
    n_to_approve: int


@require_safe
def quarter(request: HttpRequest, period: str) -> HttpResponse:
    asker, of = _official(request), _period(period)
    kept = newest(asker, of)
    changed = late((one.measurement for one in kept.values() if one.measurement.is_locked), of)
    rows = [_row(one, changed.get(key)) for key, one in in_order(kept)]
    steps = [step for side in OTHER if (step := _step(asker, of, side))]
    today = timezone.localdate()
    context = {
        "period": of,
        "is_over": of.is_over(today),
        "last_day": long_date(of.last),
        "rows": rows,
        "finding": _finding(rows, of),
        "steps": steps,
        "may_compute": may(asker, Verb.WRITE, Measurement()),
        "may_reconcile": bool(rows) and may(asker, Verb.WRITE, Reconciliation()),
        "reconciled": latest_told(asker, of),
        **_beside(of),
    }
    return render(request, "programme/quarter.html", context)


def _beside(period: Period) -> dict[str, Period | None]:
    """The periods of the same kind before and after, of which there is anything to see."""
    others = [one for one in periods_offered() if one.is_year == period.is_year]
    return {
        "before": max((one for one in others if one < period), default=None),
        "after": min((one for one in others if one > period), default=None),
    }


def _row(stored: Stored, found: Late | None) -> Row:
    indicator, states = indicator_called(stored.measurement.indicator), labels(ApprovalState)
    parts = tuple(
        Part(
            side,
            one.state,
            states[one.state],
            long_date(timezone.localdate(one.since)),
            one.note,
        )
        for side in ("prefecture", "city")
        for one in [stored.approvals[side]]
    )
    return Row(
        stored=stored,
        name=localized(indicator.name) if indicator else "",
        unit=unit_of(indicator, stored.measurement.of) if indicator else "",
        value=sided(stored.measurement.values),
        parts=parts,
        late=found,
        late_told=_late_told(found) if found else "",
    )


def _late_told(found: Late) -> str:
    said = {"added": number(found.n_added), "reversed": number(found.n_reversed)}
    told = _("確定の後に分かった記録%(added)s件、取消し%(reversed)s件") % said
    if found.difference is None:
        return told
    sign = "+" if found.difference > 0 else ""
    return _("%(told)s：いまの値は%(now)s（%(difference)s）") % {
        "told": told,
        "now": written(found.now.total) if found.now.total is not None else "",
        "difference": f"{sign}{written(found.difference)}",
    }


def _finding(rows: list[Row], period: Period) -> str:
    if not rows:
        return ""
    n_locked = sum(row.stored.measurement.is_locked for row in rows)
    waits = {
        side: sum(row.stored.state(side) == ApprovalState.SUBMITTED for row in rows)
        for side in OTHER
    }
    return _(
        "%(period)sの%(n)s件の値のうち、%(locked)s件が確定しました。承認を待つもの：道%(prefecture)s件、市%(city)s件。"
    ) % {
        "period": period.label,
        "n": number(len(rows)),
        "locked": number(n_locked),
        "prefecture": number(waits[Side.PREFECTURE]),
        "city": number(waits[Side.CITY]),
    }


def _step(asker: Asker, period: Period, side: str) -> Step | None:
    writable = approvals_of(asker, Verb.WRITE, period, side=side).filter(
        state__in=STEPS[Verb.WRITE]
    )
    decidable = approvals_of(asker, Verb.DECIDE, period, side=side)
    n_to_submit = writable.count() if period.is_over(timezone.localdate()) else 0
    n_to_approve = decidable.filter(state=ApprovalState.SUBMITTED).count()
    if not n_to_submit and not n_to_approve:
        return None
    return Step(side, str(Side(side).label), n_to_submit, n_to_approve)


# --- acts ------------------------------------------------------------------------------------


@require_POST
def compute(request: HttpRequest, period: str) -> HttpResponse:
    of = _period(period)
    if not may(_official(request), Verb.WRITE, Measurement()):
        raise NotPermitted(_("値を算出できるのは、取組の担当職員と総括担当です。"))
    title = _("%(period)sの指標の値の算出") % {"period": of.label}
    return redirect(
        start_job("programme.figures", by=asker_of(request), title=title, period=period)
    )


@require_POST
def reconcile(request: HttpRequest, period: str) -> HttpResponse:
    asker, of = _official(request), _period(period)
    if not may(asker, Verb.WRITE, Reconciliation()):
        raise NotPermitted(_("値を突き合わせられるのは、取組の担当職員と総括担当です。"))
    kind = "programme.reconciliation"
    return redirect(start_job(kind, by=asker, title=of.label, period=period))


@require_POST
def submit(request: HttpRequest, period: str) -> HttpResponse:
    told = _("%(n)s件を提出しました。総括担当の承認を待ちます。")
    return _act(request, period, Verb.WRITE, submit_figures, told)


@require_POST
def approve(request: HttpRequest, period: str) -> HttpResponse:
    told = _("%(n)s件を承認しました。")
    return _act(request, period, Verb.DECIDE, approve_figures, told)


def send_back(request: HttpRequest, period: str) -> HttpResponse:
    asker, of = _official(request), _period(period)
    side = _side(request.GET.get("side", ""))
    found = _chosen(asker, of, Verb.DECIDE, side, request.GET.getlist("indicator"))
    chosen = list(found.filter(state=ApprovalState.SUBMITTED))
    if not chosen:
        raise Http404("nothing waits there")
    form = ReturnForm(request.POST or None)
    back = reverse("programme:quarter", args=[period])
    page = FormPage(
        title=_("提出された値を差し戻す"),
        lead=_("%(period)s、%(side)sの%(n)s件：%(indicators)s")
        % {
            "period": of.label,
            "side": Side(side).label,
            "n": len(chosen),
            "indicators": ", ".join(one.measurement.indicator for one in chosen),
        },
        button=_("差し戻す"),
        back=back,
        crumbs=[(back, of.label)],
        done=_("差し戻しました。提出した人に知らせます。"),
    )

    def act() -> None:
        reason = form.cleaned_data["reason"]
        return_figures(chosen, reason=reason, by=asker, on=timezone.localdate())

    return form_page(request, form, page, act)


def revise(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Measurement.objects.seen_by(asker, Verb.WRITE, key=key)
    form = ReviseForm(request.POST or None)
    back = reverse("programme:quarter", args=[found.period])
    page = FormPage(
        title=_("確定した値を算出し直す"),
        lead=_(
            "%(indicator)s、%(period)s：新しい版を作り、道と市がもう一度承認します。前の版は残ります。"
        )
        % {"indicator": found.indicator, "period": found.of.label},
        button=_("算出し直す"),
        back=back,
        crumbs=[(back, found.of.label)],
        done=_("新しい版ができました。道と市の承認を待ちます。"),
    )

    def act() -> None:
        reason = form.cleaned_data["reason"]
        revise_measurement(found, reason=reason, by=asker, on=timezone.localdate())

    return form_page(request, form, page, act)


Act = Callable[..., list[Approval]]


def _act(request: HttpRequest, period: str, verb: Verb, act: Act, told: str) -> HttpResponse:
    """With the figures that are named, or with all that stand there."""
    asker, of = _official(request), _period(period)
    side = _side(request.POST.get("side", ""))
    found = _chosen(asker, of, verb, side, request.POST.getlist("indicator"))
    chosen = list(found.filter(state__in=STEPS[verb]))
    try:
        done = act(chosen, by=asker, on=timezone.localdate())
    except NotPermitted:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, told % {"n": number(len(done))})
        else:
            messages.info(request, _("ほかの人が先に処理しました。いまの状態を確かめてください。"))
    return redirect("programme:quarter", period)


def _chosen(asker: Asker, period: Period, verb: Verb, side: str, keys: list[str]) -> Any:
    return approvals_of(asker, verb, period, side=side, keys=keys or None)


def _official(request: HttpRequest) -> Asker:
    asker = asker_of(request)
    if not is_official(asker):
        raise NotPermitted(_("承認前の値は、道と市の職員が見ます。"))
    return asker


def _period(key: str) -> Period:
    try:
        return Period.called(key)
    except ValueError as error:
        raise Http404(str(error)) from error


def _side(text: str) -> str:
    if text not in OTHER:
        raise Http404("no such side")
    return text
