"""What of the paper waits for somebody: reminders, drafts, answers to accept, letters."""

from collections.abc import Callable

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.addresses import addresses_of
from renkei.core.rights import Asker, Verb
from renkei.core.waiting import Head, Sort, Tell, Waiting, Waits, told
from renkei.core.writing import language
from renkei.paperwork.models import Answers, Document, Reminder
from renkei.paperwork.queries.answers import reference_of
from renkei.paperwork.queries.sheets import title_of
from renkei.paperwork.states import AnswersState, DocumentState, ReminderState


def waiting_for(asker: Asker) -> list[Waiting]:
    """One query, whatever waits."""
    return told(asker, PAPER)


def _sorts(asker: Asker) -> list[Sort]:
    owned = {"person": "person", "unit": "unit"}
    begun = {"title": "sheet", "state": "state", "unit": "unit"}
    last_saved = Coalesce("saved_at", "made_at")
    returned = When(state=AnswersState.RETURNED, then=Coalesce("decided_at", last_saved))
    since = Case(returned, default=last_saved)
    drafted = {"title": "title", "state": "state", "note": "return_reason", "unit": "unit"}
    at = Coalesce("approved_at", "edited_at")
    return [
        Sort(
            _reminders(asker),
            _reminder(),
            owned | {"title": "text", "since": "made_at", "due": "due_on"},
        ),
        Sort(_drafts(asker), _draft(), begun | {"since": since, "person": "saved_by"}),
        Sort(
            _submitted(asker), _to_accept(), begun | {"since": Coalesce("submitted_at", "made_at")}
        ),
        Sort(
            _documents(asker) | _to_issue(asker),
            _document(),
            drafted | {"since": at, "person": "edited_by"},
        ),
    ]


def _reminders(asker: Asker) -> QuerySet[Reminder]:
    return Reminder.objects.visible_to(asker, Verb.WRITE).filter(
        state=ReminderState.OPEN, due_on__lte=asker.on or timezone.localdate()
    )


def _drafts(asker: Asker) -> QuerySet[Answers]:
    """Mine, what my organisation was asked, and what was returned to my units."""
    organisations = {seat.organisation for seat in asker.seats}
    mine = Q(saved_by=asker.person) | Q(organisation__in=organisations)
    return Answers.objects.visible_to(asker, Verb.WRITE).filter(
        Q(state=AnswersState.DRAFT) & mine | Q(state=AnswersState.RETURNED)
    )


def _submitted(asker: Asker) -> QuerySet[Answers]:
    return Answers.objects.visible_to(asker, Verb.DECIDE).filter(state=AnswersState.SUBMITTED)


def _documents(asker: Asker) -> QuerySet[Document]:
    """What others drafted; nobody approves her own letter."""
    return (
        Document.objects.visible_to(asker, Verb.DECIDE)
        .filter(state=DocumentState.DRAFTED, return_reason="")
        .exclude(Q(drafted_by=asker.person) | Q(edited_by=asker.person))
    )


def _to_issue(asker: Asker) -> QuerySet[Document]:
    """What I drafted: approved, or sent back to me."""
    return (
        Document.objects.visible_to(asker, Verb.WRITE)
        .filter(edited_by=asker.person)
        .filter(
            Q(state=DocumentState.APPROVED)
            | (Q(state=DocumentState.DRAFTED) & ~Q(return_reason=""))
        )
    )


def _reminder() -> Tell:
    step = _("確かめる")
    address = addresses_of("paperwork:reminder")
    at_once = addresses_of("paperwork:change_reminder")

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=one.title,
            step=step,
            address=address(one.key),
            at_once=at_once(one.key),
            since=one.since_day,
            due=one.due_day,
            person=one.person,
            unit=one.unit,
        )

    return tell


def _draft() -> Tell:
    go_on, mend = _("続きを書いて提出する"), _("直して出し直す")
    address, title = addresses_of("paperwork:fill"), _titles()

    def tell(one: Head) -> Waiting:
        is_returned = one.state == AnswersState.RETURNED
        return Waiting(
            title=title(one),
            step=mend if is_returned else go_on,
            address=address(one.key),
            since=one.since_day,
            person="" if is_returned else one.person,
            unit=one.unit,
        )

    return tell


def _to_accept() -> Tell:
    step = _("読んで受理する")
    address, title = addresses_of("paperwork:answers"), _titles()

    def tell(one: Head) -> Waiting:
        return Waiting(
            title=title(one),
            step=step,
            address=address(one.key),
            since=one.since_day,
            unit=one.unit,
        )

    return tell


def _document() -> Tell:
    issue, write, decide = _("発出する"), _("書き直す"), _("決裁する")
    address = addresses_of("paperwork:document")

    def tell(one: Head) -> Waiting:
        is_approved = one.state == DocumentState.APPROVED
        is_own = is_approved or bool(one.note)
        return Waiting(
            title=one.title,
            step=issue if is_approved else write if one.note else decide,
            address=address(one.key),
            since=one.since_day,
            person=one.person if is_own else "",
            unit=one.unit,
        )

    return tell


def _titles() -> Callable[[Head], str]:
    reader = language()
    return lambda one: f"{title_of(one.title).in_language(reader)} {reference_of(one.key)}"


PAPER = Waits(_sorts)
