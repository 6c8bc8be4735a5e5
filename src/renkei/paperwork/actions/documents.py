"""Letters of the office: draft, approve, issue with a number, cancel by another letter."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.charter.letters import has_gap
from renkei.core.calendar import fiscal_year_of
from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.moves import locked, move
from renkei.core.rights import Asker, Verb, must
from renkei.core.writing import long_date
from renkei.journal.actions import record
from renkei.paperwork.events import documents as events
from renkei.paperwork.models import Document, NumberTaken, Series
from renkei.paperwork.queries.documents import last_issued_on
from renkei.paperwork.states import DocumentState


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a letter says, and what it is about."""

    addressee: str
    title: str
    body: str
    language: str = "ja"
    template: str = ""
    about_kind: str = ""
    about_key: str = ""


@transaction.atomic
def draft_document(
    draft: Draft, *, by: Asker, series: Series, on: date, cancels: Document | None = None
) -> Document:
    """A letter that waits for approval and has no number yet.

    Errors  NotPermitted when `by` may not write letters of the unit;
            WrongState when the series is closed, or what it cancels is not out or cancelled already
    """
    document = Document(
        series=series,
        unit=series.unit,
        side=series.side,
        drafted_by=by.person,
        edited_by=by.person,
        cancels=cancels,
        template=draft.template,
        about_kind=draft.about_kind,
        about_key=draft.about_key,
        **_said(draft),
    )
    must(by, Verb.WRITE, document)
    if locked(series).is_closed:
        raise WrongState(_("この番号の系列は閉じられています。"))
    if cancels is not None:
        _must_be_cancellable(locked(cancels), by)
    document.save(force_insert=True)
    record(events.DocumentDrafted(**about(document), series=series.sign), by=by, on=on)
    return document


@transaction.atomic
def edit_document(document: Document, draft: Draft, *, by: Asker, revision: int) -> Document:
    """Errors  NotPermitted; WrongState when it is approved, or was changed since `revision`"""
    document = locked(document)
    must(by, Verb.WRITE, document)
    _must_be(document, DocumentState.DRAFTED)
    _must_be_as_seen(document, revision)
    for name, text in _said(draft).items():
        setattr(document, name, text)
    document.edited_by, document.revision, document.return_reason = by.person, revision + 1, ""
    document.save()
    return document


@transaction.atomic
def approve_document(document: Document, *, by: Asker, on: date, revision: int) -> Document:
    """Agree to exactly what was read.

    Errors  NotPermitted when `by` may not decide, or wrote the letter herself (four eyes);
            WrongState when it was changed since `revision`; Refused when gaps are left
    """
    document = locked(document)
    must(by, Verb.DECIDE, document)
    if by.person in (document.drafted_by, document.edited_by):
        raise NotPermitted(_("起案した人は、自分の文書を決裁できません。"))
    _must_be_as_seen(document, revision)
    if has_gap(document.title + document.body + document.addressee):
        raise Refused(_("〔 〕の中がまだ埋まっていません。埋めてから決裁してください。"))
    move(
        document,
        to=DocumentState.APPROVED,
        approved_by=by.person,
        approved_at=timezone.now(),
        return_reason="",
    )
    record(events.DocumentApproved(**about(document), series=document.series.sign), by=by, on=on)
    return document


@transaction.atomic
def send_back_document(document: Document, *, by: Asker, on: date, reason: str) -> Document:
    """Ask for changes before it goes out; an approval given before is void.

    Errors  NotPermitted; WrongState when it is out already; Refused without a reason
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise Refused(_("何を直してほしいかを書いてください。"))
    document = locked(document)
    must(by, Verb.DECIDE, document)
    if document.state == DocumentState.DRAFTED:
        document.return_reason = reason
        document.save(update_fields=["return_reason"])
    else:
        move(
            document,
            to=DocumentState.DRAFTED,
            approved_by="",
            approved_at=None,
            return_reason=reason,
        )
    record(events.DocumentSentBack(**about(document), series=document.series.sign), by=by, on=on)
    return document


@transaction.atomic
def issue_document(document: Document, *, by: Asker, on: date) -> Document:
    """Give the letter its number and the date `on`; what it cancels is cancelled in the same act.

    Errors  NotPermitted; WrongState when it is not approved; Refused for a day before the last
            number of the year, or after today
    """
    document = locked(document)
    must(by, Verb.WRITE, document)
    _must_be(document, DocumentState.APPROVED)
    series = document.series
    fiscal_year = fiscal_year_of(on)
    number = _next_number(series, fiscal_year, on)
    move(
        document,
        to=DocumentState.ISSUED,
        fiscal_year=fiscal_year,
        number=number,
        number_written=f"{series.sign}第{number}号",
        sender=series.sender_en
        if document.language == "en" and series.sender_en
        else series.sender_ja,
        issued_on=on,
        issued_by=by.person,
    )
    record(
        events.DocumentIssued(
            **about(document), series=series.sign, number=document.number_written
        ),
        by=by,
        on=on,
    )
    if document.cancels is not None:
        _cancel(locked(document.cancels), document, by, on)
    return document


@transaction.atomic
def discard_document(document: Document, *, by: Asker) -> None:
    """Throw away a draft; it never had a number, so none is missing.

    Errors  NotPermitted; WrongState when it is approved or out
    """
    document = locked(document)
    must(by, Verb.WRITE, document)
    _must_be(document, DocumentState.DRAFTED)
    document.delete()


def about(document: Document) -> dict[str, Any]:
    return {
        "subject_kind": "document",
        "subject_key": document.key,
        "side": document.side,
        "organisation": document.unit,
    }


def _next_number(series: Series, fiscal_year: int, on: date) -> int:
    """The number after the last; nobody else takes one before this transaction ends."""
    NumberTaken.objects.get_or_create(series=series, fiscal_year=fiscal_year)
    counter = NumberTaken.objects.select_for_update().get(series=series, fiscal_year=fiscal_year)
    latest = last_issued_on(series, fiscal_year)
    if latest is not None and on < latest:
        raise Refused(
            _("この年度の最後の文書は%(day)s付けです。それより前の日付では出せません。")
            % {"day": long_date(latest)}
        )
    if on > timezone.localdate():
        raise Refused(_("先の日付では文書を出せません。"))
    NumberTaken.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    return counter.last + 1


def _cancel(cancelled: Document, by_letter: Document, by: Asker, on: date) -> None:
    move(cancelled, to=DocumentState.CANCELLED)
    record(
        events.DocumentCancelled(
            **about(cancelled),
            series=cancelled.series.sign,
            number=cancelled.number_written,
            cancelled_by=by_letter.number_written,
        ),
        by=by,
        on=on,
    )


def _must_be_cancellable(document: Document, by: Asker) -> None:
    must(by, Verb.WRITE, document)
    _must_be(document, DocumentState.ISSUED)
    if Document.objects.filter(cancels=document).exists():
        raise WrongState(_("この文書を取り消す文書は、すでに起案されています。"))


def _must_be(document: Document, state: DocumentState) -> None:
    if document.state != state:
        raise WrongState(
            _("この文書はいま「%(now)s」です。") % {"now": document.get_state_display()}
        )


def _must_be_as_seen(document: Document, revision: int) -> None:
    if document.revision != revision:
        raise WrongState(
            _("文書が開いたあとに書き直されました。いまの文面をもう一度読んでください。")
        )


def _said(draft: Draft) -> dict[str, str]:
    return {
        "addressee": " ".join(draft.addressee.split()),
        "title": " ".join(draft.title.split()),
        "body": "\n".join(draft.body.strip().splitlines()),
        "language": draft.language,
    }
