"""Writing in a review: the finding, a proposal with its preview, reasons to return or withdraw."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.differences import differences
from renkei.core.rights import Asker, Verb, asker_of, must
from renkei.core.sides import OTHER
from renkei.core.writing import fiscal_year, long_date
from renkei.directory.views.refusals import said
from renkei.programme.actions.decisions import (
    change_proposal,
    fitting,
    propose_decision,
    return_decision,
    withdraw_decision,
)
from renkei.programme.actions.reviews import correct_finding, withdraw_review, write_finding
from renkei.programme.charters import charter_on, charter_with
from renkei.programme.forms.reviews import (
    FindingForm,
    NewFindingForm,
    ProposalForm,
    ReasonForm,
    last_year_of_review,
)
from renkei.programme.models import Decision, Review
from renkei.programme.queries.changes import ChangeRow, change_rows
from renkei.programme.queries.reviews import decision_of, speaks_for, with_decision
from renkei.programme.views.form_pages import FormPage, form_page


def new(request: HttpRequest) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    must(asker, Verb.WRITE, Review())
    agreed = charter_on(today)
    last = last_year_of_review(today, agreed)
    form = NewFindingForm(
        request.POST or None,
        agreed=agreed,
        last=last,
        initial={
            "initiative": request.GET.get("initiative", ""),
            "year": request.GET.get("year", last),
        },
    )
    page = FormPage(
        title=_("所見を書く"),
        lead=_("書いたときに、取組の指標の値がそのまま所見に残ります。後から変わりません。"),
        button=_("所見を書いて、値を残す"),
        back=reverse("programme:reviews"),
        crumbs=_crumbs(),
    )

    def act() -> str:
        return write_finding(form.finding(), by=asker, on=today).get_absolute_url()

    return form_page(request, form, page, act)


def correct(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one = Review.objects.seen_by(asker, Verb.WRITE, key=key)
    form = FindingForm(request.POST or None, initial={"ja": one.finding_ja, "en": one.finding_en})
    page = FormPage(
        title=_("所見を書き直す"),
        lead=_("書き直すと、指標の値もいまのものに変わります。"),
        button=_("書き直す"),
        back=one.get_absolute_url(),
        crumbs=_crumbs(one),
    )

    def act() -> Review:
        return correct_finding(one, **form.cleaned_data, by=asker, on=timezone.localdate())

    return form_page(request, form, page, act)


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    one = Review.objects.seen_by(asker_of(request), Verb.WRITE, key=key)
    page = _reason_page(one, _("所見を取り下げる"), _("取り下げる"))
    return _with_reason(
        request, page, lambda reason, by: withdraw_review(one, reason=reason, by=by, on=_today())
    )


def send_back(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one, decision = _open_decision(asker, Verb.DECIDE, key)
    side = next((side for side in OTHER if speaks_for(asker, side)), "")
    page = _reason_page(one, _("結論を差し戻す"), _("差し戻す"))
    return _with_reason(
        request,
        page,
        lambda reason, by: return_decision(decision, side=side, reason=reason, by=by, on=_today()),
    )


def take_back(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    one, decision = _open_decision(asker, Verb.DECIDE, key)
    must(asker, Verb.WRITE, decision)
    page = _reason_page(one, _("提案を取り下げる"), _("取り下げる"))
    return _with_reason(
        request,
        page,
        lambda reason, by: withdraw_decision(decision, reason=reason, by=by, on=_today()),
    )


def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Written, looked at with every word that changes, and only then proposed."""
    asker = asker_of(request)
    one = with_decision(Review.objects.seen_by(asker, Verb.DECIDE, key=key))
    decision = decision_of(one)
    must(asker, Verb.WRITE, decision or Decision(review=one))
    form = _proposal_form(request, one, decision)
    step = request.POST.get("step", "")
    if request.method == "POST" and form.is_valid() and step != "edit":
        proposal = form.proposal()
        if step == "propose":
            act: Callable[[], Any] = (
                (lambda: change_proposal(decision, proposal, by=asker, on=_today()))
                if decision
                else (lambda: propose_decision(one, proposal, by=asker, on=_today()))
            )
            if said(form, act):
                return redirect(one)
        else:
            changes = said(form, lambda: _preview(proposal))
            if changes is not None:
                return _shown(request, one, decision, form, changes)
    return _shown(request, one, decision, form, None)


def _proposal_form(request: HttpRequest, one: Review, decision: Decision | None) -> ProposalForm:
    agreed = charter_on(_today())
    form = ProposalForm(request.POST or None, agreed=agreed, of=agreed.initiative(one.initiative))
    if decision:
        form.begin_with(decision)
    return form


def _preview(proposal: Any) -> list[ChangeRow]:
    day = proposal.effective_on
    after = charter_with(day, fitting(proposal))
    return change_rows(differences(charter_on(day), after))


def _shown(
    request: HttpRequest,
    one: Review,
    decision: Decision | None,
    form: ProposalForm,
    changes: list[ChangeRow] | None,
) -> HttpResponse:
    context = {
        "review": one,
        "decision": decision,
        "form": form,
        "changes": changes,
        "is_preview": changes is not None,
        "given": [(name, request.POST.get(name, "")) for name in form.fields],
        "outcome": dict(form.fields["outcome"].choices).get(request.POST.get("outcome", "")),  # type: ignore[attr-defined]
        "year": fiscal_year(one.fiscal_year),
        "effective": long_date(form.cleaned_data["effective_on"]) if changes is not None else "",
    }
    status = 422 if form.errors else 200
    return render(request, "programme/propose_decision.html", context, status=status)


# --- what they share ------------------------------------------------------------------------------


def _open_decision(asker: Asker, verb: Verb, key: str) -> tuple[Review, Decision]:
    one = with_decision(Review.objects.seen_by(asker, verb, key=key))
    decision = decision_of(one)
    if decision is None:
        raise Http404("nothing is proposed")
    return one, decision


def _today() -> Any:
    return timezone.localdate()


def _crumbs(one: Review | None = None) -> list[tuple[str, str]]:
    crumbs = [
        (reverse("programme:home"), _("共同プログラム")),
        (reverse("programme:reviews"), _("見直し")),
    ]
    if one:
        title = f"{one.initiative} {fiscal_year(one.fiscal_year)}"
        crumbs.append((one.get_absolute_url(), title))
    return crumbs


def _reason_page(one: Review, title: str, button: str) -> FormPage:
    return FormPage(title=title, button=button, back=one.get_absolute_url(), crumbs=_crumbs(one))


def _with_reason(
    request: HttpRequest, page: FormPage, act: Callable[[str, Asker], Any]
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    asker = asker_of(request)
    return form_page(request, form, page, lambda: act(form.cleaned_data["reason"], asker) and None)
