"""The steps of a posting's life; each shows its form, or acts at once on a press of a button."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.rights import Verb, asker_of
from renkei.directory.views.refusals import said
from renkei.opportunities.actions import postings as actions
from renkei.opportunities.forms.postings import AdoptForm, CloseForm, RenewForm, ReturnForm
from renkei.opportunities.models import Posting
from renkei.opportunities.rules.postings import address


@dataclass(frozen=True, slots=True)
class Asked:
    """The page of a step of which something is asked first."""

    title: str
    lead: str
    button: str
    done: str


@require_POST
def check(request: HttpRequest, key: str) -> HttpResponse:
    found = _seen(request, key, Verb.DECIDE)
    actions.check_posting(found, by=asker_of(request), on=timezone.localdate())
    messages.success(request, _("確認済みにしました。続けて公開できます。"))
    return redirect(address(found))


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    found = _seen(request, key, Verb.PUBLISH)
    actions.open_posting(found, by=asker_of(request), on=timezone.localdate())
    messages.success(request, _("公開しました。だれでも読めます。"))
    return redirect(address(found))


@require_POST
def copy(request: HttpRequest, key: str) -> HttpResponse:
    found = _seen(request, key, Verb.WRITE)
    token = request.POST.get("token", "")[:40]
    by, on = asker_of(request), timezone.localdate()
    made = actions.copy_posting(found, by=by, on=on, token=token)
    messages.success(request, _("下書きに写しました。日程と期限を確かめてください。"))
    return redirect("opportunities:change_posting", made.key)


def give_back(request: HttpRequest, key: str) -> HttpResponse:
    asked = Asked(
        title=_("募集を差し戻す"),
        lead=_("下書きに戻し、直してほしいことを伝えます。"),
        button=_("差し戻す"),
        done=_("差し戻しました。"),
    )
    found, form = _seen(request, key, Verb.DECIDE), ReturnForm(request.POST or None)
    return _step(request, found, form, asked, actions.return_posting)


def renew(request: HttpRequest, key: str) -> HttpResponse:
    asked = Asked(
        title=_("掲載を更新する"),
        lead=_("新しい期限まで公開します。更新した日は記録に残ります。"),
        button=_("この日まで公開する"),
        done=_("新しい期限まで公開します。"),
    )
    found, form = _seen(request, key, Verb.PUBLISH), RenewForm(request.POST or None)
    return _step(request, found, form, asked, actions.renew_posting)


def close(request: HttpRequest, key: str) -> HttpResponse:
    asked = Asked(
        title=_("募集を終える"),
        lead=_("公開を終えます。紹介した人の記録はそのまま残ります。"),
        button=_("募集を終える"),
        done=_("募集を終えました。"),
    )
    found, form = _seen(request, key, Verb.WRITE), CloseForm(request.POST or None)
    return _step(request, found, form, asked, actions.close_posting)


def adopt(request: HttpRequest, key: str) -> HttpResponse:
    asked = Asked(
        title=_("提案の採用を記録する"),
        lead=_("この活動から生まれた提案を使うことにしたとき、取組の成果として数えます。"),
        button=_("採用を記録する"),
        done=_("採用を記録しました。"),
    )
    found, form = _seen(request, key, Verb.WRITE), AdoptForm(request.POST or None)
    return _step(request, found, form, asked, actions.adopt_proposal)


def _seen(request: HttpRequest, key: str, verb: Verb) -> Posting:
    """Errors  Http404 for whoever may not do this to it"""
    found: Posting = Posting.objects.select_related("organisation").seen_by(
        asker_of(request), verb, key=key
    )
    return found


def _step(
    request: HttpRequest,
    found: Posting,
    form: forms.Form,
    asked: Asked,
    act: Callable[..., Posting],
) -> HttpResponse:
    """What the form asks, the action takes under the same names."""

    def acted() -> Posting:
        return act(found, **form.cleaned_data, by=asker_of(request), on=timezone.localdate())

    if request.method == "POST" and form.is_valid() and said(form, acted):
        messages.success(request, asked.done)
        return redirect(address(found))
    context = {"posting": found, "form": form, "asked": asked}
    status = 422 if form.errors else 200
    return render(request, "opportunities/posting_step.html", context, status=status)
