"""Writes of reports: made as a snapshot, agreed to by each government, then let out."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.charter.terms import Programme
from renkei.charter.text import Text
from renkei.core.calendar import fiscal_year_days
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Role, Verb, must
from renkei.core.sides import OTHER, Side
from renkei.core.writing import fiscal_year
from renkei.journal.actions import record
from renkei.programme.events import reports as events
from renkei.programme.models import Report
from renkei.programme.queries.reports import of_the_same
from renkei.programme.reporting.contents import Say, contents, digest_of, payload_of
from renkei.programme.reporting.plan import plan_of
from renkei.programme.reporting.subjects import Wanted, subject_of
from renkei.programme.states import OUT, ReportState, Scope


def _quiet(_done: int, _total: int) -> None: ...


@transaction.atomic
def make_report(wanted: Wanted, *, by: Asker, on: date, say: Say = _quiet) -> Report:
    """Gather the year as it was known on a moment, and keep it as a draft.

    Errors  NotPermitted; Refused when there is no such thing to tell of, the year has not begun on
            the moment, or one was made before and nobody says why it is made again;
            WrongState when somebody else made the same one at this moment
    """
    report, agreed = _begun(wanted, by), _agreed_then(wanted)
    must(by, Verb.WRITE, report)
    _checked(report, wanted, agreed)
    told = contents(wanted, agreed, say)
    report.payload = payload_of(told)
    report.digest = digest_of(report.payload)
    report.charter_version = f"{agreed.key} {told['charter']['version']}"
    _keep(report)
    record(
        events.ReportMade(
            scope=Scope(report.scope), about=report.about, reason=report.reason, **_about(report)
        ),
        by=by,
        on=on,
    )
    return report


def check_wanted(wanted: Wanted, *, by: Asker) -> str:
    """The title of a report that could be made; asked before long work is started.

    Errors  NotPermitted and Refused as `make_report`
    """
    must(by, Verb.WRITE, _begun(wanted, by))
    return _checked(_begun(wanted, by), wanted, _agreed_then(wanted))


@transaction.atomic
def agree_to_report(report: Report, *, side: str, by: Asker, on: date) -> Report:
    """Say for one government that the report is right; with both it is published.

    Errors  NotPermitted when `by` is not of the programme office of the side, or has agreed for the
            other one; WrongState when the side agreed before, the report was withdrawn, or a newer
            revision is out
    """
    report = _locked_with_others(report)
    must(by, Verb.PUBLISH, report)
    _must_speak_for(by, side)
    if report.is_agreed_by(side):
        raise WrongState(_("%(side)sはすでに確認しています。") % {"side": Side(side).label})
    if getattr(report, f"{OTHER[Side(side)]}_by") == by.person:
        raise NotPermitted(_("もう一方の側は、別の人が確認してください。"))
    _refuse_older(report)
    now = timezone.now()
    said: dict[str, Any] = {f"{side}_by": by.person, f"{side}_at": now}
    if report.is_agreed_by(OTHER[Side(side)]):
        _publish(report, said, now)
    else:
        move(report, to=ReportState.CHECKED, **said)
    record(events.ReportAgreed(**_about(report) | {"side": side}), by=by, on=on)
    if report.state == ReportState.PUBLISHED:
        _tell_published(report, by=by, on=on)
    return report


@transaction.atomic
def withdraw_report(report: Report, *, reason: str, by: Asker, on: date) -> Report:
    """Take back a report that is not out yet: neither government agrees to it any more.

    Errors  NotPermitted; Refused when there is no reason; WrongState when it is published
    """
    report = locked(report)
    must(by, Verb.WRITE, report)
    if not reason.strip():
        raise Refused(_("取り下げる理由を書いてください。"))
    move(report, to=ReportState.WITHDRAWN)
    record(events.ReportWithdrawn(reason=reason.strip(), **_years(report)), by=by, on=on)
    return report


# --- what is looked at --------------------------------------------------------------------------


def _agreed_then(wanted: Wanted) -> Programme:
    agreed, _version = plan_of(wanted.fiscal_year, wanted.known_at)
    return agreed


def _begun(wanted: Wanted, by: Asker) -> Report:
    return Report(
        scope=Scope(wanted.scope),
        about=wanted.about,
        fiscal_year=wanted.fiscal_year,
        known_at=wanted.known_at,
        reason=wanted.reason.strip(),
        made_by=by.person,
    )


def _checked(report: Report, wanted: Wanted, agreed: Programme) -> str:
    _refuse_other_times(wanted)
    report.revision = _next_revision(report)
    title = _title(subject_of(wanted.scope, wanted.about, agreed).name, wanted.fiscal_year)
    report.title_ja, report.title_en = title.ja, title.en
    return report.title


def _refuse_other_times(wanted: Wanted) -> None:
    if wanted.known_at > timezone.now():
        raise Refused(
            _("まだ来ていない日の報告書は作れません。今日か、それより前を選んでください。")
        )
    first, _last = fiscal_year_days(wanted.fiscal_year)
    if timezone.localdate(wanted.known_at) < first:
        raise Refused(
            _("%(year)sは、選んだ日にはまだ始まっていません。年度か日を選び直してください。")
            % {"year": fiscal_year(wanted.fiscal_year)}
        )


def _next_revision(report: Report) -> int:
    """The first needs no reason; whoever makes another says why."""
    last = of_the_same(report).aggregate(last=Max("revision"))["last"] or 0
    if last and not report.reason:
        raise Refused(_("この年度の報告書はすでにあります。作り直す理由を書いてください。"))
    if not last:
        report.reason = ""
    return last + 1


def _keep(report: Report) -> None:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        raise WrongState(
            _("ほかの人が同じ報告書をいま作りました。一覧を確かめてください。")
        ) from None


def _locked_with_others(report: Report) -> Report:
    """All revisions are kept from everybody else: one of them at most is published."""
    every = of_the_same(report).select_for_update().order_by("key")
    return next(one for one in every if one.pk == report.pk)


def _must_speak_for(by: Asker, side: str) -> None:
    seats = by.seats
    if side not in OTHER or not any(
        seat.side == side and seat.role == Role.PROGRAMME_OFFICE for seat in seats
    ):
        raise NotPermitted(_("報告書を確認できるのは、それぞれの側の総括担当だけです。"))


def _refuse_older(report: Report) -> None:
    if of_the_same(report).filter(state__in=OUT, revision__gt=report.revision).exists():
        raise WrongState(_("これより新しい版がすでに公表されています。"))


def _publish(report: Report, said: dict[str, Any], now: Any) -> None:
    before = of_the_same(report).filter(state=ReportState.PUBLISHED)
    for one in before.exclude(pk=report.pk):
        move(one, to=ReportState.SUPERSEDED)
    move(report, to=ReportState.PUBLISHED, is_public=True, published_at=now, **said)


def _tell_published(report: Report, *, by: Asker, on: date) -> None:
    event = events.ReportPublished(scope=Scope(report.scope), about=report.about, **_about(report))
    record(event, by=by, on=on)


def _title(name: Text, year: int) -> Text:
    with override("ja"):
        ja = f"{name.ja} {fiscal_year(year)} 年次報告"
    with override("en"):
        return Text(ja, f"{name.en}: report on {fiscal_year(year)}")


def _years(report: Report) -> dict[str, Any]:
    is_of_one = report.scope == Scope.INITIATIVE
    return {
        "subject_kind": "report",
        "subject_key": report.key,
        "side": Side.JOINT,
        "initiatives": (report.about,) if is_of_one else (),
        "place": report.about if report.scope == Scope.MUNICIPALITY else "",
        "fiscal_year": report.fiscal_year,
        "revision": report.revision,
    }


def _about(report: Report) -> dict[str, Any]:
    return {**_years(report), "digest": report.digest}
