"""Decisions of councils: the list with its file, one decision, what is done after it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.paging import page_of
from renkei.core.rights import Verb, asker_of, may
from renkei.core.tables import Column
from renkei.core.tables.export import Exported, export
from renkei.core.writing import localized, long_date
from renkei.programme.actions.council_decisions import (
    Decided,
    ToDo,
    decide,
    drop_follow_up,
    finish_follow_up,
    publish_decision,
    set_follow_up,
)
from renkei.programme.bodies import bodies
from renkei.programme.forms.councils import (
    DecisionForm,
    FollowUpForm,
    ReasonForm,
    ResultForm,
    initiatives,
)
from renkei.programme.models import CouncilDecision, FollowUp, Meeting
from renkei.programme.queries.councils import (
    DecisionsAsked,
    body_names,
    decision_rows,
    decisions,
    decisions_seen,
)
from renkei.programme.states import FollowUpState, Ruling
from renkei.programme.views.councils import crumbs
from renkei.programme.views.form_pages import FormPage, form_page

TITLE = Text("会議の決定", "Decisions of councils")
STANDS = ("open", "late", "done")


def decision_list(request: HttpRequest) -> HttpResponse:
    asker, today, asked = asker_of(request), timezone.localdate(), asked_for(request)
    page = page_of(decisions_seen(asker, asked, on=today), request)
    context = {
        "page": page.with_rows(decision_rows(page.rows)),
        "asked": asked,
        "bodies": list(body_names().items()),
        "initiatives": initiatives(),
        "rulings": Ruling.choices,
        "stands": [
            ("open", _("対応中がある")),
            ("late", _("期限を過ぎた対応がある")),
            ("done", _("すべて終わった")),
        ],
        "is_filtered": asked != DecisionsAsked(),
    }
    return render(request, "programme/council_decisions.html", context)


def decisions_file(request: HttpRequest, kind: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = decisions(asker, asked_for(request), on=today, verb=Verb.EXPORT)
    return export(found, COLUMNS, by=asker, title=TITLE, name="council_decisions", kind=kind)


def decision(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found: Any = decisions(asker, DecisionsAsked(), on=today).seen_by(asker, key=key)
    follow_ups = FollowUp.objects.visible_to(asker).filter(decision=found)
    titles = programme().titles
    context = {
        "decision": found,
        "row": decision_rows([found])[0],
        "meeting": found.meeting if may(asker, Verb.READ, found.meeting) else None,
        "initiatives": [(one, localized(titles[one])) for one in found.references if one in titles],
        "follow_ups": [
            follow_up_row(one, today) for one in follow_ups.select_related("unit__organisation")
        ],
        "may_follow": may(asker, Verb.DECIDE, FollowUp(decision=found, side=found.side, unit=None)),
        "may_publish": (
            not found.is_public and found.meeting.is_public and may(asker, Verb.PUBLISH, found)
        ),
        "crumbs": crumbs(),
    }
    return render(request, "programme/council_decision.html", context)


def record(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    meeting = Meeting.objects.seen_by(asker, Verb.WRITE, key=key)
    form = DecisionForm(request.POST or None, meeting=meeting, initial={"carried_by": meeting.side})
    page = FormPage(
        title=_("決定を記録する"),
        lead=_("公表するまでは、委員と両自治体の職員だけが読めます。"),
        button=_("この決定を記録する"),
        back=reverse("programme:meeting", args=[key]),
        crumbs=[*crumbs(), (reverse("programme:meeting", args=[key]), meeting.title)],
        done=_("決定を記録しました。だれが何をいつまでにするかを続けて書けます。"),
    )

    def act() -> str:
        made = decide(meeting, Decided(**form.values()), by=asker)
        return reverse("programme:council_decision", args=[made.key])

    return form_page(request, form, page, act)


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = CouncilDecision.objects.seen_by(asker, Verb.PUBLISH, key=key)
    publish_decision(found, by=asker, on=today)
    return redirect("programme:council_decision", key)


def follow(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = CouncilDecision.objects.seen_by(asker, Verb.WRITE, key=key)
    form = FollowUpForm(request.POST or None)
    page = FormPage(
        title=_("対応事項を決める"),
        lead=_("担当する部署の「わたしの仕事」に並び、終わるまで追いかけます。"),
        button=_("この部署に頼む"),
        back=reverse("programme:council_decision", args=[key]),
        crumbs=crumbs(),
        done=_("対応事項を決めました。"),
    )

    def act() -> None:
        values = dict(form.cleaned_data)
        unit = form.units[values.pop("unit")]
        set_follow_up(found, unit, ToDo(**values), by=asker, on=today)

    return form_page(request, form, page, act)


def follow_up(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = _follow_up(request, Verb.READ, key)
    is_open = found.state == FollowUpState.OPEN
    context = {
        "follow_up": found,
        "row": follow_up_row(found, today),
        "decision": found.decision if may(asker, Verb.READ, found.decision) else None,
        "may_finish": is_open and may(asker, Verb.WRITE, found),
        "may_drop": is_open and may(asker, Verb.DECIDE, found),
        "crumbs": crumbs(),
    }
    return render(request, "programme/follow_up.html", context)


def finish(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found, form = _follow_up(request, Verb.WRITE, key), ResultForm(request.POST or None)
    page = _page_of(found, _("終わったことを報告する"), _("完了にする"), _("完了にしました。"))
    return form_page(
        request,
        form,
        page,
        _nothing(
            lambda: finish_follow_up(found, result=form.cleaned_data["result"], by=asker, on=today)
        ),
    )


def drop(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found, form = _follow_up(request, Verb.DECIDE, key), ReasonForm(request.POST or None)
    page = _page_of(found, _("対応を取りやめる"), _("取りやめる"), _("取りやめました。"))
    return form_page(
        request,
        form,
        page,
        _nothing(
            lambda: drop_follow_up(found, reason=form.cleaned_data["reason"], by=asker, on=today)
        ),
    )


def asked_for(request: HttpRequest) -> DecisionsAsked:
    """What cannot be read asks for everything."""
    given = request.GET
    known = {one.reference for one in programme().initiatives}

    def among(name: str, offered: Sequence[str] | set[str] | dict[str, Any]) -> str:
        value = given.get(name, "")
        return value if value in offered else ""

    return DecisionsAsked(
        body=among("body", bodies()),
        initiative=among("initiative", known),
        ruling=among("ruling", Ruling.values),
        stand=among("stand", STANDS),
    )


def follow_up_row(one: FollowUp, today: Any) -> dict[str, Any]:
    return {
        "key": one.key,
        "text": one.text,
        "unit": f"{one.unit.organisation.name} {one.unit.name}",
        "due": long_date(one.due_on),
        "state": str(one.get_state_display()),
        "is_late": one.is_late(today),
        "is_done": one.state == FollowUpState.DONE,
        "is_open": one.state == FollowUpState.OPEN,
        "closed_on": long_date(one.closed_on) if one.closed_on else "",
        "result": one.result,
    }


def _follow_up(request: HttpRequest, verb: Verb, key: str) -> FollowUp:
    found = FollowUp.objects.select_related("unit__organisation", "decision__meeting")
    return found.seen_by(asker_of(request), verb, key=key)


def _page_of(follow_up: FollowUp, title: str, button: str, done: str) -> FormPage:
    back = reverse("programme:follow_up", args=[follow_up.key])
    return FormPage(
        title=title,
        lead=follow_up.text,
        button=button,
        back=back,
        crumbs=[*crumbs(), (back, follow_up.text)],
        done=done,
    )


def _nothing(act: Callable[[], Any]) -> Callable[[], None]:
    def done() -> None:
        act()

    return done


def _body_name(decision: CouncilDecision) -> Text | None:
    found = bodies().get(decision.meeting.body)
    return found.name if found else None


COLUMNS = (
    Exported(Column("decided_on", Text("決定日", "Decided on")), lambda one: one.decided_on),
    Exported(Column("body", Text("会議", "Council")), _body_name),
    Exported(Column("kind", Text("決定の種類", "Kind")), lambda one: one.kind),
    Exported(Column("text", Text("決定", "Decision")), lambda one: one.text),
    Exported(
        Column("initiatives", Text("取組", "Initiatives")),
        lambda one: ";".join(one.references) or None,
    ),
    Exported(
        Column("carried_by", Text("実行する側", "Carried out by")), lambda one: one.carried_by
    ),
    Exported(Column("n_done", Text("完了した対応", "Follow-ups done")), lambda one: one.n_done),
    Exported(Column("n_open", Text("対応中", "Follow-ups open")), lambda one: one.n_open),
    Exported(Column("n_late", Text("期限を過ぎた対応", "Late")), lambda one: one.n_late),
    Exported(Column("n_dropped", Text("取りやめ", "Dropped")), lambda one: one.n_dropped),
)
