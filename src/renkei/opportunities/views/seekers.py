"""Who looks for something, to read: the list of a desk, one registration and what is on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from renkei.charter.market_reader import markets
from renkei.core.access import address_to_open, looked_at
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import localized, long_date, number
from renkei.directory.queries.access import look_like_one_at
from renkei.directory.queries.places import place_names
from renkei.directory.views.refusals import told
from renkei.journal.queries import entries_about
from renkei.opportunities.actions.seekers import leave, register_seeker
from renkei.opportunities.desks import works_at_a_desk
from renkei.opportunities.models import Placement, Seeker
from renkei.opportunities.queries.on_the_way import with_live
from renkei.opportunities.queries.placements import of_seeker
from renkei.opportunities.queries.registering import markets_offered
from renkei.opportunities.queries.seekers import SeekersAsked, seekers_of
from renkei.opportunities.rules import placements as placement_rules
from renkei.opportunities.rules.seekers import address, is_about_herself, may_anonymise
from renkei.opportunities.states import SeekerState
from renkei.opportunities.views.round_parts import round_part
from renkei.paperwork.sheets.fields import answered_parts
from renkei.paperwork.sheets.reading import Given


@dataclass(frozen=True, slots=True)
class Row:
    address: str
    name: str
    number: str
    market: str
    state: str
    is_draft: bool
    on_the_way: str
    since: str


@dataclass(frozen=True, slots=True)
class Line:
    """A placement as the page of a registration shows it."""

    address: str
    title: str
    organisation: str
    place: str
    step: str
    is_live: bool
    since: str


@require_safe
def seekers(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), asked_for(request)
    page = page_of(with_live(seekers_of(asker, asked)).select_related("organisation"), request)
    context = {
        "page": page.with_rows(rows_of(page.rows)),
        "asked": asked,
        "is_filtered": asked != SeekersAsked(),
        "markets": [(key, localized(one.title)) for key, one in markets().items()],
        "states": SeekerState.choices,
        "offered": [
            (one.key, localized(one.title)) for one in markets_offered(asker, timezone.localdate())
        ],
        "is_at_a_desk": works_at_a_desk(asker),
        "is_somebody": asker.is_somebody,
    }
    return render(request, "opportunities/seekers.html", context)


@require_safe
def seeker(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Seeker.objects.select_related("organisation", "unit__organisation").seen_by(
        asker, Verb.FIND, key=key
    )
    if not may(asker, Verb.READ, found):
        return _closed(request, asker, found)
    looked_at(found, by=asker)
    lines = lines_of(list(of_seeker(found)))
    is_hers = is_about_herself(asker, found)
    context = {
        "seeker": found,
        "market": localized(found.of_market.title),
        "noun": localized(found.asked_by.seeker.noun),
        "state": _state(found, sum(one.is_live for one in lines)),
        "facts": _facts(found),
        "firmly": _firmly(found),
        "parts": answered_parts(found.asked_by.sheet("seeker"), Given(dict(found.answers))),
        "placements": lines,
        "round": round_part(found),
        "entries": entries_about("seeker", found.key).visible_to(asker),
        "is_hers": is_hers,
        "may_see_looks": may(asker, Verb.READ, look_like_one_at(found)),
        "may_hand": may(asker, Verb.SHARE, found),
        **_allowed(asker, found),
    }
    return render(request, "opportunities/seeker.html", context)


def _closed(request: HttpRequest, asker: Asker, found: Seeker) -> HttpResponse:
    """That it is there, whose it is, and how it could be opened; nothing of what it says."""
    context = {
        "number": found.number,
        "noun": localized(found.asked_by.seeker.noun),
        "unit": found.unit.name,
        "open_address": address_to_open(found) if may(asker, Verb.OPEN, found) else "",
    }
    return render(request, "opportunities/closed_seeker.html", context)


@require_POST
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Register what was kept; or look again after having left."""
    asker = asker_of(request)
    found = Seeker.objects.seen_by(asker, Verb.WRITE, key=key)
    if not told(request, lambda: register_seeker(found, by=asker, on=timezone.localdate())):
        return redirect(address(found))
    messages.success(request, _("登録しました。条件に合う募集をご覧ください。"))
    return redirect("opportunities:introductions", key)


@require_POST
def stop(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Seeker.objects.seen_by(asker, Verb.WRITE, key=key)
    if told(request, lambda: leave(found, by=asker, on=timezone.localdate())):
        messages.success(request, _("登録を終えました。いつでも、もう一度始められます。"))
    return redirect(address(found))


def asked_for(request: HttpRequest) -> SeekersAsked:
    """What cannot be read asks for everything."""
    market, state = request.GET.get("market", ""), request.GET.get("state", "")
    return SeekersAsked(
        market=market if market in markets() else "",
        state=state if state in SeekerState.values else "",
    )


# --- as pages show it ---------------------------------------------------------------------------


def rows_of(found: Sequence[Any]) -> list[Row]:
    states = labels(SeekerState)
    titles = {key: localized(one.title) for key, one in markets().items()}
    return [
        Row(
            address=address(one),
            name=one.shown_name,
            number=one.number,
            market=titles[one.market],
            state=states[one.state],
            is_draft=one.state == SeekerState.DRAFT,
            on_the_way=_("%(n)s件") % {"n": number(one.n_live)},
            since=long_date(one.registered_on or timezone.localdate(one.made_at)),
        )
        for one in found
    ]


def lines_of(found: Sequence[Placement]) -> list[Line]:
    names = place_names(one.posting.place for one in found)
    return [
        Line(
            address=placement_rules.address(one),
            title=one.posting.title,
            organisation=one.posting.organisation.name,
            place=names.get(one.posting.place, ""),
            step=step_label(one),
            is_live=one.is_live,
            since=long_date(one.introduced_on),
        )
        for one in found
    ]


def step_label(placement: Placement) -> str:
    """As the market calls the step."""
    stage = placement.asked_by.stage(placement.state)
    return localized(stage.label) if stage else str(placement.get_state_display())


def _state(found: Seeker, n_live: int) -> str:
    """What it waits for, in a sentence."""
    if found.anonymised_at:
        return _("匿名にした登録です。だれのものだったかは、もう分かりません。")
    if found.state == SeekerState.DRAFT:
        return _("記入の途中です。登録すると、条件に合う募集を紹介できます。")
    if found.state == SeekerState.LEFT:
        return _("登録は終わっています。もう一度始めると、また紹介できます。")
    if found.state == SeekerState.PLACED:
        return _("決まった先があります。うまくいかなかったときは、また探し始めます。")
    if n_live:
        return _("いま%(n)s件の紹介が進んでいます。") % {"n": number(n_live)}
    return _("まだ紹介がありません。条件に合う募集を見てください。")


def _facts(found: Seeker) -> list[tuple[str, str]]:
    unit = found.unit
    told = [
        (_("企業・団体"), found.organisation.name if found.organisation else ""),
        (_("お名前"), found.name),
        (_("メールアドレス"), found.email),
        (_("連絡に使う言葉"), _("英語") if found.language == "en" else _("日本語")),
        (
            _("紹介する相手に名前を"),
            _("伝えてよい") if found.may_tell else _("伝えない（番号だけで紹介します）"),
        ),
        (_("担当の窓口"), f"{unit.organisation.name} {unit.name}"),
        (_("登録の番号"), found.number),
    ]
    return [(label, value) for label, value in told if value]


def _firmly(found: Seeker) -> list[tuple[str, str]]:
    """How each condition is meant that was answered."""
    said = {
        "absolutely": _("絶対"),
        "would_consider": _("できれば"),
        "no_matter": _("気にしない"),
    }
    return [
        (localized(one.label), said[found.strengths.get(one.name, one.usually)])
        for one in found.asked_by.asked_conditions
        if found.answers.get(one.seeker) not in (None, "", [])
    ]


def _allowed(asker: Asker, found: Seeker) -> dict[str, Any]:
    may_write = may(asker, Verb.WRITE, found)
    is_open = found.state != SeekerState.LEFT
    return {
        "may_change": may_write and is_open,
        "may_register": may_write
        and found.state in (SeekerState.DRAFT, SeekerState.LEFT)
        and found.anonymised_at is None,
        "may_introduce": found.state == SeekerState.ACTIVE,
        "may_leave": may_write and is_open,
        "may_anonymise": may_anonymise(asker, found),
    }
