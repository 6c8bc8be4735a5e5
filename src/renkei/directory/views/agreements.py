"""Agreements to read: one list of both governments, its file, one agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.sides import Side
from renkei.core.tables import Column
from renkei.core.tables.export import Exported, export
from renkei.core.writing import UNKNOWN, fiscal_year, listed, long_date
from renkei.directory.actions.access import look
from renkei.directory.models import Agreement, Organisation
from renkei.directory.queries.access import look_like_one_at
from renkei.directory.queries.activity import activity_of
from renkei.directory.queries.agreements import (
    IN_FORCE,
    AgreementsAsked,
    agreement_list,
    agreements_seen,
    parties_of,
)
from renkei.directory.rules.organisations import address, reads_as_insider
from renkei.directory.states import AgreementState
from renkei.paperwork.parts import attachments_part
from renkei.paperwork.queries.answers import answers_about

WITHIN = (30, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement as the list shows it."""

    agreement: Agreement
    state: str
    side: str
    parties: str
    signed_on: str
    valid_to: str
    runs_out: str  # in how many days; empty while that is far


def agreements(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), asked_for(request)
    page = page_of(agreements_seen(asker, asked, on=timezone.localdate()), request)
    context = {
        "page": page.with_rows(rows_of(page.rows)),
        "asked": asked,
        "is_filtered": asked != AgreementsAsked(),
        "states": AgreementState.choices,
        "sides": [(Side.PREFECTURE, Side.PREFECTURE.label), (Side.CITY, Side.CITY.label)],
        "within": [(str(days), _("%(n)d日以内") % {"n": days}) for days in WITHIN],
        "chosen_within": str(asked.within_days or ""),
        "party": _party(asker, asked.party),
        "may_draft": asker.is_staff and _may_draft(asker),
    }
    return render(request, "directory/agreements.html", context)


def _party(asker: Asker, key: str) -> Organisation | None:
    return Organisation.objects.visible_to(asker).filter(pk=key).first() if key else None


def _may_draft(asker: Asker) -> bool:
    """Whether a seat lets the person keep the file of one; asked of no table."""
    return any(
        may(asker, Verb.WRITE, Agreement(unit_id=seat.unit, side=seat.side)) for seat in asker.seats
    )


def agreements_file(request: HttpRequest, kind: str) -> HttpResponse:
    asker, on = asker_of(request), timezone.localdate()
    found = agreement_list(asker, asked_for(request), on=on, verb=Verb.EXPORT)
    if not found.exists():
        raise Http404("nothing to export")
    title = Text("協定の一覧", "Agreements")
    return export(found, COLUMNS, by=asker, title=title, name="agreements", kind=kind)


def agreement(request: HttpRequest, key: str) -> HttpResponse:
    """Who may only find it learns that it is there and how it stands."""
    asker = asker_of(request)
    found = Agreement.objects.select_related("unit__organisation", "renews", "renewed_by").seen_by(
        asker, Verb.FIND, key=key
    )
    is_read = may(asker, Verb.READ, found)
    is_insider = is_read and reads_as_insider(asker, found)
    if is_read:
        look(found, by=asker)
    context = {
        "agreement": found,
        "parties": [(party, address(party.organisation)) for party in parties_of(found)],
        "facts": _facts(found, is_read=is_read),
        "is_read": is_read,
        "may_open": not is_read and may(asker, Verb.OPEN, found),
        "may_see_looks": may(asker, Verb.READ, look_like_one_at(found)),
        "is_insider": is_insider,
        "before": _findable(found.renews, asker),
        "after": _findable(getattr(found, "renewed_by", None), asker),
        "clauses": list(found.clauses.all()) if is_read else [],
        "entries": activity_of(found, asker) if is_insider else [],
        "requests": _requests(found, asker) if is_insider else [],
        "next_step": _next_step(found),
        "part": attachments_part(found, asker),
        **_allowed(asker, found),
    }
    return render(request, "directory/agreement.html", context)


def _findable(other: Agreement | None, asker: Asker) -> Agreement | None:
    """Of two that follow one another one may be published and the other not."""
    return other if other and may(asker, Verb.FIND, other) else None


def asked_for(request: HttpRequest) -> AgreementsAsked:
    given = request.GET
    within = given.get("within", "")
    state, side = given.get("state", ""), given.get("side", "")
    return AgreementsAsked(
        text=given.get("q", "")[:200].strip(),
        side=side if side in (Side.PREFECTURE, Side.CITY) else "",
        state=state if state in AgreementState.values else "",
        party=given.get("party", "")[:26],
        within_days=int(within) if within in map(str, WITHIN) else None,
    )


def rows_of(found: Sequence[Agreement]) -> list[Row]:
    today = timezone.localdate()
    states, sides = labels(AgreementState), labels(Side)
    return [
        Row(
            agreement=one,
            state=states[one.state],
            side=sides[one.side],
            parties=listed(_names(one)),
            signed_on=long_date(one.signed_on) if one.signed_on else UNKNOWN,
            valid_to=long_date(one.valid_to) if one.valid_to else UNKNOWN,
            runs_out=_runs_out(one, today),
        )
        for one in found
    ]


def _names(agreement: Agreement) -> list[str]:
    """Of the parties beside the governments, as they are called today, each once."""
    names: dict[str, None] = {}
    for party in agreement.parties.all():
        one = party.organisation.merged_into or party.organisation
        if not one.side:
            names[one.name] = None
    return list(names)


def _runs_out(agreement: Agreement, today: Any) -> str:
    if agreement.state not in IN_FORCE or agreement.valid_to is None:
        return ""
    days = (agreement.valid_to - today).days
    if days < 0:
        return _("期限切れ")
    near = agreement.remind_on is not None and agreement.remind_on <= today
    return _("あと%(n)d日") % {"n": days} if near else ""


def _facts(found: Agreement, *, is_read: bool) -> list[tuple[str, str]]:
    told = [
        (_("結ぶ側"), str(found.get_side_display())),
        (_("締結日"), long_date(found.signed_on) if found.signed_on else ""),
        (_("有効期限"), long_date(found.valid_to) if found.valid_to else ""),
        (_("終了日"), long_date(found.ended_on) if found.ended_on else ""),
    ]
    if is_read:
        told += [
            (_("最初の締結"), _first_signed(found)),
            (_("更新"), _("申出がなければ1年ずつ") if found.is_renewed_automatically else ""),
            (_("担当"), f"{found.unit.organisation.name} {found.unit.name}"),
            (_("対象の取組"), listed(found.initiatives)),
            (_("終了の理由"), found.end_reason),
        ]
    return [(label, value) for label, value in told if value]


def _first_signed(found: Agreement) -> str:
    since = found.in_force_since
    return long_date(since) if since and since != found.signed_on else ""


@dataclass(frozen=True, slots=True)
class Request:
    """A yearly request for results, with what became of it."""

    year: str
    party: str
    asked_on: str
    state: str
    address: str  # of the answers, where the reader may find them


def _requests(found: Agreement, asker: Asker) -> list[Request]:
    rows = list(found.requests.select_related("party__organisation"))
    answers: Any = answers_about("agreement", found.key)
    shown = {one.key: one for one in answers.visible_to(asker, Verb.FIND)}
    return [
        Request(
            fiscal_year(row.fiscal_year),
            row.party.organisation.name,
            long_date(timezone.localdate(row.asked_at)),
            str(shown[row.answers].get_state_display()) if row.answers in shown else "",
            address_of_record("paperwork:answers", row.answers) if row.answers in shown else "",
        )
        for row in rows
    ]


def _next_step(found: Agreement) -> str:
    """What the file waits for, in a sentence."""
    today = timezone.localdate()
    if found.state == AgreementState.NEGOTIATING:
        return _("協議中です。合意したら取り決めた事項を書き、締結を記録してください。")
    if found.state == AgreementState.SIGNED:
        return _("締結しました。取組を始めたら、実施中にしてください。")
    if found.state == AgreementState.ACTIVE and found.remind_on and found.remind_on <= today:
        return _("期限が近づいています。更新するか、終了するかを決めてください。")
    return ""


def _allowed(asker: Asker, found: Agreement) -> dict[str, object]:
    may_decide = may(asker, Verb.DECIDE, found)
    state = AgreementState(found.state)
    is_open = bool(Agreement.MOVES.get(state))
    return {
        "may_write": is_open and may(asker, Verb.WRITE, found),
        "may_publish": found.signed_on is not None and may(asker, Verb.PUBLISH, found),
        "may_sign": may_decide and state == AgreementState.NEGOTIATING,
        "may_activate": may_decide and state == AgreementState.SIGNED,
        "may_renew": may_decide and state == AgreementState.ACTIVE,
        "may_ask": may_decide and state == AgreementState.ACTIVE,
        "may_end": may_decide and state in IN_FORCE,
    }


COLUMNS = (
    Exported(Column("key", Text("協定キー", "Agreement key")), lambda one: one.key),
    Exported(Column("title_ja", Text("協定の名称", "Title")), lambda one: one.title_ja),
    Exported(
        Column("title_en", Text("協定の名称（英語）", "Title in English")),
        lambda one: one.title_en or None,
    ),
    Exported(Column("side", Text("結ぶ側", "Side")), lambda one: one.side),
    Exported(Column("parties", Text("相手の組織", "Parties")), lambda one: " / ".join(_names(one))),
    Exported(Column("state", Text("状態", "State")), lambda one: one.state),
    Exported(Column("signed_on", Text("締結日", "Signed on")), lambda one: one.signed_on),
    Exported(Column("valid_to", Text("有効期限", "Valid until")), lambda one: one.valid_to),
    Exported(
        Column("is_renewed", Text("自動更新", "Renewed automatically")),
        lambda one: int(one.is_renewed_automatically),
    ),
    Exported(Column("unit", Text("担当部署", "Unit in charge")), lambda one: one.unit.name_ja),
)
