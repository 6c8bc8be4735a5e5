"""Meetings, to write: planning, agenda, call, attendance, minutes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.errors import NotPermitted, Refused
from renkei.core.rights import Verb, asker_of
from renkei.core.writing import localized
from renkei.programme.actions.meetings import (
    Item,
    Plan,
    answer_invitation,
    ask_members_named_since,
    call_meeting,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    members_on,
    plan_meeting,
    write_agenda,
)
from renkei.programme.actions.minutes import (
    check_minutes,
    publish_minutes,
    return_minutes,
    write_minutes,
)
from renkei.programme.forms.councils import (
    ItemForms,
    MeetingForm,
    MinutesForm,
    ReasonForm,
    ReplyForm,
    initial_of,
)
from renkei.programme.models import Attendance, Meeting, Minutes
from renkei.programme.queries.councils import attendances_of, body_names, meeting_row
from renkei.programme.rules.councils import is_asked_herself, may_keep
from renkei.programme.states import MeetingState, Reply
from renkei.programme.views.councils import body_of, crumbs
from renkei.programme.views.form_pages import FormPage, form_page


def plan(request: HttpRequest, body: str) -> HttpResponse:
    asker, today, found = asker_of(request), timezone.localdate(), body_of(body)
    if not may_keep(asker, body):
        raise Http404("for its secretaries")
    form = MeetingForm(request.POST or None, initial={"is_public": found.papers == "public"})
    page = FormPage(
        title=_("会議を準備する"),
        lead=_("案内を出すまでは、事務局だけに見えます。"),
        button=_("準備を始める"),
        back=reverse("programme:council", args=[body]),
        crumbs=[*crumbs(), (reverse("programme:council", args=[body]), localized(found.name))],
        done=_("会議の準備を始めました。次に議題を書いてください。"),
    )

    def act() -> str:
        made = plan_meeting(body, Plan(**form.values()), by=asker, on=today)
        return reverse("programme:meeting_agenda", args=[made.key])

    return form_page(request, form, page, act)


def change(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    meeting = _to_write(request, key)
    form = MeetingForm(request.POST or None, initial=initial_of(meeting))
    page = _page(
        meeting, _("会議の日時・場所を変える"), _("この内容に変える"), _("会議を変えました。")
    )
    return form_page(
        request,
        form,
        page,
        lambda: _done(change_meeting(meeting, Plan(**form.values()), by=asker, on=today)),
    )


def agenda(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    meeting = _to_write(request, key)
    items = list(meeting.items.all())
    forms = ItemForms(
        request.POST or None,
        prefix="item",
        initial=[_initial_of_item(one) for one in items],
        form_kwargs={"use_required_attribute": False},
    )
    for number, form in enumerate(forms.forms, start=1):
        form.fields["number"].initial = form.fields["number"].initial or number
    problem = ""
    if request.method == "POST" and forms.is_valid():
        try:
            write_agenda(meeting, _items(forms), by=asker, on=today)
        except NotPermitted:
            raise
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("議題を書きました。"))
            return redirect("programme:meeting", key)
    page = _page(meeting, _("議題を書く"), _("この議題にする"), "")
    context = {"page": page, "forms": forms, "problem": problem}
    return render(request, "programme/meeting_agenda.html", context)


def call(request: HttpRequest, key: str) -> HttpResponse:
    """A page to look everything through before letters leave."""
    asker, today = asker_of(request), timezone.localdate()
    meeting = Meeting.objects.seen_by(asker, Verb.DECIDE, key=key)
    problem = ""
    if request.method == "POST":
        try:
            call_meeting(meeting, by=asker, on=today)
        except NotPermitted:
            raise
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("開催の案内を出しました。"))
            return redirect("programme:meeting", key)
    context = {
        "page": _page(meeting, _("開催の案内を出す"), _("案内を出す"), ""),
        "meeting": meeting,
        "row": meeting_row(meeting, body_names()),
        "members": members_on(meeting),
        "items": list(meeting.items.all()),
        "problem": problem,
    }
    return render(request, "programme/meeting_call.html", context)


@require_POST
def ask_new(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    meeting = Meeting.objects.seen_by(asker, Verb.DECIDE, key=key)
    n = ask_members_named_since(meeting, by=asker, on=today)
    messages.success(request, _("新しい委員%(n)s名に案内しました。") % {"n": n})
    return redirect("programme:meeting", key)


def hold(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    meeting = Meeting.objects.seen_by(asker, Verb.DECIDE, key=key)
    attendances = attendances_of(meeting, asker)
    problem = ""
    if request.method == "POST":
        try:
            hold_meeting(
                meeting, request.POST.getlist("present"), by=asker, on=timezone.localdate()
            )
        except NotPermitted:
            raise
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("開催を記録しました。次に決定と議事録を書いてください。"))
            return redirect("programme:meeting", key)
    context = {
        "page": _page(meeting, _("開催を記録する"), _("開催を記録する"), ""),
        "attendances": attendances,
        "coming": {one.key for one in attendances if one.reply in (Reply.ATTENDS, Reply.DEPUTY)},
        "problem": problem,
    }
    return render(request, "programme/meeting_hold.html", context)


def cancel(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    meeting = Meeting.objects.seen_by(asker, Verb.DECIDE, key=key)
    form = ReasonForm(request.POST or None)
    page = _page(meeting, _("会議を中止する"), _("中止する"), _("会議を中止しました。"))

    def act() -> None:
        reason = form.cleaned_data["reason"]
        cancel_meeting(meeting, reason=reason, by=asker, on=today)

    return form_page(request, form, page, act)


def reply(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = Attendance.objects.select_related("meeting", "member").seen_by(asker, key=key)
    form, problem = ReplyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            answer_invitation(found, **form.cleaned_data, by=asker, on=today)
        except NotPermitted:
            raise
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("出欠を答えました。会議の前まで変えられます。"))
            return redirect("programme:meeting", found.meeting_id)
    meeting = found.meeting
    context = {
        "page": _page(meeting, _("出欠を答える"), "", ""),
        "attendance": found,
        "row": meeting_row(meeting, body_names()),
        "is_open": meeting.state == MeetingState.CALLED and found in _writable(request),
        "is_own": is_asked_herself(asker, found),
        "replies": Reply.choices,
        "problem": problem,
    }
    return render(request, "programme/meeting_reply.html", context)


def minutes(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    meeting = _to_write(request, key)
    there = Minutes.objects.visible_to(asker, Verb.WRITE).filter(meeting=meeting).first()
    initial: dict[str, Any] = (
        {"text_ja": there.text_ja, "text_en": there.text_en, "version": there.version}
        if there
        else {"version": 0}
    )
    form = MinutesForm(request.POST or None, initial=initial)
    page = _page(
        meeting,
        _("議事録を書く"),
        _("案として保存する"),
        _("議事録の案を保存しました。ほかの事務局の人が確かめます。"),
        lead=_("確認されるまでは、事務局だけに見えます。書いた人とは別の人が確かめます。"),
    )

    def act() -> None:
        values = form.cleaned_data
        write_minutes(
            meeting,
            (values["text_ja"], values["text_en"]),
            version=values["version"] or 0,
            by=asker,
            on=today,
        )

    return form_page(request, form, page, act)


@require_POST
def minutes_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Checking and publishing are one button each."""
    asker, today = asker_of(request), timezone.localdate()
    steps: dict[str, tuple[Callable[..., Minutes], str]] = {
        "check": (check_minutes, _("議事録を確かめました。委員が読めるようになりました。")),
        "publish": (publish_minutes, _("議事録を確定しました。")),
    }
    if step not in steps:
        raise Http404("no such step")
    found = Minutes.objects.seen_by(asker, Verb.WRITE, key=key)
    act, done = steps[step]
    act(found, by=asker, on=today)
    messages.success(request, done)
    return redirect("programme:meeting", found.meeting_id)


def return_(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    found = Minutes.objects.select_related("meeting").seen_by(asker, Verb.DECIDE, key=key)
    form = ReasonForm(request.POST or None)
    page = _page(found.meeting, _("議事録を差し戻す"), _("差し戻す"), _("議事録を差し戻しました。"))

    def act() -> None:
        return_minutes(found, reason=form.cleaned_data["reason"], by=asker, on=today)

    return form_page(request, form, page, act)


def _to_write(request: HttpRequest, key: str) -> Meeting:
    return Meeting.objects.seen_by(asker_of(request), Verb.WRITE, key=key)


def _writable(request: HttpRequest) -> Any:
    return Attendance.objects.visible_to(asker_of(request), Verb.WRITE)


def _page(meeting: Meeting, title: str, button: str, done: str, lead: str = "") -> FormPage:
    back = reverse("programme:meeting", args=[meeting.key])
    return FormPage(
        title=title,
        button=button,
        back=back,
        lead=lead,
        crumbs=[*crumbs(), (back, meeting.title)],
        done=done,
    )


def _done(_made: object) -> None:
    """A record has no address of its own to go to: one goes back."""


def _initial_of_item(item: Any) -> dict[str, Any]:
    return {
        "key": item.key,
        "number": item.number,
        "title_ja": item.title_ja,
        "title_en": item.title_en,
        "initiatives": " ".join(item.references),
        "about": item.about,
    }


def _items(forms: Any) -> list[Item]:
    """In the order of their numbers; a line without a title is none."""
    filled = [form.cleaned_data for form in forms if form.cleaned_data.get("title_ja", "").strip()]
    ordered = sorted(filled, key=lambda one: one["number"])
    names = ("key", "title_ja", "title_en", "initiatives", "about")
    return [Item(**{name: one[name] for name in names}) for one in ordered]
