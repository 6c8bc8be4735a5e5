"""Consents, and records that are handed on by them or by law."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renkei.core.errors import NotPermitted, Refused
from renkei.core.paging import page_of
from renkei.core.rights import Asker, Verb, asker_of, may
from renkei.core.writing import localized
from renkei.directory.actions.consents import Agreed, give_consent, withdraw_consent
from renkei.directory.actions.shares import Ground, end_share, share_record
from renkei.directory.forms.access import ConsentForm, ShareForm
from renkei.directory.models import Consent, Person, Share, Unit
from renkei.directory.queries import handing as queries
from renkei.directory.queries.records import Named, owner_of, record_for
from renkei.directory.states import LegalGround
from renkei.directory.views.access import about, somebody


def my_consents(request: HttpRequest) -> HttpResponse:
    asker = somebody(request)
    page = page_of(queries.consents_of(asker.person), request)
    context = {"page": page.with_rows(queries.consents_shown(page.rows)), "is_mine": True}
    return render(request, "directory/consents.html", context)


def consent(request: HttpRequest, key: str) -> HttpResponse:
    asker = asker_of(request)
    found = Consent.objects.seen_by(asker, key=key)
    context = {
        "consent": queries.consents_shown([found])[0],
        "shares": queries.shares_shown(
            list(queries.shares_of(asker).filter(consent=found)[:100]), asker
        ),
        "may_withdraw": may(asker, Verb.WRITE, found) and not found.withdrawn_at,
        "is_mine": found.person_id == asker.person,
    }
    return render(request, "directory/consent.html", context)


@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    asker = somebody(request)
    withdraw_consent(Consent.objects.seen_by(asker, key=key), by=asker)
    messages.success(request, _("同意を撤回しました。この同意で渡した記録は、もう読めません。"))
    return redirect("directory:consent", key)


def handing(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The consents that could carry a record, and to whom it went."""
    asker = somebody(request)
    declared, record = record_for(asker, Verb.READ, kind, key)
    page = page_of(queries.shares_of_record(kind, key, asker), request)
    this = Named(localized(declared.label), declared.title(record), declared.address(record))
    context = about(declared, record) | {
        "consents": queries.consents_shown(queries.consents_about(record, asker)[:50]),
        "page": page.with_rows(queries.shares_shown(page.rows, asker, of=this)),
        "may_share": may(asker, Verb.SHARE, record),
        "may_take_consent": _may_take_consent(asker, record),
        "may_end": {row.key for row in page.rows if may(asker, Verb.MANAGE, row)},
    }
    return render(request, "directory/handing.html", context)


def share(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    asker = asker_of(request)
    declared, record = record_for(asker, Verb.SHARE, kind, key)
    consents = queries.running_consents_about(record, asker)[:50]
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        units=_units(asker, record),
        consents=[(one.key, one.purpose) for one in consents],
    )
    problem = ""
    if form.is_bound and form.is_valid():
        try:
            _share(record, form, asker)
        except NotPermitted:
            raise
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("記録を渡しました。渡した相手は、いまから読めます。"))
            return redirect("directory:handing", kind, key)
    context = about(declared, record) | {"form": form, "problem": problem, "is_share": True}
    status = 422 if problem or form.errors else 200
    return render(request, "directory/handing_form.html", context, status=status)


def _share(record: Model, form: ShareForm, asker: Asker) -> None:
    given = form.cleaned_data
    ground = Ground(
        kind=LegalGround(given["ground"]),
        detail=given["detail"],
        consent=Consent.objects.filter(key=given["consent"]).first(),
    )
    unit = Unit.objects.select_related("organisation").get(key=given["unit"])
    share_record(record, unit=unit, ground=ground, by=asker, until=given["until"])


def take_consent(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    asker = asker_of(request)
    declared, record = record_for(asker, Verb.READ, kind, key)
    if not _may_take_consent(asker, record):
        raise Http404("no consents are taken from this seat")
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        units=_units(asker, record),
        initial={"categories": sorted(declared.holds)},
    )
    problem = ""
    if form.is_bound and form.is_valid():
        try:
            _take(record, form, asker)
        except NotPermitted:
            raise
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("同意を記録しました。"))
            return redirect("directory:handing", kind, key)
    context = about(declared, record) | {"form": form, "problem": problem}
    status = 422 if problem or form.errors else 200
    return render(request, "directory/handing_form.html", context, status=status)


def _take(record: Model, form: ConsentForm, asker: Asker) -> None:
    owner, given = owner_of(record), form.cleaned_data
    agreed = Agreed(
        purpose=given["purpose"],
        categories=given["categories"],
        recipients=list(Unit.objects.filter(key__in=form.recipients)),
        how=given["how"],
        until=given["until"],
    )
    give_consent(
        agreed,
        of=Person.objects.filter(key=owner.subject).first() if owner.subject else None,
        about=record,
        taken_by=Unit.objects.get(key=owner.unit),
        by=asker,
        on=timezone.localdate(),
    )


def _may_take_consent(asker: Asker, record: Model) -> bool:
    unit = owner_of(record).unit
    return bool(unit) and may(asker, Verb.WRITE, Consent(taken_by_unit_id=unit))


def _units(asker: Asker, record: Model) -> list[tuple[str, str]]:
    """Every unit that one may know of but the owner's, by organisation."""
    known = Unit.objects.visible_to(asker, Verb.FIND)
    others = known.exclude(key__in=owner_of(record).units).select_related("organisation")
    return [
        (unit.key, f"{unit.organisation.name} {unit.name}")
        for unit in others.order_by("organisation__name_kana", "organisation_id", "lineage")
    ]


def shares(request: HttpRequest) -> HttpResponse:
    """What my units handed on and received."""
    asker = somebody(request)
    page = page_of(queries.shares_seen(asker), request)
    context = {
        "page": page.with_rows(queries.shares_shown(page.rows, asker)),
        "may_end": {row.key for row in page.rows if may(asker, Verb.MANAGE, row)},
    }
    return render(request, "directory/shares.html", context)


@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    asker = somebody(request)
    end_share(Share.objects.seen_by(asker, key=key), by=asker)
    messages.success(request, _("引渡しを終えました。渡した相手は、もう読めません。"))
    return redirect("directory:shares")
