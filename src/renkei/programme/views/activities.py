"""What was done, to read: the list of both governments, its file, one record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.reader import programme
from renkei.charter.text import Text
from renkei.core.addresses import address_of_record
from renkei.core.choices import labels
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.sides import Side
from renkei.core.suppression import THRESHOLD
from renkei.core.tables import Column
from renkei.core.tables.export import Exported, export
from renkei.core.tables.imports.importers import importer_named
from renkei.core.writing import UNKNOWN, listed, localized, long_date, moment, number
from renkei.directory.queries.organisations import organisations_by_keys
from renkei.directory.queries.places import offered_places, place_names, places_by_name
from renkei.directory.rules.organisations import address as address_of_organisation
from renkei.journal.queries import entries_about
from renkei.paperwork.parts import attachments_part
from renkei.programme.models import Activity
from renkei.programme.periods import Period, quarters_of
from renkei.programme.queries.activities import ActivitiesAsked, activities_seen, activity_list
from renkei.programme.rules.activities import may_answer, reads_as_official, units_to_record
from renkei.programme.rules.officials import is_official
from renkei.programme.states import ActivityState, Form, OthersView

TITLE = Text("活動の実績", "Activities")


@dataclass(frozen=True, slots=True)
class Row:
    """An activity as the list shows it."""

    address: str
    name: str
    day: str
    initiatives: str
    side: str
    form: str
    place: str
    participants: str
    note: str  # what it waits for


def activities(request: HttpRequest) -> HttpResponse:
    asker, asked = asker_of(request), asked_for(request)
    sees_all = is_official(asker)
    page = page_of(activities_seen(asker, asked), request)
    importer = importer_named("activities")
    context = {
        "page": page.with_rows(rows_of(page.rows, is_official=sees_all)),
        "asked": asked,
        "place": request.GET.get("place", "")[:60],
        "period": asked.period.key if asked.period else "",
        "is_filtered": asked != ActivitiesAsked(),
        "initiatives": [
            (one.reference, f"{one.reference} {localized(one.title)}")
            for one in programme().initiatives
        ],
        "sides": Side.choices,
        "forms": Form.choices,
        "periods": [(one.key, one.label) for one in periods_offered(timezone.localdate())],
        "states": ActivityState.choices if sees_all else [],
        "places": [name for _code, name in offered_places()],
        "may_record": bool(units_to_record(asker)),
        "may_import": bool(importer and importer.may_import(asker)),
        "is_official": sees_all,
    }
    return render(request, "programme/activities.html", context)


def activities_file(request: HttpRequest, kind: str) -> HttpResponse:
    asker = asker_of(request)
    found = activity_list(asker, asked_for(request), verb=Verb.EXPORT)
    if not is_official(asker) or not found.exists():
        raise Http404("nothing to export")
    return export(found, COLUMNS, by=asker, title=TITLE, name="activities", kind=kind)


def activity(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Activity.objects.select_related(
        "unit__organisation", "other_unit__organisation"
    ).seen_by(asker, key=key)
    is_official = reads_as_official(asker, found)
    context = {
        "activity": found,
        "days": days_of(found),
        "facts": _facts(found, is_official=is_official),
        "initiatives": [
            (one.reference, localized(one.title))
            for one in programme().initiatives
            if one.reference in found.references
        ],
        "partners": [
            (one.name, address_of_organisation(one))
            for one in organisations_by_keys(found.partners).values()
            if may(asker, Verb.READ, one)
        ],
        "is_official": is_official,
        "state": _state(found),
        "others": _others(found),
        "entries": entries_about("activity", found.key).visible_to(asker) if is_official else [],
        "part": attachments_part(found, asker),
        "kept": request.GET.get("kept", "")[:40],
        **_allowed(asker, found),
    }
    return render(request, "programme/activity.html", context)


def address_of(found: Activity) -> str:
    return address_of_record("programme:activity", found.key)


# --- what is asked for --------------------------------------------------------------------------


def asked_for(request: HttpRequest) -> ActivitiesAsked:
    """What cannot be read asks for everything."""
    given = request.GET
    known = {one.reference for one in programme().initiatives}
    initiative, side = given.get("initiative", ""), given.get("side", "")
    form, state = given.get("form", ""), given.get("state", "")
    return ActivitiesAsked(
        initiative=initiative if initiative in known else "",
        side=side if side in Side.values else "",
        form=form if form in Form.values else "",
        period=period_called(given.get("period", "")),
        places=_places(given.get("place", "")[:60].strip()),
        state=state if state in ActivityState.values else "",
    )


def period_called(key: str) -> Period | None:
    try:
        return Period.called(key) if key else None
    except ValueError:
        return None


def periods_offered(today: date) -> list[Period]:
    """The quarters of this fiscal year, then the years back to the first of the programme."""
    now = Period.year(today.year if today.month >= 4 else today.year - 1)
    quarters = [one for one in quarters_of(now.fiscal_year) if one.first <= today]
    first = programme().period.first
    years = [Period.year(year) for year in range(now.fiscal_year, first - 1, -1)]
    return [*reversed(quarters), *years]


def _places(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    code = places_by_name([text]).get(text, "")
    return (code or "none",)  # of a place that there is not, nothing is found


# --- as pages show it ---------------------------------------------------------------------------


def rows_of(found: Sequence[Activity], *, is_official: bool) -> list[Row]:
    names = place_names(one.place for one in found)
    sides, forms = labels(Side), labels(Form)
    return [
        Row(
            address=address_of(one),
            name=one.name,
            day=days_of(one),
            initiatives=" ".join(one.references),
            side=sides[one.side],
            form=forms[one.form],
            place=names.get(one.place, "") or (_("オンライン") if one.is_online else UNKNOWN),
            participants=people(one.participants, is_official=is_official),
            note=_note(one) if is_official else "",
        )
        for one in found
    ]


def people(n: int | None, *, is_official: bool) -> str:
    """A small number is told to officials only."""
    if n is not None and 0 < n < THRESHOLD and not is_official:
        return _("%(n)s人未満") % {"n": THRESHOLD}
    return _("%(n)s人") % {"n": number(n)} if n is not None else UNKNOWN


def days_of(found: Activity) -> str:
    until = found.lasts_until()
    if until is None:
        return long_date(found.first_day)
    return _("%(first)sから%(last)sまで") % {
        "first": long_date(found.first_day),
        "last": long_date(until),
    }


def _note(one: Activity) -> str:
    if one.state == ActivityState.DRAFT:
        return _("下書き")
    if one.state == ActivityState.WITHDRAWN:
        return _("取消し")
    if one.others_view == OthersView.OBJECTED:
        return _("異議あり")
    return _("相手側が未確認") if one.is_joint and not one.others_view else ""


def _facts(found: Activity, *, is_official: bool) -> list[tuple[str, str]]:
    place = place_names([found.place]).get(found.place, "")
    online = _("オンラインでも") if found.is_online else ""
    told = [
        (_("日"), days_of(found)),
        (_("場所"), listed(one for one in (place, found.venue, online) if one)),
        (_("形式"), str(found.get_form_display())),
        (_("行った側"), str(found.get_side_display())),
        (_("参加者"), people(found.participants, is_official=is_official)),
        (_("参加企業"), _("%(n)s社") % {"n": number(found.firms)} if found.firms else ""),
        (
            _("参加市町村"),
            _("%(n)s市町村") % {"n": number(found.municipalities)} if found.municipalities else "",
        ),
        (_("時間"), _("%(n)s時間") % {"n": f"{found.hours.normalize():f}"} if found.hours else ""),
        (_("だれと"), listed(_with_whom(found))),
    ]
    if is_official:
        cost = found.cost_yen
        told += [
            (_("費用"), _("%(n)s円") % {"n": number(cost)} if cost is not None else ""),
            (_("記録した部署"), f"{found.unit.organisation.name} {found.unit.name}"),
            (_("記録した日時"), moment(found.recorded_at) if found.recorded_at else ""),
        ]
    return [(label, value) for label, value in told if value]


def _with_whom(found: Activity) -> list[str]:
    told = (
        (found.is_with_business, _("経済団体・企業")),
        (found.is_with_universities, _("大学など")),
        (found.is_with_municipalities, _("市町村")),
    )
    return [label for is_so, label in told if is_so]


def _state(found: Activity) -> str:
    """What the record waits for, in a sentence."""
    if found.state == ActivityState.DRAFT:
        return _("下書きです。記録すると、取組の指標に数えられます。")
    if found.state == ActivityState.WITHDRAWN:
        return _("取り消した記録です。どの指標にも数えていません。")
    if found.others_view == OthersView.OBJECTED:
        return _("相手側から異議があります。内容を確かめ、違っていれば訂正してください。")
    if found.is_joint and not found.others_view:
        unit = found.other_unit.name if found.other_unit else _("相手側の総括担当")
        return _("記録済みです。「%(unit)s」の確認を待っています。") % {"unit": unit}
    return ""


def _others(found: Activity) -> dict[str, str] | None:
    if not found.others_view or not found.others_at:
        return None
    unit = found.other_unit
    return {
        "view": str(found.get_others_view_display()),
        "note": found.others_note,
        "at": moment(found.others_at),
        "unit": f"{unit.organisation.name} {unit.name}" if unit else "",
    }


def _allowed(asker: Asker, found: Activity) -> dict[str, bool]:
    is_draft = found.state == ActivityState.DRAFT
    may_change = may(asker, Verb.WRITE if is_draft else Verb.DECIDE, found)
    is_open = found.state != ActivityState.WITHDRAWN
    return {
        "may_change": may_change and is_open,
        "may_publish": found.is_recorded and may(asker, Verb.PUBLISH, found),
        "may_answer": not found.others_view and may_answer(asker, found),
    }


COLUMNS = (
    Exported(Column("key", Text("実績キー", "Activity key")), lambda one: one.key),
    Exported(Column("first_day", Text("行った日", "First day")), lambda one: one.first_day),
    Exported(Column("last_day", Text("終わりの日", "Last day")), lambda one: one.last_day),
    Exported(
        Column("initiatives", Text("取組番号", "Initiatives")), lambda one: " ".join(one.references)
    ),
    Exported(Column("title", Text("題名", "Title")), lambda one: one.title_ja or None),
    Exported(Column("form", Text("形式", "Form")), lambda one: one.form),
    Exported(Column("side", Text("側", "Side")), lambda one: one.side),
    Exported(Column("unit", Text("部署", "Unit")), lambda one: one.unit.name),
    Exported(Column("place", Text("市区町村コード", "Area code")), lambda one: one.place or None),
    Exported(Column("venue", Text("会場", "Venue")), lambda one: one.venue or None),
    Exported(Column("is_online", Text("オンライン", "Online")), lambda one: int(one.is_online)),
    Exported(
        Column("participants", Text("参加者数", "Participants"), Text("人", "persons")),
        lambda one: one.participants,
    ),
    Exported(Column("firms", Text("参加企業数", "Firms")), lambda one: one.firms),
    Exported(
        Column("municipalities", Text("参加市町村数", "Municipalities")),
        lambda one: one.municipalities,
    ),
    Exported(
        Column("hours", Text("時間", "Hours")),
        lambda one: None if one.hours is None else float(one.hours),
    ),
    Exported(Column("cost", Text("費用", "Cost"), Text("円", "yen")), lambda one: one.cost_yen),
    Exported(Column("state", Text("状態", "State")), lambda one: one.state),
    Exported(Column("narrative", Text("内容", "Narrative")), lambda one: one.narrative or None),
)
