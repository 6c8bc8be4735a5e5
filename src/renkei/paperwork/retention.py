"""What happens to paperwork when its time is over."""

from datetime import date, datetime, time

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from renkei.charter.text import Text
from renkei.paperwork.actions.attachments import forget_attachment
from renkei.paperwork.models import Answers, Attachment, Document, Notice, Reminder
from renkei.paperwork.queries.sheets import version_of
from renkei.paperwork.retaining import Retention, retain
from renkei.paperwork.states import Disposing


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min)) if day > date.min else _LONG_AGO


_LONG_AGO = datetime(1, 1, 2, tzinfo=timezone.get_fixed_timezone(0))


def answers_due(before: date) -> QuerySet[Answers]:
    ended = Coalesce("decided_at", "submitted_at", "saved_at", "made_at")
    return Answers.objects.alias(ended=ended).filter(ended__lt=_start_of(before))


def anonymise_answers(answers: Answers) -> None:
    """Take away what was asked about a person; what the rest says stays for figures."""
    try:
        questions = version_of(answers).questions
        kept = {question.key for question in questions if not question.is_personal}
    except (LookupError, ValueError):
        kept = set()  # nobody can tell any more what was asked
    person = answers.person
    answers.values = {key: value for key, value in answers.values.items() if key in kept}
    answers.unread = {}
    answers.return_reason = answers.return_reason and "―"
    for column in ("shown_to", "made_by", "saved_by", "submitted_by", "person"):
        if person and getattr(answers, column) == person:
            setattr(answers, column, "")
    answers.save()
    answers.links.all().delete()


def notices_due(before: date) -> QuerySet[Notice]:
    return Notice.objects.filter(made_at__lt=_start_of(before))


def delete(record: Model) -> None:
    record.delete()


def anonymise_notice(notice: Notice) -> None:
    notice.person = notice.email = notice.body = notice.stop_address = ""
    notice.subject = "―"
    notice.due_at = None
    notice.anonymised_at = timezone.now()
    notice.save()


def attachments_due(before: date) -> QuerySet[Attachment]:
    return Attachment.objects.filter(added_at__lt=_start_of(before))


def documents_due(before: date) -> QuerySet[Document]:
    """Letters that went out before that day, and drafts that nobody has touched since."""
    drafts = Q(issued_on=None, edited_at__lt=_start_of(before))
    return Document.objects.filter(Q(issued_on__lt=before) | drafts)


def anonymise_document(document: Document) -> None:
    """The number and its day stay in the register; what the letter said to whom is gone."""
    Document.objects.filter(pk=document.pk).update(
        addressee="―",
        title="―",
        body="",
        return_reason="",
    )


def reminders_due(before: date) -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        Q(done_at__lt=_start_of(before)) | Q(done_at=None, due_on__lt=before)
    )


retain(
    Retention(
        kind="answers",
        label=Text("回答", "Answers"),
        due=answers_due,
        ways={Disposing.ANONYMISE: anonymise_answers},
        belongs_to=("about_kind", "about_key"),
    )
)
retain(
    Retention(
        kind="notice",
        label=Text("通知", "Notices"),
        due=notices_due,
        ways={Disposing.DELETE: delete, Disposing.ANONYMISE: anonymise_notice},
        belongs_to=("about_kind", "about_key"),
    )
)
retain(
    Retention(
        kind="attachment",
        label=Text("添付ファイル", "Attachments"),
        due=attachments_due,
        ways={Disposing.ANONYMISE: forget_attachment},
        belongs_to=("about_kind", "about_key"),
    )
)
retain(
    Retention(
        kind="document",
        label=Text("文書", "Letters"),
        due=documents_due,
        ways={Disposing.ANONYMISE: anonymise_document},
        belongs_to=("about_kind", "about_key"),
    )
)
retain(
    Retention(
        kind="reminder",
        label=Text("リマインダー", "Reminders"),
        due=reminders_due,
        ways={Disposing.DELETE: delete},
        belongs_to=("about_kind", "about_key"),
    )
)
