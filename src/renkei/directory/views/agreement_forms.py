"""Pages that write agreements: what they say, the steps of their life, contacts, results."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.errors import NotPermitted
from renkei.core.rights import Asker, Verb, asker_of
from renkei.directory.actions.agreements import (
    activate_agreement,
    add_contact,
    break_off_agreement,
    change_agreement,
    draft_agreement,
    end_agreement,
    publish_agreement,
    remove_contact,
    sign_agreement,
    withdraw_agreement,
)
from renkei.directory.actions.renewals import renew_agreement
from renkei.directory.actions.results import ask_for_results
from renkei.directory.forms.agreements import (
    AgreementForm,
    ContactForm,
    ReasonForm,
    RenewForm,
    ResultsForm,
    SignForm,
)
from renkei.directory.models import Agreement
from renkei.directory.queries.agreements import last_year, parties_of, units_to_keep
from renkei.directory.queries.organisations import named_exactly
from renkei.directory.views.refusals import said


def draft(request: HttpRequest) -> HttpResponse:
    asker = asker_of(request)
    if not units_to_keep(asker):
        raise NotPermitted(_("協定は担当職員が登録します。"))
    form = AgreementForm(request.POST or None, asker=asker, initial=_begun(request, asker))
    if request.method == "POST" and form.is_valid():
        made = said(form, lambda: draft_agreement(form.terms(), by=asker, on=timezone.localdate()))
        if made:
            messages.success(request, _("協議中の協定として登録しました。"))
            return redirect("directory:agreement", made.key)
    return render(request, "directory/agreement_form.html", {"form": form})


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Agreement.objects.select_related("unit__organisation").seen_by(
        asker, Verb.WRITE, key=key
    )
    form = AgreementForm(
        request.POST or None,
        asker=asker,
        agreement=found,
        initial=AgreementForm.values_of(found),
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = said(
            form,
            lambda: [
                change_agreement(
                    found, form.terms(), by=asker, on=timezone.localdate(), reason=reason
                )
            ],
        )
        if done:
            messages.success(request, _("変更しました。"))
            return redirect("directory:agreement", key)
    return render(request, "directory/agreement_form.html", {"form": form, "agreement": found})


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of an agreement: what it asks, what it does, what is said after."""

    verb: Verb
    title: Callable[[], str]
    meaning: Callable[[], str]
    form: type[forms.Form]
    act: Callable[[Agreement, dict[str, Any], Asker], Any]


def _today() -> Any:
    return timezone.localdate()


def _sign(agreement: Agreement, said: dict[str, Any], by: Asker) -> None:
    sign_agreement(agreement, said["signed_on"], by=by, valid_to=said["valid_to"])


def _renew(agreement: Agreement, said: dict[str, Any], by: Asker) -> Agreement:
    return renew_agreement(agreement, by=by, on=_today(), valid_to=said["valid_to"])


def _simply(act: Callable[..., None]) -> Callable[[Agreement, dict[str, Any], Asker], None]:
    """A step that asks for nothing, or for a reason only."""
    return lambda agreement, said, by: act(agreement, by=by, on=_today(), **said)


STEPS = {
    "sign": Step(
        Verb.DECIDE,
        lambda: _("締結を記録する"),
        lambda: _(
            "すべての当事者が署名した日を記録します。取り決めた事項は、この後は変えられません。"
        ),
        SignForm,
        _sign,
    ),
    "activate": Step(
        Verb.DECIDE,
        lambda: _("実施中にする"),
        lambda: _("協定に基づく取組が始まったことを記録します。"),
        forms.Form,
        _simply(activate_agreement),
    ),
    "renew": Step(
        Verb.DECIDE,
        lambda: _("更新する"),
        lambda: _("同じ当事者、事項、担当者で次の協定を作り、今の協定は更新済みになります。"),
        RenewForm,
        _renew,
    ),
    "end": Step(
        Verb.DECIDE,
        lambda: _("終了する"),
        lambda: _("今日で協定を終えます。記録はそのまま読めます。"),
        ReasonForm,
        _simply(end_agreement),
    ),
    "break_off": Step(
        Verb.DECIDE,
        lambda: _("見送る"),
        lambda: _("協議をやめます。もう一度進めるときは、新しく登録します。"),
        ReasonForm,
        _simply(break_off_agreement),
    ),
    "publish": Step(
        Verb.PUBLISH,
        lambda: _("協定を公表する"),
        lambda: _("だれでも読めるようにします。担当者の氏名や連絡先は公表されません。"),
        forms.Form,
        _simply(publish_agreement),
    ),
    "withdraw": Step(
        Verb.PUBLISH,
        lambda: _("公表をやめる"),
        lambda: _("一般の人からは見えなくなります。"),
        forms.Form,
        _simply(withdraw_agreement),
    ),
}


def step(request: HttpRequest, key: str) -> HttpResponse:
    """Asks what the step needs to know, says what it means, and takes it."""
    name = request.POST.get("step") or request.GET.get("step", "")
    if name not in STEPS:
        raise Http404("no such step")
    asked, asker = STEPS[name], asker_of(request)
    found = Agreement.objects.seen_by(asker, asked.verb, key=key)
    form = asked.form(request.POST or None, initial={"valid_to": found.valid_to})
    if request.method == "POST" and form.is_valid():
        done = said(form, lambda: (asked.act(found, form.cleaned_data, asker),))
        if done:
            messages.success(request, _("記録しました。"))
            # Of two agreements the reader goes on with the one that goes on.
            return redirect("directory:agreement", done[0].key if done[0] else key)
    context = {
        "agreement": found,
        "form": form,
        "step": name,
        "title": asked.title(),
        "meaning": asked.meaning(),
    }
    return render(request, "directory/agreement_step.html", context)


def contacts(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Agreement.objects.seen_by(asker, Verb.WRITE, key=key)
    if "remove" in request.POST:
        remove_contact(get_object_or_404(found.contacts, pk=request.POST["remove"]), by=asker)
        messages.success(request, _("担当者を消しました。"))
        return redirect("directory:agreement_contacts", key)
    parties = parties_of(found)
    form = ContactForm(
        request.POST or None, organisations=[party.organisation for party in parties]
    )
    if request.method == "POST" and form.is_valid():
        done = said(form, lambda: add_contact(found, form.organisation, form.words(), by=asker))
        if done:
            return redirect("directory:agreement_contacts", key)
    rows = [
        (contact.pk, contact.name, f"{party.organisation.name} {contact.division}")
        for party in parties
        for contact in party.contacts
    ]
    context = {"agreement": found, "form": form, "rows": rows}
    return render(request, "directory/agreement_contacts.html", context)


def ask_results(request: HttpRequest, key: str) -> HttpResponse:
    """Begins the sheet of a year; its own page makes the link for the university."""
    asker = asker_of(request)
    found = Agreement.objects.seen_by(asker, Verb.DECIDE, key=key)
    others = [party.organisation for party in parties_of(found) if not party.organisation.side]
    form = ResultsForm(
        request.POST or None, organisations=others, initial={"fiscal_year": last_year(_today())}
    )
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["fiscal_year"]
        asked = said(
            form, lambda: ask_for_results(found, form.organisation, year, by=asker, on=_today())
        )
        if asked:
            messages.success(request, _("照会を用意しました。下の欄からリンクを作って送ります。"))
            return redirect("paperwork:answers", asked.answers)
    return render(request, "directory/ask_results.html", {"agreement": found, "form": form})


def _begun(request: HttpRequest, asker: Asker) -> dict[str, str]:
    """A draft begun from an organisation's page already names it."""
    named = named_exactly(request.GET.get("party", "")[:200], asker)
    return {"parties": named[0].name_ja} if len(named) == 1 else {}
