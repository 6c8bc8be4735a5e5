"""What of the paper waits for somebody: reminders, drafts, answers to accept, letters."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from renkei.core.rights import Asker, Verb
from renkei.core.waiting import Waiting
from renkei.core.writing import localized
from renkei.paperwork.models import Answers, Document, Reminder
from renkei.paperwork.queries.answers import reference
from renkei.paperwork.queries.sheets import title_of
from renkei.paperwork.queries.units import unit_names
from renkei.paperwork.states import AnswersState, DocumentState, ReminderState

# Of each sort the oldest; whoever has more works through the list.
MOST = 50
Names = Mapping[str, str]


def waiting_for(asker: Asker) -> list[Waiting]:
    """Three queries whatever waits; one more where a unit below one's own has to be named."""
    if not asker.is_somebody:
        return []
    reminders = list(_reminders(asker)[:MOST])
    answers = list((_drafts(asker) | _submitted(asker)).order_by("made_at")[:MOST])
    documents = list((_documents(asker) | _to_issue(asker)).order_by("drafted_at")[:MOST])
    owned: list[Reminder | Answers | Document] = [*reminders, *answers, *documents]
    names = _names(asker, {one.unit for one in owned if one.unit})
    return [
        *(_reminder(one, names) for one in reminders),
        *(_answers(one, names) for one in answers),
        *(_document(one, names) for one in documents),
    ]


def _names(asker: Asker, units: set[str]) -> Names:
    """Who sits in a unit knows its name; only units below it are looked up."""
    known = {seat.unit: seat.unit_name for seat in asker.seats}
    return known | unit_names(units - known.keys())


def _reminders(asker: Asker) -> QuerySet[Reminder]:
    return Reminder.objects.visible_to(asker, Verb.WRITE).filter(
        state=ReminderState.OPEN, due_on__lte=timezone.localdate()
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


def _reminder(one: Reminder, names: Names) -> Waiting:
    return Waiting(
        title=one.text,
        step=_("確かめる"),
        address=reverse("paperwork:reminder", args=[one.key]),
        at_once=reverse("paperwork:change_reminder", args=[one.key]),
        since=timezone.localdate(one.made_at),
        due=one.due_on,
        person=one.person,
        unit=one.unit,
        unit_name=names.get(one.unit, ""),
    )


def _draft(one: Answers, names: Names) -> Waiting:
    is_returned = one.state == AnswersState.RETURNED
    begun = _("続きを書いて提出する") if one.saved_by else _("答えて提出する")
    return Waiting(
        title=_title(one),
        step=_("直して出し直す") if is_returned else begun,
        address=reverse("paperwork:fill", args=[one.key]),
        since=timezone.localdate((one.decided_at if is_returned else one.saved_at) or one.made_at),
        person="" if is_returned else one.saved_by,
        unit=one.unit,
        unit_name=names.get(one.unit, ""),
    )


def _answers(one: Answers, names: Names) -> Waiting:
    return _to_accept(one, names) if one.state == AnswersState.SUBMITTED else _draft(one, names)


def _to_accept(one: Answers, names: Names) -> Waiting:
    return Waiting(
        title=_title(one),
        step=_("読んで受理する"),
        address=reverse("paperwork:answers", args=[one.key]),
        since=timezone.localdate(one.submitted_at or one.made_at),
        unit=one.unit,
        unit_name=names.get(one.unit, ""),
    )


def _document(one: Document, names: Names) -> Waiting:
    steps = {
        DocumentState.APPROVED: _("発出する"),
        DocumentState.DRAFTED: _("書き直す") if one.return_reason else _("決裁する"),
    }
    is_own = one.state == DocumentState.APPROVED or bool(one.return_reason)
    return Waiting(
        title=one.title,
        step=steps[DocumentState(one.state)],
        address=reverse("paperwork:document", args=[one.key]),
        since=timezone.localdate(one.approved_at or one.edited_at),
        person=one.edited_by if is_own else "",
        unit=one.unit,
        unit_name=names.get(one.unit, ""),
    )


def _title(answers: Answers) -> str:
    return f"{localized(title_of(answers.sheet))} {reference(answers)}"
