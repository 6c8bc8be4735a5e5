"""Councils: all bodies, one body with its members, naming members."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.terms import Body
from renkei.core.errors import Refused
from renkei.core.rights import Asker, Verb, asker_of
from renkei.core.sides import Side
from renkei.core.writing import localized
from renkei.directory.queries.organisations import named_exactly
from renkei.directory.queries.standing import person_with_address
from renkei.programme.actions.council_members import Named, end_membership, name_member
from renkei.programme.bodies import bodies
from renkei.programme.forms.councils import EndForm, MemberForm
from renkei.programme.models import CouncilMember
from renkei.programme.queries.councils import (
    NOTHING_TO_DO,
    DecisionsAsked,
    body_rows,
    decision_rows,
    decisions_seen,
    follow_ups_by_body,
    member_rows,
    n_members,
    next_meetings,
    past_meetings,
    rhythm,
)
from renkei.programme.queries.opinions import opinion_calls_lately
from renkei.programme.rules.councils import may_keep, may_name_members
from renkei.programme.views.form_pages import FormPage, form_page

LATELY = 5


def councils(request: HttpRequest) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    rows = body_rows(asker, today)
    context = {
        "bodies": rows,
        "next_meetings": next_meetings(asker),
        "past_meetings": past_meetings(asker),
        "decisions": decision_rows(decisions_seen(asker, DecisionsAsked(), on=today)[:LATELY]),
        "n_decisions": sum(row.n_decisions for row in rows),
        "n_done": sum(row.follow_ups.n_done for row in rows),
        "n_late": sum(row.follow_ups.n_late for row in rows),
        "n_open": sum(row.follow_ups.n_open for row in rows),
        "calls": opinion_calls_lately(asker),
        "is_staff": asker.is_staff,
    }
    return render(request, "programme/councils.html", context)


def council(request: HttpRequest, body: str) -> HttpResponse:
    asker, today, found = asker_of(request), timezone.localdate(), body_of(body)
    members = member_rows(body, asker, today)
    n_all = n_members(body, today)
    of_body = DecisionsAsked(body=body)
    context = {
        "body": found,
        "side": Side(found.side).label,
        "rhythm": rhythm(found),
        "members": members,
        "n_members": n_all,
        "next_meetings": next_meetings(asker, body=body),
        "past_meetings": past_meetings(asker, body=body),
        "decisions": decision_rows(decisions_seen(asker, of_body, on=today)[:LATELY]),
        "follow_ups": follow_ups_by_body(asker, today).get(body, NOTHING_TO_DO),
        "may_keep": may_keep(asker, body),
        "may_name": may_name_members(asker, body),
    }
    return render(request, "programme/council.html", context)


def name(request: HttpRequest, body: str) -> HttpResponse:
    asker, today, found = asker_of(request), timezone.localdate(), body_of(body)
    if not may_name_members(asker, body):
        raise Http404("for its secretaries")
    form = MemberForm(request.POST or None, initial={"valid_from": today, "role": "member"})
    page = FormPage(
        title=_("委員を登録する"),
        lead=_("任期の終わりの翌日から、委員としては何も読めなくなります。"),
        button=_("この内容で登録する"),
        back=reverse("programme:council", args=[body]),
        crumbs=[*crumbs(), (reverse("programme:council", args=[body]), localized(found.name))],
        done=_("委員を登録しました。"),
    )
    return form_page(
        request, form, page, lambda: name_member(body, _named(form, asker), by=asker, on=today)
    )


def end(request: HttpRequest, key: str) -> HttpResponse:
    asker, today = asker_of(request), timezone.localdate()
    member = CouncilMember.objects.seen_by(asker, Verb.WRITE, key=key)
    back = reverse("programme:council", args=[member.body])
    form = EndForm(request.POST or None, initial={"last_day": member.valid_to or today})
    page = FormPage(
        title=_("%(post)sの任期を終える") % {"post": member.post},
        button=_("この日で終える"),
        back=back,
        crumbs=[*crumbs(), (back, localized(body_of(member.body).name))],
        done=_("任期の終わりを登録しました。"),
    )

    def act() -> None:
        end_membership(member, last_day=form.cleaned_data["last_day"], by=asker, on=today)

    return form_page(request, form, page, act)


def body_of(key: str) -> Body:
    """Errors  Http404 for a body that the charter does not name"""
    try:
        return bodies()[key]
    except KeyError:
        raise Http404(f"no body {key}") from None


def crumbs() -> list[tuple[str, str]]:
    return [
        (reverse("programme:home"), _("共同プログラム")),
        (reverse("programme:councils"), _("会議と決定")),
    ]


def _named(form: MemberForm, asker: Asker) -> Named:
    """Errors  Refused for an address or a name that nobody has, or several"""
    given: dict[str, Any] = dict(form.cleaned_data)
    email, organisation = given.pop("email"), given.pop("organisation")
    unit = form.units.get(given.pop("unit"))
    person = person_with_address(email) if email else None
    if email and person is None:
        raise Refused(
            _("このメールアドレスで登録した人はいません。空欄にすれば、役職だけを登録できます。")
        )
    found = named_exactly(organisation, asker) if organisation else []
    if organisation and len(found) != 1:
        raise Refused(_("その名前の組織が一つに決まりません。登録した名前を書いてください。"))
    return Named(
        **given,
        unit=unit,
        person=person.key if person else "",
        organisation=found[0].key if found else "",
    )
